/** Scans along one axis: cumulative sums and argmax. */

import { type Shape, sizeOf } from '../ir/shape.ts';

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
  const block = shape[axis] * stride;
  for (let start = 0; start < output.length; start += block) {
    for (let k = 0; k < block; k++) {
      const index = reverse ? start + block - 1 - k : start + k;
      const previousIndex = reverse ? index + stride : index - stride;
      output[index] = k < stride ? operand[index] : output[previousIndex] + operand[index];
    }
  }
}

/** Writes the index of the first largest element along an axis; NaN is larger than any number. */
export function argmaxElements(operand: Float64Array, shape: Shape, axis: number, output: Float64Array): void {
  const stride = sizeOf(shape.slice(axis + 1));
  const length = shape[axis];
  for (let line = 0; line < output.length; line++) {
    const innerOffset = line % stride;
    const start = (line - innerOffset) * length + innerOffset;
    let bestIndex = 0;
    for (let k = 1; k < length; k++) {
      if (isGreater(operand[start + k * stride], operand[start + bestIndex * stride])) bestIndex = k;
    }
    output[line] = bestIndex;
  }
}

function isGreater(a: number, b: number): boolean {
  return a > b || (Number.isNaN(a) && !Number.isNaN(b));
}
