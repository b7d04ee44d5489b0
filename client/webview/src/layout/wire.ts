/** The shapes of a wire: the straight piece beside its source's numbers, the curve, the arrow, and where its own numbers stand. */

import { type Mark, moved, type Point } from './box.ts';
import { curveThrough } from './curve.ts';
import type { Placement } from './placement.ts';

export const arrowLength = 9;

/** From the body of a node to where its wires fork, or to the tip of the root's arrow. */
export interface Trunk {
  readonly start: Point;
  readonly end: Point;
}

export function trunkOf({ nodes, boxes }: Placement, place: number): Trunk {
  const { body, outlet } = boxes[place]!;
  const corner = nodes[place]!;
  return { start: moved({ x: body.x + body.width, y: outlet.y }, corner), end: moved(outlet, corner) };
}

/** The curve up to the arrow, as the `d` of a path. */
export function pathOf(points: readonly Point[]): string {
  const tip = points.at(-1);
  return tip ? curveThrough([...points.slice(0, -1), behind(tip)]) : '';
}

export function straightPath({ start, end }: Trunk): string {
  return `M${start.x},${start.y}H${end.x}`;
}

/** Where a wire goes over into its arrow. */
export function behind({ x, y }: Point): Point {
  return { x: x - arrowLength + 1, y };
}

/** An arrow that points to the right, as the `d` of a path; a wide wire has a wide one. */
export function arrowAt({ x, y }: Point, stroke: number): string {
  const half = 3 + stroke * 0.6;
  return `M${x},${y}l${-arrowLength},${-half}v${2 * half}z`;
}

/** The numbers of a wire end before its arrow; of wires that enter side by side, those of the upper ones stand higher. */
export function wireMarks({ x, y }: Point, isUpper: boolean): { readonly value: Mark; readonly gradient: Mark } {
  const end = x - arrowLength - 3;
  const [over, under] = isUpper ? [-23, -10] : [-10, 10];
  return { value: { x: end, y: y + over, anchor: 'end' }, gradient: { x: end, y: y + under, anchor: 'end' } };
}
