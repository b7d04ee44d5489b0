/** Samples on the surface by label: a few classes with a shape and a color each, or numbers on a scale. */

import type { DecisionSurfaceInfo } from '../../../../../protocol/panel/training.ts';
import { formatNumber } from '../../numbers.ts';
import { type HeatScale, scalePosition } from './heat.ts';

export type SurfacePlane = DecisionSurfaceInfo & { readonly kind: 'plane' };

/** With more distinct labels than this, labels are numbers. */
const maxClasses = 5;

export interface PointClass {
  readonly label: number;
  readonly count: number;
}

/** Classes in the order of their labels; null if the labels are numbers. */
export function classesOf({ points, classes }: SurfacePlane): readonly PointClass[] | null {
  if (classes !== null)
    return classes.map((_, label) => ({ label, count: points.filter((point) => point.label === label).length }));
  const counts = new Map<number, number>();
  for (const { label } of points) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    if (counts.size > maxClasses) return null;
  }
  return [...counts].sort(([a], [b]) => a - b).map(([label, count]) => ({ label, count }));
}

/** `setosa`, or `moon 1` if the classes have no names. */
export function classText({ label: name, classes }: SurfacePlane, label: number): string {
  const className = classes?.[label] ?? String(label);
  return className === String(label) ? `${name} ${formatNumber(label)}` : className;
}

/** The share of the plane where each class is predicted, in percent. */
export function regionShares(classCount: number, values: readonly (number | null)[]): readonly number[] {
  return Array.from({ length: classCount }, (_, classIndex) =>
    Math.round((100 * values.filter((value) => value === classIndex).length) / Math.max(1, values.length)),
  );
}

/** −1 to 1; two classes are at the ends, whatever the output's scale. */
export function labelPosition(label: number, classes: readonly PointClass[] | null, scale: HeatScale): number {
  const classIndex = classes?.findIndex((candidate) => candidate.label === label) ?? -1;
  return classes?.length === 2 ? 2 * classIndex - 1 : scalePosition(label, scale);
}
