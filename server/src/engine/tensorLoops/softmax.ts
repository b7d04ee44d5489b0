/**
 * Softmax and its relatives over axes. Exponents are shifted by the largest element, so that none overflows. `keepDimsShape`
 * is always the operand's shape with length 1 on each reduced axis.
 */

import { type Shape, sizeOf } from '../ir/shape.ts';
import { exp } from '../math/exponential.ts';
import { log } from '../math/logarithm.ts';
import { mapWithReduced } from './elementwise.ts';
import { foldElements, sumElements } from './reduce.ts';

/** The logarithm of the sum of the exponentials. */
export function logSumExp(operand: Float64Array, shape: Shape, output: Float64Array, keepDimsShape: Shape): void {
  // Subtracting an infinite maximum from itself would give NaN.
  const maxima = maxOf(operand, shape, keepDimsShape).map((max) => (Number.isFinite(max) ? max : 0));
  const exponentials = mapWithReduced((x, max) => exp(x - max), operand, shape, maxima, keepDimsShape);
  sumElements(exponentials, shape, output, keepDimsShape);
  for (let i = 0; i < output.length; i++) output[i] = maxima[i] + log(output[i]);
}

/** The exponentials, divided by their sum. */
export function softmaxElements(operand: Float64Array, shape: Shape, output: Float64Array, keepDimsShape: Shape): void {
  const exponentials = shiftByMax(operand, shape, keepDimsShape).map(exp);
  const sums = new Float64Array(sizeOf(keepDimsShape));
  sumElements(exponentials, shape, sums, keepDimsShape);
  output.set(mapWithReduced((exponential, sum) => exponential / sum, exponentials, shape, sums, keepDimsShape));
}

/** The logarithm of the softmax, which is finite where the softmax itself vanishes. */
export function logSoftmaxElements(
  operand: Float64Array,
  shape: Shape,
  output: Float64Array,
  keepDimsShape: Shape,
): void {
  const exponents = shiftByMax(operand, shape, keepDimsShape);
  const sums = new Float64Array(sizeOf(keepDimsShape));
  sumElements(exponents.map(exp), shape, sums, keepDimsShape);
  output.set(mapWithReduced((exponent, logSum) => exponent - logSum, exponents, shape, sums.map(log), keepDimsShape));
}

function shiftByMax(operand: Float64Array, shape: Shape, keepDimsShape: Shape): Float64Array {
  return mapWithReduced((x, max) => x - max, operand, shape, maxOf(operand, shape, keepDimsShape), keepDimsShape);
}

function maxOf(operand: Float64Array, shape: Shape, keepDimsShape: Shape): Float64Array {
  const max = new Float64Array(sizeOf(keepDimsShape));
  foldElements(operand, shape, max, keepDimsShape, Number.NEGATIVE_INFINITY, Math.max);
  return max;
}
