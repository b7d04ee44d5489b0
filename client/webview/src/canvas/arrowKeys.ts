/** Arrow keys on the canvas: along the wires, or to the nodes beside. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { type Direction, orientPoint } from '../layout/arrangement.ts';
import type { Point } from '../layout/box.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import { adjacencyOf } from '../layout/wires/adjacency.ts';

/**
 * Index of the node an arrow key moves to, the same one if there is none in that direction; undefined for other keys.
 */
export function nodeAtArrow(
  key: string,
  index: number,
  structure: GraphStructure,
  placement: Placement,
): number | undefined {
  const { direction } = placement.arrangement;
  const centers = placement.nodes.map((_, node) => orientPoint(centerOf(placement, node), direction));
  const { incoming, outgoing } = adjacencyOf(structure);
  const origin = centers[index]!;
  const candidatesByKey: Readonly<Record<Move, () => readonly number[]>> = {
    forward: () => outgoing[index]!.map((wire) => structure.wires[wire]!.to),
    backward: () => incoming[index]!.map((wire) => structure.wires[wire]!.from),
    before: () => indicesWhere(centers, ({ y }) => y < origin.y),
    after: () => indicesWhere(centers, ({ y }) => y > origin.y),
  };
  const move = movesByKey[direction][key];
  return move && (nearest(origin, candidatesByKey[move](), centers) ?? index);
}

/** Along the wires, or to a neighbor across them. */
type Move = 'forward' | 'backward' | 'before' | 'after';

const movesByKey: Readonly<Record<Direction, Readonly<Record<string, Move>>>> = {
  right: { ArrowRight: 'forward', ArrowLeft: 'backward', ArrowUp: 'before', ArrowDown: 'after' },
  down: { ArrowDown: 'forward', ArrowUp: 'backward', ArrowLeft: 'before', ArrowRight: 'after' },
};

export function centerOf({ nodes, boxes }: Placement, index: number): Point {
  const { body } = boxes[index]!;
  return { x: nodes[index]!.x + body.x + body.width / 2, y: nodes[index]!.y + body.y + body.height / 2 };
}

function indicesWhere(centers: readonly Point[], predicate: (center: Point) => boolean): readonly number[] {
  return Array.from(centers.keys()).filter((index) => predicate(centers[index]!));
}

/** Nodes of the same layer are preferred: the distance along the wires counts twice. */
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
