/** What goes along one axis, one element after another. */

import { type Shape, sizeOf } from '../ir/shape.ts';

/** Writes the sum of all elements up to each one along an axis, or in reverse from each one on. */
export function accumulateElements(
  operand: Float64Array,
  shape: Shape,
  axis: number,
  reverse: boolean,
  output: Float64Array,
): void {
  const step = sizeOf(shape.slice(axis + 1));
  const block = shape[axis] * step;
  for (let start = 0; start < output.length; start += block) {
    for (let k = 0; k < block; k++) {
      const place = reverse ? start + block - 1 - k : start + k;
      const before = reverse ? place + step : place - step;
      output[place] = k < step ? operand[place] : output[before] + operand[place];
    }
  }
}

/** Writes where the largest element along an axis stands first: a NaN counts as larger than any number. */
export function findLargest(operand: Float64Array, shape: Shape, axis: number, output: Float64Array): void {
  const step = sizeOf(shape.slice(axis + 1));
  const length = shape[axis];
  for (let line = 0; line < output.length; line++) {
    const within = line % step;
    const start = (line - within) * length + within;
    let best = 0;
    for (let k = 1; k < length; k++) {
      if (exceeds(operand[start + k * step], operand[start + best * step])) best = k;
    }
    output[line] = best;
  }
}

function exceeds(a: number, b: number): boolean {
  return a > b || (Number.isNaN(a) && !Number.isNaN(b));
}
