/** The subgraph that some nodes of a program depend on: its nodes, and its extraction. */

import { type NodeId, Program } from './program.ts';

export interface Subgraph {
  readonly program: Program;
  /** For each node of the source, its node in the subgraph; −1 if it is left out. */
  readonly nodeMap: Int32Array;
}

/** @param previous the subgraph of another version, whose columns are shared while the nodes are the same. */
export function extractSubgraph(source: Program, roots: readonly NodeId[], previous?: Program): Subgraph {
  const nodeMap = new Int32Array(source.length).fill(-1);
  const isNeeded = markNeeded(source, roots);
  const program = new Program(previous);
  for (let node = 0; node < isNeeded.length; node++) {
    if (isNeeded[node] === 0) continue;
    const operands = source.operands(node).map((operand) => nodeMap[operand]);
    nodeMap[node] = program.add(source.operator(node), operands, source.attributes(node));
  }
  return { program, nodeMap };
}

/** For each node from `first` up to the last root, 1 if it is a root or one depends on it. */
export function markNeeded(program: Program, roots: readonly NodeId[], first: NodeId = 0): Uint8Array {
  const end = roots.reduce((last, root) => Math.max(last, root + 1), first);
  const isNeeded = new Uint8Array(end - first);
  for (const root of roots) if (root >= first) isNeeded[root - first] = 1;
  for (let node = end - 1; node >= first; node--) {
    if (isNeeded[node - first] === 0) continue;
    for (let i = 0; i < program.arity(node); i++) {
      const operand = program.operand(node, i);
      if (operand >= first) isNeeded[operand - first] = 1;
    }
  }
  return isNeeded;
}

/**
 * A node with its included ancestors, in the order of the program; those behind an ancestor that is left out are not
 * found. Empty if the node itself is left out.
 * @param operandsOf the nodes that a node depends on, all of them before it in the program.
 */
export function ancestorsOf(
  node: NodeId,
  isIncluded: (candidate: NodeId) => boolean,
  operandsOf: (candidate: NodeId) => readonly NodeId[],
): readonly NodeId[] {
  const isNeeded = new Uint8Array(node + 1);
  isNeeded[node] = 1;
  const ancestors: NodeId[] = [];
  for (let candidate = node; candidate >= 0; candidate--) {
    if (isNeeded[candidate] === 0 || !isIncluded(candidate)) continue;
    ancestors.push(candidate);
    for (const operand of operandsOf(candidate)) isNeeded[operand] = 1;
  }
  return ancestors.reverse();
}
