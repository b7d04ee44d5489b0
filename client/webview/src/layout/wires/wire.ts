/** Shapes of a wire: trunk beside the source's numbers, curve, arrow, and the positions of its own numbers. */

import type { GraphStructure } from '../../../../../protocol/panel/graph.ts';
import { type Direction, orientPoint } from '../arrangement.ts';
import { type Mark, type Point, translate } from '../box.ts';
import type { Placement } from '../layOutGraph.ts';
import { adjacencyOf } from './adjacency.ts';
import { monotoneCurve, pointText, roundCoordinate } from './monotoneCurve.ts';
import { isNumberLeft } from './wireNumberWidths.ts';

/** From a node's body to where its wires fork, or to the tip of the root's arrow. */
export interface TrunkShape {
  readonly nodeIndex: number;
  /** The `d` of a path. */
  readonly path: string;
  readonly direction: Direction;
  /** Tip of the root's arrow. */
  readonly tip: Point | undefined;
}

export interface WireShape {
  readonly path: string;
  readonly direction: Direction;
  readonly tip: Point;
  /** Undefined if there is no room for them. */
  readonly marks: WireMarks | undefined;
}

/** Positions of the wire's own numbers. */
export interface WireMarks {
  readonly value: Mark;
  readonly gradient: Mark;
}

const arrowLength = 9;
/** Of a wire that leads from one band to the next. */
const cornerRadius = 7;

export function trunkShapes({ nodes, wires }: GraphStructure, placement: Placement): readonly TrunkShape[] {
  const { direction } = placement.arrangement;
  const sources = new Set(wires.map(({ from }) => from));
  return nodes.flatMap(({ isRoot }, nodeIndex) => {
    if (!isRoot && !sources.has(nodeIndex)) return [];
    const { body, outlet } = placement.boxes[nodeIndex]!;
    const origin = placement.nodes[nodeIndex]!;
    const bodyEnd =
      direction === 'right' ? { x: body.x + body.width, y: outlet.y } : { x: outlet.x, y: body.y + body.height };
    const [start, end] = [translate(bodyEnd, origin), translate(outlet, origin)];
    const path = straightPath(start, isRoot ? arrowBase(end, direction) : end, direction);
    return [{ nodeIndex, path, direction, tip: isRoot ? end : undefined }];
  });
}

/** In the order of the structure. */
export function wireShapes(structure: GraphStructure, placement: Placement): readonly WireShape[] {
  const { incoming } = adjacencyOf(structure);
  const { direction } = placement.arrangement;
  return structure.wires.map(({ to }, wireIndex) => {
    const [operandIndex, count] = [incoming[to]!.indexOf(wireIndex), incoming[to]!.length];
    const points = placement.wires[wireIndex]!;
    const tip = points.at(-1)!;
    const marks = placement.boxes[to]!.isCrowded
      ? undefined
      : direction === 'right'
        ? wireMarks(tip, operandIndex < count - 1 && operandIndex < count / 2)
        : wireMarksDown(tip, isNumberLeft(operandIndex, count));
    return { path: wirePath(points, direction), direction, tip, marks };
  });
}

/** The curve up to the arrow, as the `d` of a path. */
export function wirePath(points: readonly Point[], direction: Direction = 'right'): string {
  const tip = points.at(-1);
  if (!tip) return '';
  const path: Point[] = [...points.slice(0, -1), arrowBase(tip, direction)];
  const along = path.map((point) => orientPoint(point, direction).x);
  // A wire goes back only from one band to the next: down the gutter between two corners.
  const turns = along.flatMap((x, index) => (index > 0 && x < along[index - 1]! - 0.5 ? [index] : []));
  const moveAlong = (point: Point, distance: number): Point => {
    const { x, y } = orientPoint(point, direction);
    return orientPoint({ x: x + distance, y }, direction);
  };
  let start = 0;
  let text = '';
  let rest: readonly Point[] = [];
  for (const turn of turns) {
    const corners = path.slice(turn - 2, turn + 2);
    const [before, after] = [moveAlong(corners[0]!, -cornerRadius), moveAlong(corners[3]!, cornerRadius)];
    text = joinPaths(text, monotoneCurve([...rest, ...path.slice(start, turn - 2), before], direction));
    text = joinPaths(text, roundedCorners([before, ...corners, after]));
    rest = [after];
    start = turn + 2;
  }
  return joinPaths(text, monotoneCurve([...rest, ...path.slice(start)], direction));
}

/** The second path continues where the first one ends. */
function joinPaths(first: string, second: string): string {
  return first === '' ? second : first + second.slice(second.search(/C|$/));
}

/** Straight lines with round corners, all as curves, which a path through bands consists of. */
function roundedCorners(points: readonly Point[]): string {
  const line = (from: Point, to: Point): string =>
    `C${pointText(from.x, from.y)} ${pointText(to.x, to.y)} ${pointText(to.x, to.y)}`;
  const toward = (from: Point, to: Point): Point => {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const share = length === 0 ? 0 : Math.min(cornerRadius, length / 2) / length;
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  };
  let text = '';
  let position = points[0]!;
  points.forEach((corner, index) => {
    const next = points[index + 1];
    if (index === 0 || !next) return;
    const [before, after] = [toward(corner, points[index - 1]!), toward(corner, next)];
    text += line(position, before);
    text += `C${pointText(corner.x, corner.y)} ${pointText(corner.x, corner.y)} ${pointText(after.x, after.y)}`;
    position = after;
  });
  const last = points.at(-1)!;
  return `M${pointText(points[0]!.x, points[0]!.y)}${text}${line(position, last)}`;
}

function straightPath(start: Point, end: Point, direction: Direction): string {
  const line = direction === 'right' ? `H${roundCoordinate(end.x)}` : `V${roundCoordinate(end.y)}`;
  return `M${pointText(start.x, start.y)}${line}`;
}

/** The point where the wire meets its arrow. */
function arrowBase(tip: Point, direction: Direction): Point {
  const { x, y } = orientPoint(tip, direction);
  return orientPoint({ x: x - arrowLength + 1, y }, direction);
}

/** An arrow as the `d` of a path, scaled with the wire's width. */
export function arrowPath({ x, y }: Point, stroke: number, direction: Direction = 'right'): string {
  const halfWidth = roundCoordinate(3 + stroke * 0.6);
  if (direction === 'down') return `M${pointText(x, y)}l${-halfWidth},${-arrowLength}h${2 * halfWidth}z`;
  return `M${pointText(x, y)}l${-arrowLength},${-halfWidth}v${2 * halfWidth}z`;
}

/** The numbers end before the arrow; for adjacent inlets, the upper wires' numbers are higher. */
export function wireMarks({ x, y }: Point, isUpper: boolean): WireMarks {
  const endX = x - arrowLength - 3;
  const [valueOffset, gradientOffset] = isUpper ? [-23, -10] : [-10, 10];
  return {
    value: { x: endX, y: y + valueOffset, anchor: 'end' },
    gradient: { x: endX, y: y + gradientOffset, anchor: 'end' },
  };
}

/** The numbers are beside the arrow, to the left or to the right, one above the other. */
function wireMarksDown({ x, y }: Point, isLeft: boolean): WireMarks {
  const [side, anchor] = isLeft ? ([x - 6, 'end'] as const) : ([x + 6, 'start'] as const);
  return {
    value: { x: side, y: y - 29, anchor },
    gradient: { x: side, y: y - 16, anchor },
  };
}
