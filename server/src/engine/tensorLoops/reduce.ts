/** Sums, means and other folds over axes. `assembly/tensors/reduce.ts` does the same in the same order. */

import { broadcastStrides, type Shape } from '../ir/shape.ts';
import { forEachRun } from './broadcast.ts';
import { sumOf } from './sum.ts';

/** The axes of a tensor under a reduction: adjacent reduced axes are merged, and so are adjacent kept ones. */
export interface ReducedAxes {
  readonly lengths: readonly number[];
  /** The stride of each axis in the output; 0 for reduced axes. */
  readonly outputStrides: number[];
}

/** @param outputShape broadcasts to the operand's: every axis of length 1 there is reduced. */
export function reducedAxes(operandShape: Shape, outputShape: Shape): ReducedAxes {
  const strides = broadcastStrides(outputShape, operandShape);
  const lengths: number[] = [];
  const outputStrides: number[] = [];
  for (const [axis, length] of operandShape.entries()) {
    if (length === 1) continue;
    const last = lengths.length - 1;
    const canMerge = last >= 0 && (strides[axis] === 0) === (outputStrides[last] === 0);
    if (canMerge) {
      lengths[last] *= length;
      outputStrides[last] = strides[axis];
    } else {
      lengths.push(length);
      outputStrides.push(strides[axis]);
    }
  }
  return { lengths, outputStrides };
}

/** Sums over the axes that have length 1 in the output or are missing there. */
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
  const { lengths, outputStrides } = reducedAxes(operandShape, outputShape);
  const last = lengths.length - 1;
  const [length, outputStride] = [lengths[last], outputStrides[last]];
  forEachRun(lengths, [outputStrides], (start, [offset]) => {
    if (outputStride === 0) output[offset] += sumOf(operand, start, length);
    else for (let i = 0; i < length; i++) output[offset + i] += operand[start + i];
  });
}

/** The mean over the axes that `sumElements` would sum over; NaN for no elements. */
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

/** Folds elements in order over the axes that `sumElements` would sum over. */
export function foldElements(
  operand: Float64Array,
  operandShape: Shape,
  output: Float64Array,
  outputShape: Shape,
  initial: number,
  combine: (accumulator: number, element: number) => number,
): void {
  output.fill(initial);
  if (operand.length === output.length) {
    for (let i = 0; i < output.length; i++) output[i] = combine(initial, operand[i]);
    return;
  }
  if (operand.length === 0) return;
  const { lengths, outputStrides } = reducedAxes(operandShape, outputShape);
  const last = lengths.length - 1;
  const [length, outputStride] = [lengths[last], outputStrides[last]];
  forEachRun(lengths, [outputStrides], (first, [offset]) => {
    for (let i = 0; i < length; i++) {
      const index = offset + i * outputStride;
      output[index] = combine(output[index], operand[first + i]);
    }
  });
}
