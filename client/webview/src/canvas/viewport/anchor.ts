/** Where the canvas looks at a graph: at all of it first, and after an edit so that what was looked at stays where it was. */

import type { Look } from '../../../../../server/src/protocol/panel/messages.ts';
import type { Point, Size } from '../../layout/box.ts';
import type { Placement } from '../../layout/placement.ts';
import type { Drawn } from '../../layout/useLayout.ts';
import { middleOf } from '../keys/steps.ts';

/** What is left free around a graph that is looked at as a whole, in pixels: at the bottom there are the legend and the buttons. */
const margin = { side: 28, top: 24, bottom: 40 };
/** The closest that a small graph is looked at as a whole, so that it isn't blown up. */
const closest = 1.4;
/** From farther away, a node would be less than a dot. */
export const farthest = 0.05;
/** What would have to be looked at from farther away than this to see all of it, is looked at in part, from near. */
const farEnough = 0.65;
const near = 0.8;

export function lookAtAll({ width, height }: Size, pane: Size): Look {
  const [across, down] = [pane.width - 2 * margin.side, pane.height - margin.top - margin.bottom];
  const fitting = Math.min(closest, across / Math.max(1, width), down / Math.max(1, height));
  const zoom = Math.max(farthest, fitting);
  return {
    x: (pane.width - width * zoom) / 2,
    y: margin.top + (down - height * zoom) / 2,
    zoom,
  };
}

/** At all of it, or where that would be too small to be read, at where it begins. */
export function lookAtFirst({ nodes, boxes, ...size }: Placement, pane: Size): Look {
  const all = lookAtAll(size, pane);
  if (all.zoom >= farEnough) return all;
  const down = pane.height - margin.top - margin.bottom;
  const middle =
    size.height * near <= down
      ? size.height / 2
      : nodes.reduce((first, { x, y }) => (x < first.x ? { x, y } : first), { x: Number.POSITIVE_INFINITY, y: 0 }).y +
        (boxes[0]?.height ?? 0) / 2;
  return { x: margin.side, y: margin.top + down / 2 - middle * near, zoom: near };
}

/** The look that has a point in the middle, as near as before; undefined where the point is in sight. */
export function lookTo({ x, y }: Point, { x: left, y: top, zoom }: Look, pane: Size): Look | undefined {
  const [across, down] = [left + x * zoom, top + y * zoom];
  const isSeen =
    across > margin.side &&
    across < pane.width - margin.side &&
    down > margin.top &&
    down < pane.height - margin.bottom;
  return isSeen ? undefined : { x: pane.width / 2 - x * zoom, y: pane.height / 2 - y * zoom, zoom };
}

/** Whether a node is in sight. */
export function seesAny(placement: Placement, pane: Size, look: Look): boolean {
  return placement.nodes.some((_, place) => lookTo(middleOf(placement, place), look, pane) === undefined);
}

/** Whether all of a graph is seen. */
export function seesAll({ width, height }: Size, pane: Size, { x, y, zoom }: Look): boolean {
  return x >= 0 && y >= 0 && x + width * zoom <= pane.width && y + height * zoom <= pane.height;
}

/**
 * The look at a new graph in which one thing stays where it was: a group that was folded or unfolded, or the first node of
 * `wanted`, or else the one nearest to the middle of the pane. Undefined where no node of the old graph is in the new one.
 */
export function lookAfter(
  before: Drawn,
  after: Drawn,
  wanted: ReadonlySet<number>,
  look: Look,
  pane: Size,
): Look | undefined {
  const group = unfoldedIn(after, before) ?? unfoldedIn(before, after);
  if (group) {
    const [was, is] = [sideOf(group, before), sideOf(group, after)];
    return { x: look.x + (was.x - is.x) * look.zoom, y: look.y + (was.y - is.y) * look.zoom, zoom: look.zoom };
  }
  const placesBefore = new Map(before.structure.nodes.map(({ id }, place) => [id, place]));
  const [x, y] = [(pane.width / 2 - look.x) / look.zoom, (pane.height / 2 - look.y) / look.zoom];
  let best: { readonly dx: number; readonly dy: number } | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [place, { id }] of after.structure.nodes.entries()) {
    const old = placesBefore.get(id);
    if (old === undefined) continue;
    const was = middleOf(before.placement, old);
    const distance = wanted.has(place) ? -1 : Math.hypot(was.x - x, was.y - y);
    if (distance >= least) continue;
    const is = middleOf(after.placement, place);
    best = { dx: was.x - is.x, dy: was.y - is.y };
    least = distance;
  }
  return best && { x: look.x + best.dx * look.zoom, y: look.y + best.dy * look.zoom, zoom: look.zoom };
}

/** The group that is open in one graph and one node of the other. */
function unfoldedIn(open: Drawn, folded: Drawn): string | undefined {
  const nodes = new Set(folded.structure.nodes.map(({ id }) => id));
  return open.structure.groups.find(({ id }) => nodes.has(id))?.id;
}

/** The middle of its left side: what is unfolded grows to the right, and up as much as down. */
function sideOf(group: string, { structure, placement }: Drawn): Point {
  const frame = placement.groups[structure.groups.findIndex(({ id }) => id === group)];
  if (frame) return { x: frame.x, y: frame.y + frame.height / 2 };
  const place = structure.nodes.findIndex(({ id }) => id === group);
  return { x: placement.nodes[place]!.x, y: middleOf(placement, place).y };
}
