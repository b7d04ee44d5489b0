/** Where an arrow key leads from a node: along its wires, or to what is drawn above and below it. */

import type { GraphStructure } from '../../../../server/src/protocol/graph.ts';
import type { Point } from '../layout/box.ts';
import { endsOf } from '../layout/ends.ts';
import type { Placement } from '../layout/placement.ts';

/** The place that a key leads to; undefined where it leads nowhere, or isn't an arrow key. */
export function placeAfter(
  key: string,
  place: number,
  structure: GraphStructure,
  placement: Placement,
): number | undefined {
  const middles = placement.nodes.map((_, node) => middleOf(placement, node));
  const { entering, leaving } = endsOf(structure);
  const here = middles[place]!;
  switch (key) {
    case 'ArrowRight':
      return nearest(
        here,
        leaving[place]!.map((wire) => structure.wires[wire]!.to),
        middles,
      );
    case 'ArrowLeft':
      return nearest(
        here,
        entering[place]!.map((wire) => structure.wires[wire]!.from),
        middles,
      );
    case 'ArrowUp':
      return nearest(
        here,
        placesWhere(middles, ({ y }) => y < here.y),
        middles,
      );
    case 'ArrowDown':
      return nearest(
        here,
        placesWhere(middles, ({ y }) => y > here.y),
        middles,
      );
    default:
      return undefined;
  }
}

export function middleOf({ nodes, boxes }: Placement, place: number): Point {
  const { body } = boxes[place]!;
  return { x: nodes[place]!.x + body.x + body.width / 2, y: nodes[place]!.y + body.y + body.height / 2 };
}

function placesWhere(middles: readonly Point[], isWanted: (middle: Point) => boolean): readonly number[] {
  return Array.from(middles.keys()).filter((place) => isWanted(middles[place]!));
}

/** What is in the same column comes before what is beside it: a step aside counts twice. */
function nearest(here: Point, places: readonly number[], middles: readonly Point[]): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const { x, y } = middles[place]!;
    const distance = 2 * Math.abs(x - here.x) + Math.abs(y - here.y);
    if (distance >= least) continue;
    least = distance;
    best = place;
  }
  return best;
}
