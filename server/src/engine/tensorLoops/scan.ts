/** Scans along one axis: cumulative sums and products, and indices of extrema. */

import { type Shape, sizeOf } from '../ir/shape.ts';
import { roundingError } from './compensatedSum.ts';

/** Writes the cumulative sum along an axis, from the first element or, if `reverse`, from the last. */
export function accumulateElements(
  operand: Float64Array,
  shape: Shape,
  axis: number,
  reverse: boolean,
  output: Float64Array,
): void {
  // Elements that are adjacent along the axis are `stride` apart; a block contains all of them for one outer index.
  const stride = sizeOf(shape.slice(axis + 1));
  const length = shape[axis];
  const sums = new Float64Array(stride);
  const errors = new Float64Array(stride);
  for (let start = 0; start < output.length; start += length * stride) {
    sums.fill(-0);
    errors.fill(0);
    for (let k = 0; k < length; k++) {
      const row = start + (reverse ? length - 1 - k : k) * stride;
      for (let i = 0; i < stride; i++) {
        // −0 + 0 would be 0.
        const term = errors[i] === 0 ? operand[row + i] : operand[row + i] + errors[i];
        const sum = sums[i] + term;
        errors[i] = roundingError(sums[i], term, sum);
        sums[i] = sum;
        output[row + i] = sum;
      }
    }
  }
}

/** Writes the cumulative product along an axis. */
export function multiplyCumulatively(operand: Float64Array, shape: Shape, axis: number, output: Float64Array): void {
  const stride = sizeOf(shape.slice(axis + 1));
  const blockLength = shape[axis] * stride;
  for (let i = 0; i < output.length; i++) {
    output[i] = i % blockLength < stride ? operand[i] : output[i - stride] * operand[i];
  }
}

/** Writes the index of the first largest element along an axis; NaN is larger than any number. */
export function argmaxElements(operand: Float64Array, shape: Shape, axis: number, output: Float64Array): void {
  writeBestIndices(operand, shape, axis, output, (a, b) => a > b);
}

/** Writes the index of the first smallest element along an axis; NaN is smaller than any number. */
export function argminElements(operand: Float64Array, shape: Shape, axis: number, output: Float64Array): void {
  writeBestIndices(operand, shape, axis, output, (a, b) => a < b);
}

/** @param isBetter compares two numbers; NaN is better than any number. */
function writeBestIndices(
  operand: Float64Array,
  shape: Shape,
  axis: number,
  output: Float64Array,
  isBetter: (a: number, b: number) => boolean,
): void {
  const stride = sizeOf(shape.slice(axis + 1));
  const length = shape[axis];
  for (let line = 0; line < output.length; line++) {
    const innerOffset = line % stride;
    const start = (line - innerOffset) * length + innerOffset;
    let bestIndex = 0;
    for (let k = 1; k < length; k++) {
      const [element, best] = [operand[start + k * stride], operand[start + bestIndex * stride]];
      if (isBetter(element, best) || (Number.isNaN(element) && !Number.isNaN(best))) bestIndex = k;
    }
    output[line] = bestIndex;
  }
}
