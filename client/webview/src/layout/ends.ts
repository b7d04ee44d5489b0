/** Which wires enter a node, in their order, and which leave it. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';

/** For each node, by its place, the places of wires. */
export interface Ends {
  readonly entering: readonly (readonly number[])[];
  readonly leaving: readonly (readonly number[])[];
}

export function endsOf(structure: GraphStructure): Ends {
  const entering: number[][] = structure.nodes.map(() => []);
  const leaving: number[][] = structure.nodes.map(() => []);
  structure.wires.forEach(({ from, to }, place) => {
    leaving[from]!.push(place);
    entering[to]!.push(place);
  });
  for (const places of entering) places.sort((a, b) => structure.wires[a]!.position - structure.wires[b]!.position);
  return { entering, leaving };
}
