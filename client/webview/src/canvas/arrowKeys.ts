/** Arrow keys on the canvas: along the wires, or to the nodes above and below. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { adjacencyOf } from '../layout/adjacency.ts';
import type { Point } from '../layout/box.ts';
import type { Placement } from '../layout/layOutGraph.ts';

/**
 * Index of the node an arrow key moves to, the same one if there is none in that direction; undefined for other keys.
 */
export function nodeAtArrow(
  key: string,
  index: number,
  structure: GraphStructure,
  placement: Placement,
): number | undefined {
  const centers = placement.nodes.map((_, node) => centerOf(placement, node));
  const { incoming, outgoing } = adjacencyOf(structure);
  const origin = centers[index]!;
  const candidatesByKey: Readonly<Record<string, () => readonly number[]>> = {
    ArrowRight: () => outgoing[index]!.map((wire) => structure.wires[wire]!.to),
    ArrowLeft: () => incoming[index]!.map((wire) => structure.wires[wire]!.from),
    ArrowUp: () => indicesWhere(centers, ({ y }) => y < origin.y),
    ArrowDown: () => indicesWhere(centers, ({ y }) => y > origin.y),
  };
  const candidates = candidatesByKey[key]?.();
  return candidates && (nearest(origin, candidates, centers) ?? index);
}

export function centerOf({ nodes, boxes }: Placement, index: number): Point {
  const { body } = boxes[index]!;
  return { x: nodes[index]!.x + body.x + body.width / 2, y: nodes[index]!.y + body.y + body.height / 2 };
}

function indicesWhere(centers: readonly Point[], predicate: (center: Point) => boolean): readonly number[] {
  return Array.from(centers.keys()).filter((index) => predicate(centers[index]!));
}

/** Nodes in the same column are preferred: horizontal distance counts twice. */
function nearest(origin: Point, candidates: readonly number[], centers: readonly Point[]): number | undefined {
  let nearestIndex: number | undefined;
  let minDistance = Number.POSITIVE_INFINITY;
  for (const index of candidates) {
    const { x, y } = centers[index]!;
    const distance = 2 * Math.abs(x - origin.x) + Math.abs(y - origin.y);
    if (distance >= minDistance) continue;
    minDistance = distance;
    nearestIndex = index;
  }
  return nearestIndex;
}
