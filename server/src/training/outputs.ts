/** Where a model's outputs meet labels: an output is made of inputs by way of params, labels are data that it is not made of. */

import type { NodeId, Program } from '../engine/ir/program.ts';
import type { Data, Model } from '../language/lowering/model.ts';

export interface Meeting {
  /** Where they meet: it takes both. */
  readonly node: NodeId;
  readonly output: NodeId;
  /** The data that it is made of. */
  readonly inputs: readonly Data[];
  readonly label: Data;
}

/** In the order of the program, up to a node that depends on them. */
export function meetingsOf({ program, params, data }: Model, root: NodeId): readonly Meeting[] {
  const isNeeded = sourcesOf(program, root);
  const isParam = dependentsOf(
    program,
    params.map(({ node }) => node),
  );
  const dependents = data.map(({ node }) => dependentsOf(program, [node]));
  const dataOf = (node: NodeId): readonly Data[] => data.filter((_, i) => dependents[i][node] === 1);
  const meetings: Meeting[] = [];
  for (let node = 0; node <= root; node++) {
    if (isNeeded[node] === 0) continue;
    const operands = program.operands(node);
    const output = operands.find((operand) => isParam[operand] === 1 && dataOf(operand).length > 0);
    if (output === undefined) continue;
    const inputs = dataOf(output);
    const others = operands.filter((operand) => isParam[operand] === 0).flatMap(dataOf);
    const [label] = others.filter((other) => !inputs.includes(other));
    if (label && !others.some((other) => inputs.includes(other))) meetings.push({ node, output, inputs, label });
  }
  return meetings;
}

/** 1 for each node that one is computed from, itself too. */
function sourcesOf(program: Program, root: NodeId): Uint8Array {
  const isSource = new Uint8Array(program.length);
  isSource[root] = 1;
  for (let node = root; node >= 0; node--) {
    if (isSource[node] === 1) for (const operand of program.operands(node)) isSource[operand] = 1;
  }
  return isSource;
}

/** 1 for each node that is computed from some of these, themselves too. */
function dependentsOf(program: Program, nodes: readonly NodeId[]): Uint8Array {
  const depends = new Uint8Array(program.length);
  for (const node of nodes) depends[node] = 1;
  for (let node = 0; node < program.length; node++) {
    if (program.operands(node).some((operand) => depends[operand] === 1)) depends[node] = 1;
  }
  return depends;
}
