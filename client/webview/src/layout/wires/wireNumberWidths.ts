/** Room for the numbers on wires, computed from the structure alone, so that changing numbers move nothing. */

import type { GraphStructure } from '../../../../../protocol/panel/graph.ts';
import type { Arrangement } from '../arrangement.ts';
import type { Adjacency } from './adjacency.ts';

/** In pixels: for the gradient of a scalar, for a norm, and for one of several outputs of a collapsed group. */
const reservedWidths = { gradient: 60, norm: 84, groupOutput: 104 };
/** Length of a wire downwards beside its numbers. */
const reservedHeight = 30;

/**
 * For each wire, the length of its straight piece before the arrow. A wire that carries all of the
 * gradient needs none, since its source shows the numbers.
 */
export function wireNumberLengths(
  structure: GraphStructure,
  adjacency: Adjacency,
  { direction, density }: Arrangement,
): readonly number[] {
  if (density === 'names') return structure.wires.map(() => 0);
  const widths = wireNumberWidths(structure, adjacency);
  return direction === 'right' ? widths : widths.map((width) => (width > 0 ? reservedHeight : 0));
}

/** For each node, the room for numbers to the left of its incoming wires, if these go downwards. */
export function leftNumberWidths(
  structure: GraphStructure,
  adjacency: Adjacency,
  { direction, density }: Arrangement,
): readonly number[] {
  if (direction === 'right' || density === 'names') return structure.nodes.map(() => 0);
  const widths = wireNumberWidths(structure, adjacency);
  return adjacency.incoming.map((wires) =>
    Math.max(0, ...wires.filter((_, index) => isNumberLeft(index, wires.length)).map((wire) => widths[wire]!)),
  );
}

/** True if the numbers of a wire downwards are to its left: for the left half of the wires into a node. */
export function isNumberLeft(operandIndex: number, count: number): boolean {
  return operandIndex < count - 1 && operandIndex < count / 2;
}

function wireNumberWidths(structure: GraphStructure, adjacency: Adjacency): readonly number[] {
  const { nodes, wires } = structure;
  const hasGradient = nodesWithGradient(structure, adjacency);
  return wires.map(({ from, to }) => {
    if (adjacency.outgoing[from]!.length < 2) return 0;
    const { kind, shape } = nodes[from]!;
    if (kind === 'group' && shape === '') return reservedWidths.groupOutput;
    const partCount = adjacency.outgoing[from]!.filter((wire) => hasGradient[wires[wire]!.to]).length;
    if (!hasGradient[from] || !hasGradient[to] || partCount < 2) return 0;
    return shape === '' ? reservedWidths.gradient : reservedWidths.norm;
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
