/** Elementwise losses and their reduction. */

import type { Reduction } from '../ir/operator.ts';
import { broadcastStrides, type Shape, sizeOf } from '../ir/shape.ts';
import { forEachRun } from './broadcast.ts';
import { sumOf } from './sum.ts';

/** Reduces losses to their mean over `count`, their sum, or not at all. The mean of no losses is NaN. */
export function reduceLosses(losses: Float64Array, count: number, output: Float64Array, reduction: Reduction): void {
  if (reduction === 'none') output.set(losses);
  else output[0] = sumOf(losses, 0, losses.length) / (reduction === 'mean' ? count : 1);
}

/** The loss of each pair of elements of a prediction and a target, which broadcast. @param shapes theirs. */
export function elementLosses(
  loss: (prediction: number, target: number) => number,
  [prediction, target]: readonly Float64Array[],
  shapes: readonly Shape[],
  broadcastShape: Shape,
): Float64Array {
  const shape = broadcastShape.length === 0 ? [1] : broadcastShape;
  const losses = new Float64Array(sizeOf(shape));
  if (losses.length === 0) return losses;
  const strides = shapes.map((operand) => broadcastStrides(operand, shape));
  const last = shape.length - 1;
  const [predictionStep, targetStep] = strides.map((stride) => stride[last]);
  forEachRun(shape, strides, (start, [predictionStart, targetStart]) => {
    for (let i = 0; i < shape[last]; i++) {
      losses[start + i] = loss(prediction[predictionStart + i * predictionStep], target[targetStart + i * targetStep]);
    }
  });
  return losses;
}
