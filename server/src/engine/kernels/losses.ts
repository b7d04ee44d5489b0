/** Losses of many elements or samples, straight to their mean, their sum, or one by one. */

import type { Reduction } from '../operator.ts';
import { broadcastStrides, type Shape, sizeOf } from '../shape.ts';
import { forEachRun } from './broadcast.ts';
import { PairwiseSum } from './pairwiseSum.ts';

/** Collects losses, in order, as a reduction wants them. */
export class Losses {
  readonly #output: Float64Array;
  readonly #reduction: Reduction;
  readonly #sum = new PairwiseSum();
  #count = 0;

  constructor(output: Float64Array, reduction: Reduction) {
    this.#output = output;
    this.#reduction = reduction;
  }

  add(loss: number): void {
    if (this.#reduction === 'none') this.#output[this.#count] = loss;
    else this.#sum.add(loss);
    this.#count++;
  }

  /** Writes what is not written yet. The mean of nothing is NaN. */
  finish(): void {
    if (this.#reduction === 'sum') this.#output[0] = this.#sum.total;
    if (this.#reduction === 'mean') this.#output[0] = this.#sum.total / this.#count;
  }
}

/** Collects the loss of each pair of elements of two tensors, broadcast to one shape. */
export function addElementLosses(
  losses: Losses,
  loss: (prediction: number, target: number) => number,
  [prediction, target]: readonly Float64Array[],
  shapes: readonly Shape[],
  broadcastShape: Shape,
): void {
  const shape = broadcastShape.length === 0 ? [1] : broadcastShape;
  if (sizeOf(shape) === 0) return;
  const strides = shapes.map((operand) => broadcastStrides(operand, shape));
  const last = shape.length - 1;
  const [predictionStep, targetStep] = strides.map((stride) => stride[last]);
  forEachRun(shape, strides, (_, [predictionStart, targetStart]) => {
    for (let i = 0; i < shape[last]; i++) {
      losses.add(loss(prediction[predictionStart + i * predictionStep], target[targetStart + i * targetStep]));
    }
  });
}
