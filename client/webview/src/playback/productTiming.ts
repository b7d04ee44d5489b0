/** Durations of playback steps, in milliseconds at normal speed. A product of matrices takes as long as its elements. */

import type { MatrixProduct, PlaybackStep } from '../../../../protocol/panel/playback.ts';

const stepDuration = 1600;
/** An element of a product takes this long, or less where there are many. */
const maxElementDuration = 500;
const maxProductDuration = 5000;

export function elementCount({ result: { rows } }: MatrixProduct): number {
  return rows.length * rows[0]!.length;
}

export function elementDuration(product: MatrixProduct): number {
  return Math.min(maxElementDuration, maxProductDuration / elementCount(product));
}

/** A product that is multiplied in sight is followed by the time of a step. */
export function durationOf(step: PlaybackStep | undefined, isAnimated: boolean): number {
  const product = isAnimated ? step?.product : undefined;
  return stepDuration + (product ? elementCount(product) * elementDuration(product) : 0);
}
