/** The points of the curves as they have come so far: each push goes on from the one before, or takes its place. */

import type { Trace } from '../../../../../server/src/protocol/panel/training.ts';

export type Values = readonly (number | null)[];

/** Lists of values at the same steps. */
export interface Points {
  /** In ascending order. */
  readonly steps: readonly number[];
  readonly columns: readonly Values[];
}

export interface Curves {
  /** The loss, and behind it the gradient norm of each layer. */
  readonly training: Points;
  readonly heldOut: Points;
}

type Pushed = Pick<Trace['heldOut'], 'isWhole' | 'steps'>;

export const noCurves: Curves = { training: { steps: [], columns: [] }, heldOut: { steps: [], columns: [] } };

export function extended(curves: Curves, { training, heldOut }: Trace): Curves {
  return {
    training: joined(curves.training, training, [training.loss, ...training.norms]),
    heldOut: joined(curves.heldOut, heldOut, [heldOut.loss]),
  };
}

function joined(before: Points, { isWhole, steps }: Pushed, columns: readonly Values[]): Points {
  if (isWhole) return { steps, columns };
  if (steps.length === 0) return before;
  return {
    steps: [...before.steps, ...steps],
    columns: columns.map((values, place) => [...(before.columns[place] ?? []), ...values]),
  };
}

/** The last value up to a step. */
export function valueAt(steps: readonly number[], values: Values, step: number): number | null {
  for (let place = placeAt(steps, step); place >= 0; place--) {
    const value = values[place] ?? null;
    if (value !== null) return value;
  }
  return null;
}

/** The place of the last step that is no later than this one; −1 where there is none. */
function placeAt(steps: readonly number[], step: number): number {
  let [from, to] = [0, steps.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (steps[middle]! <= step) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
