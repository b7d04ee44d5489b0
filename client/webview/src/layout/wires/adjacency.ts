/** Incoming and outgoing wires of each node, in order. */

import type { GraphStructure } from '../../../../../protocol/panel/graph.ts';

/** For each node index, the indices of wires. */
export interface Adjacency {
  readonly incoming: readonly (readonly number[])[];
  readonly outgoing: readonly (readonly number[])[];
}

export function adjacencyOf(structure: GraphStructure): Adjacency {
  const incoming: number[][] = structure.nodes.map(() => []);
  const outgoing: number[][] = structure.nodes.map(() => []);
  structure.wires.forEach(({ from, to }, wireIndex) => {
    outgoing[from]!.push(wireIndex);
    incoming[to]!.push(wireIndex);
  });
  for (const incomingWires of incoming)
    incomingWires.sort((a, b) => structure.wires[a]!.operandIndex - structure.wires[b]!.operandIndex);
  return { incoming, outgoing };
}
