/** Room for the numbers on wires, computed from the structure alone, so that changing numbers move nothing. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { Adjacency } from './adjacency.ts';

/** In pixels: for a gradient, and for one of several outputs of a collapsed group. */
const reservedWidths = { gradient: 60, groupOutput: 104 };

/**
 * For each wire, the length of its horizontal piece before the arrow. An unforked wire needs none, since its source
 * shows the numbers.
 */
export function wireNumberWidths(structure: GraphStructure, adjacency: Adjacency): readonly number[] {
  const { nodes, wires } = structure;
  const hasGradient = nodesWithGradient(structure, adjacency);
  return wires.map(({ from, to }) => {
    if (adjacency.outgoing[from]!.length < 2) return 0;
    const { kind, shape } = nodes[from]!;
    if (kind === 'group' && shape === '') return reservedWidths.groupOutput;
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
