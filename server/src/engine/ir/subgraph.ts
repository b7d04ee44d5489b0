/** A part of a program: what some of its nodes are computed from, and nothing else. */

import { type NodeId, Program } from './program.ts';

export interface Part {
  readonly program: Program;
  /** For each node of the whole, its node in the part; −1 where it is left out. */
  readonly places: Int32Array;
}

export function partFor(whole: Program, wanted: readonly NodeId[]): Part {
  const places = new Int32Array(whole.length).fill(-1);
  const needed = new Uint8Array(whole.length);
  for (const node of wanted) needed[node] = 1;
  for (let node = whole.length - 1; node >= 0; node--) {
    if (needed[node] === 1) for (const operand of whole.operands(node)) needed[operand] = 1;
  }
  const program = new Program();
  for (let node = 0; node < whole.length; node++) {
    if (needed[node] === 0) continue;
    const operands = whole.operands(node).map((operand) => places[operand]);
    places[node] = program.add(whole.operator(node), operands, whole.attributes(node));
  }
  return { program, places };
}
