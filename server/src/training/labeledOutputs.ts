/** Outputs that a model compares with labels: an output depends on data and params, its labels are data that it does not depend on. */

import type { NodeId, Program } from '../engine/ir/program.ts';
import type { DataInput, Model } from '../language/lowering/model.ts';

export interface LabeledOutput {
  /** The node that takes both. */
  readonly node: NodeId;
  readonly output: NodeId;
  /** The data that the output depends on. */
  readonly inputs: readonly DataInput[];
  readonly label: DataInput;
}

/** In the order of the program, among the ancestors of a root. */
export function labeledOutputsOf({ program, params, data }: Model, root: NodeId): readonly LabeledOutput[] {
  const isAncestor = ancestorsOf(program, root);
  const dependsOnParam = dependentsOf(
    program,
    params.map(({ node }) => node),
  );
  const dependents = data.map(({ node }) => dependentsOf(program, [node]));
  const dataOf = (node: NodeId): readonly DataInput[] => data.filter((_, i) => dependents[i][node] === 1);
  const outputs: LabeledOutput[] = [];
  for (let node = 0; node <= root; node++) {
    if (isAncestor[node] === 0) continue;
    const operands = program.operands(node);
    const output = operands.find((operand) => dependsOnParam[operand] === 1 && dataOf(operand).length > 0);
    if (output === undefined) continue;
    const inputs = dataOf(output);
    const otherData = operands.filter((operand) => dependsOnParam[operand] === 0).flatMap(dataOf);
    const [label] = otherData.filter((datum) => !inputs.includes(datum));
    if (label && !otherData.some((datum) => inputs.includes(datum))) outputs.push({ node, output, inputs, label });
  }
  return outputs;
}

/** 1 for each ancestor of a node, and for the node itself. */
function ancestorsOf(program: Program, root: NodeId): Uint8Array {
  const isAncestor = new Uint8Array(program.length);
  isAncestor[root] = 1;
  for (let node = root; node >= 0; node--) {
    if (isAncestor[node] === 1) for (const operand of program.operands(node)) isAncestor[operand] = 1;
  }
  return isAncestor;
}

/** 1 for each node that depends on one of these, and for these themselves. */
export function dependentsOf(program: Program, nodes: readonly NodeId[]): Uint8Array {
  const isDependent = new Uint8Array(program.length);
  for (const node of nodes) isDependent[node] = 1;
  for (let node = 0; node < program.length; node++) {
    if (program.operands(node).some((operand) => isDependent[operand] === 1)) isDependent[node] = 1;
  }
  return isDependent;
}
