/** How much room the numbers need that wires have of their own: read from the structure, so that a change of numbers moves nothing. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import type { Adjacency } from './adjacency.ts';

/** In pixels: of a gradient, and of what one of several results of a folded group is. */
const reservedWidths = { gradient: 60, groupResult: 104 };

/** For each wire, how long it runs level before its arrow. Where nothing forks, the node at its beginning says all. */
export function wireNumberWidths(structure: GraphStructure, adjacency: Adjacency): readonly number[] {
  const { nodes, wires } = structure;
  const hasGradient = nodesWithGradient(structure, adjacency);
  return wires.map(({ from, to }) => {
    if (adjacency.outgoing[from]!.length < 2) return 0;
    const { kind, shape } = nodes[from]!;
    if (kind === 'group' && shape === '') return reservedWidths.groupResult;
    return hasGradient[from] && hasGradient[to] ? reservedWidths.gradient : 0;
  });
}

/** Gradients flow between the params and the root. */
function nodesWithGradient({ nodes, wires }: GraphStructure, { incoming, outgoing }: Adjacency): readonly boolean[] {
  const dependsOnParam: boolean[] = [];
  const reachesRoot: boolean[] = [];
  for (const [index, { kind }] of nodes.entries()) {
    const mayContainParam = kind === 'param' || kind === 'group';
    dependsOnParam[index] = mayContainParam || incoming[index]!.some((wire) => dependsOnParam[wires[wire]!.from]);
  }
  for (let index = nodes.length - 1; index >= 0; index--) {
    reachesRoot[index] = nodes[index]!.isRoot || outgoing[index]!.some((wire) => reachesRoot[wires[wire]!.to]);
  }
  return nodes.map((_, index) => dependsOnParam[index]! && reachesRoot[index]!);
}
