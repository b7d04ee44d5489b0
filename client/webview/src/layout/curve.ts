/** A wire's curve: smooth through its points, level where it begins and ends, and never beyond them in between. */

import type { Point } from './box.ts';

/** As the `d` of an SVG path. The points go from left to right. */
export function monotoneCurve(points: readonly Point[]): string {
  const tangents = tangentsOf(points);
  const [first, ...rest] = points;
  if (!first) return '';
  const segments = rest.map((end, index) => {
    const start = points[index]!;
    const controlDistance = (end.x - start.x) / (index === 0 || index === rest.length - 1 ? 2.2 : 3);
    return `C${pointText(start.x + controlDistance, start.y + controlDistance * tangents[index]!)} ${pointText(end.x - controlDistance, end.y - controlDistance * tangents[index + 1]!)} ${pointText(end.x, end.y)}`;
  });
  return `M${pointText(first.x, first.y)}${segments.join('')}`;
}

/** How steep the curve is at each point: the rule of Fritsch and Carlson, by which it is monotone between any two. */
function tangentsOf(points: readonly Point[]): readonly number[] {
  return points.map((point, index) => {
    const previous = points[index - 1];
    const next = points[index + 1];
    if (!previous || !next) return 0;
    const [left, right] = [slopeBetween(previous, point), slopeBetween(point, next)];
    if (left * right <= 0) return 0;
    return (2 * left * right) / (left + right);
  });
}

function slopeBetween(from: Point, to: Point): number {
  const width = to.x - from.x;
  return width <= 0 ? 0 : (to.y - from.y) / width;
}

/** As it is written in a path. */
export function pointText(x: number, y: number): string {
  return `${roundCoordinate(x)},${roundCoordinate(y)}`;
}

export function roundCoordinate(length: number): number {
  return Math.round(length * 10) / 10;
}
