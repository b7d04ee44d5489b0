/** A wire's curve: smooth through its points, straight at both ends, without overshoot. */

import { type Direction, orientPoint } from '../arrangement.ts';
import type { Point } from '../box.ts';

/** The curve as the `d` of an SVG path. The points are ordered in its direction. */
export function monotoneCurve(pathPoints: readonly Point[], direction: Direction = 'right'): string {
  const points = pathPoints.map((point) => orientPoint(point, direction));
  const orientedText = (x: number, y: number): string => (direction === 'right' ? pointText(x, y) : pointText(y, x));
  const tangents = tangentsOf(points);
  const [first, ...rest] = points;
  if (!first) return '';
  const segments = rest.map((end, index) => {
    const start = points[index]!;
    const controlDistance = (end.x - start.x) / (index === 0 || index === rest.length - 1 ? 2.2 : 3);
    return `C${orientedText(start.x + controlDistance, start.y + controlDistance * tangents[index]!)} ${orientedText(end.x - controlDistance, end.y - controlDistance * tangents[index + 1]!)} ${orientedText(end.x, end.y)}`;
  });
  return `M${orientedText(first.x, first.y)}${segments.join('')}`;
}

/** Slope at each point by the method of Fritsch and Carlson, which makes each segment monotone. */
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

/** Number format of paths. */
export function pointText(x: number, y: number): string {
  return `${roundCoordinate(x)},${roundCoordinate(y)}`;
}

export function roundCoordinate(length: number): number {
  return Math.round(length * 10) / 10;
}
