/** Shapes of a wire: trunk beside the source's numbers, curve, arrow, and the positions of its own numbers. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { adjacencyOf } from './adjacency.ts';
import { type Mark, type Point, translate } from './box.ts';
import type { Placement } from './layOutGraph.ts';
import { monotoneCurve, pointText, roundCoordinate } from './monotoneCurve.ts';

/** From a node's body to where its wires fork, or to the tip of the root's arrow. */
export interface TrunkShape {
  readonly nodeIndex: number;
  /** The `d` of a path. */
  readonly path: string;
  /** Tip of the root's arrow. */
  readonly tip: Point | undefined;
}

export interface WireShape {
  readonly path: string;
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

export function trunkShapes({ nodes, wires }: GraphStructure, placement: Placement): readonly TrunkShape[] {
  const sources = new Set(wires.map(({ from }) => from));
  return nodes.flatMap(({ isRoot }, nodeIndex) => {
    if (!isRoot && !sources.has(nodeIndex)) return [];
    const { body, outlet } = placement.boxes[nodeIndex]!;
    const origin = placement.nodes[nodeIndex]!;
    const start = translate({ x: body.x + body.width, y: outlet.y }, origin);
    const end = translate(outlet, origin);
    return [{ nodeIndex, path: straightPath(start, isRoot ? arrowBase(end) : end), tip: isRoot ? end : undefined }];
  });
}

/** In the order of the structure. */
export function wireShapes(structure: GraphStructure, placement: Placement): readonly WireShape[] {
  const { incoming } = adjacencyOf(structure);
  return structure.wires.map(({ to }, wireIndex) => {
    const [operandIndex, count] = [incoming[to]!.indexOf(wireIndex), incoming[to]!.length];
    const points = placement.wires[wireIndex]!;
    const tip = points.at(-1)!;
    const marks = placement.boxes[to]!.isCrowded
      ? undefined
      : wireMarks(tip, operandIndex < count - 1 && operandIndex < count / 2);
    return { path: wirePath(points), tip, marks };
  });
}

/** The curve up to the arrow, as the `d` of a path. */
export function wirePath(points: readonly Point[]): string {
  const tip = points.at(-1);
  return tip ? monotoneCurve([...points.slice(0, -1), arrowBase(tip)]) : '';
}

function straightPath(start: Point, end: Point): string {
  return `M${pointText(start.x, start.y)}H${roundCoordinate(end.x)}`;
}

/** The point where the wire meets its arrow. */
function arrowBase({ x, y }: Point): Point {
  return { x: x - arrowLength + 1, y };
}

/** An arrow to the right as the `d` of a path, scaled with the wire's width. */
export function arrowPath({ x, y }: Point, stroke: number): string {
  const halfWidth = roundCoordinate(3 + stroke * 0.6);
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
