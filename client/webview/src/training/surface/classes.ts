/** The points on the surface by what they are: a few classes with a shape and a colour each, or numbers along the scale. */

import type { DecisionSurface } from '../../../../../server/src/protocol/panel/training.ts';
import { type HeatScale, scalePosition } from './heat.ts';

export type SurfacePlane = DecisionSurface & { readonly kind: 'plane' };

/** Of more labels than this each is a number of its own. */
const maxClasses = 5;

export interface PointClass {
  readonly label: number;
  readonly count: number;
}

/** The classes in the order of their labels; null where the labels are numbers rather than classes. */
export function classesOf({ points }: SurfacePlane): readonly PointClass[] | null {
  const counts = new Map<number, number>();
  for (const { label } of points) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    if (counts.size > maxClasses) return null;
  }
  return [...counts].sort(([a], [b]) => a - b).map(([label, count]) => ({ label, count }));
}

/** −1 to 1: of two classes one is at each end, whatever the scale of the output is. */
export function labelPosition(label: number, classes: readonly PointClass[] | null, scale: HeatScale): number {
  const classIndex = classes?.findIndex((candidate) => candidate.label === label) ?? -1;
  return classes?.length === 2 ? 2 * classIndex - 1 : scalePosition(label, scale);
}
