/** The shapes of a wire: the straight piece beside its source's numbers, the curve, the arrow, and where its own numbers stand. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import { type Mark, moved, type Point } from './box.ts';
import { at, curveThrough, rounded } from './curve.ts';
import { endsOf } from './ends.ts';
import type { Placement } from './placement.ts';

/** From the body of a node to where its wires fork, or to the tip of the root's arrow. */
export interface Trunk {
  /** The place of the node. */
  readonly place: number;
  /** The `d` of a path. */
  readonly path: string;
  /** Of the root's arrow. */
  readonly tip: Point | undefined;
}

export interface Wire {
  readonly path: string;
  readonly tip: Point;
  /** Undefined where there is no room for them. */
  readonly marks: WireMarks | undefined;
}

/** Where the numbers of a wire stand. */
export interface WireMarks {
  readonly value: Mark;
  readonly gradient: Mark;
}

const arrowLength = 9;

export function trunksOf({ nodes, wires }: GraphStructure, placement: Placement): readonly Trunk[] {
  const forking = new Set(wires.map(({ from }) => from));
  return nodes.flatMap(({ isRoot }, place) => {
    if (!isRoot && !forking.has(place)) return [];
    const { body, outlet } = placement.boxes[place]!;
    const corner = placement.nodes[place]!;
    const start = moved({ x: body.x + body.width, y: outlet.y }, corner);
    const end = moved(outlet, corner);
    return [{ place, path: straightPath(start, isRoot ? behind(end) : end), tip: isRoot ? end : undefined }];
  });
}

/** In the order of the structure. */
export function wiresOf(structure: GraphStructure, placement: Placement): readonly Wire[] {
  const { entering } = endsOf(structure);
  return structure.wires.map(({ to }, place) => {
    const [index, count] = [entering[to]!.indexOf(place), entering[to]!.length];
    const points = placement.wires[place]!;
    const tip = points.at(-1)!;
    const marks = placement.boxes[to]!.isCrowded ? undefined : wireMarks(tip, index < count - 1 && index < count / 2);
    return { path: pathOf(points), tip, marks };
  });
}

/** The curve up to the arrow, as the `d` of a path. */
export function pathOf(points: readonly Point[]): string {
  const tip = points.at(-1);
  return tip ? curveThrough([...points.slice(0, -1), behind(tip)]) : '';
}

function straightPath(start: Point, end: Point): string {
  return `M${at(start.x, start.y)}H${rounded(end.x)}`;
}

/** Where a wire goes over into its arrow. */
function behind({ x, y }: Point): Point {
  return { x: x - arrowLength + 1, y };
}

/** An arrow that points to the right, as the `d` of a path; a wide wire has a wide one. */
export function arrowAt({ x, y }: Point, stroke: number): string {
  const half = rounded(3 + stroke * 0.6);
  return `M${at(x, y)}l${-arrowLength},${-half}v${2 * half}z`;
}

/** The numbers of a wire end before its arrow; of wires that enter side by side, those of the upper ones stand higher. */
export function wireMarks({ x, y }: Point, isUpper: boolean): WireMarks {
  const end = x - arrowLength - 3;
  const [over, under] = isUpper ? [-23, -10] : [-10, 10];
  return { value: { x: end, y: y + over, anchor: 'end' }, gradient: { x: end, y: y + under, anchor: 'end' } };
}
