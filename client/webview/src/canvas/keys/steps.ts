/** Where an arrow key leads from a node: along its wires, or to what is drawn above and below it. */

import type { GraphStructure } from '../../../../../server/src/protocol/panel/graph.ts';
import type { Point } from '../../layout/box.ts';
import { endsOf } from '../../layout/ends.ts';
import type { Placement } from '../../layout/placement.ts';

/** The place that an arrow key leads to, which is the same one where there is nothing in its direction; undefined for other keys. */
export function placeAfter(
  key: string,
  place: number,
  structure: GraphStructure,
  placement: Placement,
): number | undefined {
  const middles = placement.nodes.map((_, node) => middleOf(placement, node));
  const { entering, leaving } = endsOf(structure);
  const here = middles[place]!;
  const places: Readonly<Record<string, () => readonly number[]>> = {
    ArrowRight: () => leaving[place]!.map((wire) => structure.wires[wire]!.to),
    ArrowLeft: () => entering[place]!.map((wire) => structure.wires[wire]!.from),
    ArrowUp: () => placesWhere(middles, ({ y }) => y < here.y),
    ArrowDown: () => placesWhere(middles, ({ y }) => y > here.y),
  };
  const candidates = places[key]?.();
  return candidates && (nearest(here, candidates, middles) ?? place);
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
