/** Points of the curves received so far: each update appends to them or replaces them. */

import type { CurvesUpdate } from '../../../../../protocol/panel/training.ts';

export type Values = readonly (number | null)[];

/** Columns of values at the same steps. */
export interface CurvePoints {
  /** Ascending. */
  readonly steps: readonly number[];
  readonly columns: readonly Values[];
}

export interface Curves {
  /** The loss, followed by the gradient norm of each layer. */
  readonly training: CurvePoints;
  readonly heldOut: CurvePoints;
  /** The named scalars on the training samples, followed by those on the held-out samples if there are any. */
  readonly scalars: CurvePoints;
}

type PointsUpdate = Pick<CurvesUpdate['heldOut'], 'isComplete' | 'steps'>;

const noPoints: CurvePoints = { steps: [], columns: [] };

export const emptyCurves: Curves = { training: noPoints, heldOut: noPoints, scalars: noPoints };

export function extendCurves(curves: Curves, { training, heldOut, scalars }: CurvesUpdate): Curves {
  return {
    training: appendPoints(curves.training, training, [training.loss, ...training.norms]),
    heldOut: appendPoints(curves.heldOut, heldOut, [heldOut.loss]),
    scalars: appendPoints(curves.scalars, scalars, [...scalars.training, ...scalars.heldOut]),
  };
}

function appendPoints(
  existing: CurvePoints,
  { isComplete, steps }: PointsUpdate,
  columns: readonly Values[],
): CurvePoints {
  if (isComplete) return { steps, columns };
  if (steps.length === 0) return existing;
  return {
    steps: [...existing.steps, ...steps],
    columns: columns.map((values, index) => [...(existing.columns[index] ?? []), ...values]),
  };
}

/** The last value up to a step. */
export function valueAt(steps: readonly number[], values: Values, step: number): number | null {
  for (let index = lastIndexUpTo(steps, step); index >= 0; index--) {
    const value = values[index] ?? null;
    if (value !== null) return value;
  }
  return null;
}

/** Index of the last step not after this one; −1 if there is none. */
function lastIndexUpTo(steps: readonly number[], step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
