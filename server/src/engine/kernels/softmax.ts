/**
 * Sums of exponentials over axes, shifted by the largest element so that none overflows. In each function `kept` is
 * the operand's shape with length 1 on every axis that is reduced.
 */

import { type Shape, sizeOf } from '../ir/shape.ts';
import { exp } from '../math/exponential.ts';
import { log } from '../math/logarithm.ts';
import { paired } from './elementwise.ts';
import { foldElements, sumElements } from './reduce.ts';

/** The logarithm of the sum of the exponentials. */
export function logSumExp(operand: Float64Array, shape: Shape, output: Float64Array, kept: Shape): void {
  // A shift by an infinity would make a NaN of what is itself infinite.
  const shifts = largestOf(operand, shape, kept).map((largest) => (Number.isFinite(largest) ? largest : 0));
  const exponentials = paired((x, shift) => exp(x - shift), operand, shape, shifts, kept);
  sumElements(exponentials, shape, output, kept);
  for (let i = 0; i < output.length; i++) output[i] = shifts[i] + log(output[i]);
}

/** The exponentials, divided by their sum. */
export function softmaxElements(operand: Float64Array, shape: Shape, output: Float64Array, kept: Shape): void {
  const exponentials = shifted(operand, shape, kept).map(exp);
  const sums = new Float64Array(sizeOf(kept));
  sumElements(exponentials, shape, sums, kept);
  output.set(paired((exponential, sum) => exponential / sum, exponentials, shape, sums, kept));
}

/** The logarithm of the softmax, which is finite where the softmax itself vanishes. */
export function logSoftmaxElements(operand: Float64Array, shape: Shape, output: Float64Array, kept: Shape): void {
  const exponents = shifted(operand, shape, kept);
  const sums = new Float64Array(sizeOf(kept));
  sumElements(exponents.map(exp), shape, sums, kept);
  output.set(paired((exponent, logSum) => exponent - logSum, exponents, shape, sums.map(log), kept));
}

function shifted(operand: Float64Array, shape: Shape, kept: Shape): Float64Array {
  return paired((x, largest) => x - largest, operand, shape, largestOf(operand, shape, kept), kept);
}

function largestOf(operand: Float64Array, shape: Shape, kept: Shape): Float64Array {
  const largest = new Float64Array(sizeOf(kept));
  foldElements(operand, shape, largest, kept, Number.NEGATIVE_INFINITY, Math.max);
  return largest;
}
