/** Extraction of the subgraph that some nodes of a program depend on. */

import { type NodeId, Program } from './program.ts';

export interface Subgraph {
  readonly program: Program;
  /** For each node of the source, its node in the subgraph; −1 if it is left out. */
  readonly nodeMap: Int32Array;
}

export function extractSubgraph(source: Program, roots: readonly NodeId[]): Subgraph {
  const nodeMap = new Int32Array(source.length).fill(-1);
  const isNeeded = new Uint8Array(source.length);
  for (const node of roots) isNeeded[node] = 1;
  for (let node = source.length - 1; node >= 0; node--) {
    if (isNeeded[node] === 1) for (const operand of source.operands(node)) isNeeded[operand] = 1;
  }
  const program = new Program();
  for (let node = 0; node < source.length; node++) {
    if (isNeeded[node] === 0) continue;
    const operands = source.operands(node).map((operand) => nodeMap[operand]);
    nodeMap[node] = program.add(source.operator(node), operands, source.attributes(node));
  }
  return { program, nodeMap };
}
