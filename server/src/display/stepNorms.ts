/** The gradient over time: the norm of each step of a recurrence, as a sparkline. */

import { magnitudeOf, quantityOf, showBars } from './quantity.ts';

/** A longer recurrence has several steps to a bar, which is as high as the highest of them. */
const maxStepBars = 16;

/** The Euclidean norm of each step. @param values the steps one after another. */
export function stepNorms(values: Float64Array, stepCount: number): readonly number[] {
  const size = values.length / stepCount;
  return Array.from({ length: stepCount }, (_, step) => {
    const quantity = quantityOf(values.subarray(step * size, (step + 1) * size), [size]);
    return magnitudeOf(quantity) ?? Number.NaN;
  });
}

/** `▁▂▅█`, from the first step to the last, relative to the greatest norm. Empty unless all norms are finite. */
export function showStepNorms(norms: readonly number[]): string {
  const greatest = norms.reduce((a, b) => Math.max(a, b), 0);
  if (greatest === 0 || !Number.isFinite(greatest)) return '';
  const barCount = Math.min(norms.length, maxStepBars);
  const heights = Array.from({ length: barCount }, (_, bar) => {
    const [start, end] = [bar, bar + 1].map((edge) => Math.floor((edge * norms.length) / barCount));
    return norms.slice(start, end).reduce((a, b) => Math.max(a, b), 0) / greatest;
  });
  return showBars(heights);
}
