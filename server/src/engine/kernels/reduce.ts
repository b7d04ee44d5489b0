/** Sums, means and other folds over axes. */

import { broadcastStrides, type Shape } from '../shape.ts';
import { forEachRun } from './broadcast.ts';

/** Sums `operand` into `output`, whose shape broadcasts to the operand's: every axis of length 1 there is summed over. */
export function sumElements(
  operand: Float64Array,
  operandShape: Shape,
  output: Float64Array,
  outputShape: Shape,
): void {
  if (operand.length === output.length) {
    output.set(operand);
    return;
  }
  output.fill(0);
  if (operand.length === 0) return;
  const strides = [broadcastStrides(outputShape, operandShape)];
  const length = operandShape[operandShape.length - 1];
  const step = strides[0][operandShape.length - 1];
  forEachRun(operandShape, strides, (start, [offset]) => {
    if (step === 0) output[offset] += pairwiseSum(operand, start, length);
    else for (let i = 0; i < length; i++) output[offset + i * step] += operand[start + i];
  });
}

/** Halves long runs, so that the rounding error grows with the logarithm of the length. */
function pairwiseSum(values: Float64Array, start: number, length: number): number {
  if (length <= 128) {
    let total = 0;
    for (let i = 0; i < length; i++) total += values[start + i];
    return total;
  }
  const half = length >> 1;
  return pairwiseSum(values, start, half) + pairwiseSum(values, start + half, length - half);
}

/** The mean over the axes that `sumElements` would sum over; NaN where there is nothing. */
export function averageElements(
  operand: Float64Array,
  operandShape: Shape,
  output: Float64Array,
  outputShape: Shape,
): void {
  sumElements(operand, operandShape, output, outputShape);
  const count = operand.length / output.length;
  for (let i = 0; i < output.length; i++) output[i] /= count;
}

/** Combines one element after another over the axes that `sumElements` would sum over. */
export function foldElements(
  operand: Float64Array,
  operandShape: Shape,
  output: Float64Array,
  outputShape: Shape,
  start: number,
  combine: (folded: number, element: number) => number,
): void {
  output.fill(start);
  if (operand.length === output.length) {
    for (let i = 0; i < output.length; i++) output[i] = combine(start, operand[i]);
    return;
  }
  if (operand.length === 0) return;
  const strides = [broadcastStrides(outputShape, operandShape)];
  const length = operandShape[operandShape.length - 1];
  const step = strides[0][operandShape.length - 1];
  forEachRun(operandShape, strides, (first, [offset]) => {
    for (let i = 0; i < length; i++) {
      const place = offset + i * step;
      output[place] = combine(output[place], operand[first + i]);
    }
  });
}
