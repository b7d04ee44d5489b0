/** A wire's curve: smooth through its points, level where it begins and ends, and never beyond them in between. */

import type { Point } from './box.ts';

/** As the `d` of an SVG path. The points go from left to right. */
export function curveThrough(points: readonly Point[]): string {
  const slopes = slopesOf(points);
  const [first, ...rest] = points;
  if (!first) return '';
  const pieces = rest.map((end, place) => {
    const start = points[place]!;
    const third = (end.x - start.x) / (place === 0 || place === rest.length - 1 ? 2.2 : 3);
    return `C${at(start.x + third, start.y + third * slopes[place]!)} ${at(end.x - third, end.y - third * slopes[place + 1]!)} ${at(end.x, end.y)}`;
  });
  return `M${at(first.x, first.y)}${pieces.join('')}`;
}

/** How steep the curve is at each point: the rule of Fritsch and Carlson, by which it is monotone between any two. */
function slopesOf(points: readonly Point[]): readonly number[] {
  return points.map((point, place) => {
    const before = points[place - 1];
    const after = points[place + 1];
    if (!before || !after) return 0;
    const [left, right] = [steepness(before, point), steepness(point, after)];
    if (left * right <= 0) return 0;
    return (2 * left * right) / (left + right);
  });
}

function steepness(from: Point, to: Point): number {
  const width = to.x - from.x;
  return width <= 0 ? 0 : (to.y - from.y) / width;
}

/** As it is written in a path. */
export function at(x: number, y: number): string {
  return `${rounded(x)},${rounded(y)}`;
}

export function rounded(length: number): number {
  return Math.round(length * 10) / 10;
}
