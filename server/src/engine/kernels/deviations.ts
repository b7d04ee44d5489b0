/**
 * How far elements lie from 0 or from their mean, over axes. In each function `kept` is the operand's shape with
 * length 1 on every axis that is reduced.
 */

import { type Shape, sizeOf } from '../ir/shape.ts';
import { paired } from './elementwise.ts';
import { averageElements, foldElements, sumElements } from './reduce.ts';

/** The root of the sum of squares. No square overflows or vanishes: elements that are too large or too small are scaled first. */
export function measureLengths(operand: Float64Array, shape: Shape, output: Float64Array, kept: Shape): void {
  const scales = new Float64Array(output.length);
  foldElements(operand, shape, scales, kept, 0, (largest, x) => Math.max(largest, Math.abs(x)));
  for (let i = 0; i < scales.length; i++) if (!needsScaling(scales[i])) scales[i] = 1;
  sumElements(
    paired((x, scale) => (x / scale) * (x / scale), operand, shape, scales, kept),
    shape,
    output,
    kept,
  );
  for (let i = 0; i < output.length; i++) output[i] = scales[i] * Math.sqrt(output[i]);
}

/** What lies between can be squared, and many of the squares added up. */
export const leastSquared = 1e-150;
export const mostSquared = 1e150;

function needsScaling(largest: number): boolean {
  return Number.isFinite(largest) && largest !== 0 && (largest < leastSquared || largest > mostSquared);
}

/** The mean of the squared deviations from the mean. */
export function measureVariances(operand: Float64Array, shape: Shape, output: Float64Array, kept: Shape): void {
  averageSquares(deviationsOf(operand, shape, kept), shape, output, kept);
}

/** The root of the mean of the squared deviations from the mean. */
export function measureDeviations(operand: Float64Array, shape: Shape, output: Float64Array, kept: Shape): void {
  measureLengths(deviationsOf(operand, shape, kept), shape, output, kept);
  const root = Math.sqrt(operand.length / output.length);
  for (let i = 0; i < output.length; i++) output[i] /= root;
}

/** The deviations from the mean, divided by the root of the variance plus `eps`. */
export function normaliseElements(
  operand: Float64Array,
  shape: Shape,
  output: Float64Array,
  kept: Shape,
  eps: number,
): void {
  const deviations = deviationsOf(operand, shape, kept);
  const variances = new Float64Array(sizeOf(kept));
  averageSquares(deviations, shape, variances, kept);
  output.set(
    paired((deviation, variance) => deviation / Math.sqrt(variance + eps), deviations, shape, variances, kept),
  );
}

function averageSquares(operand: Float64Array, shape: Shape, output: Float64Array, kept: Shape): void {
  averageElements(
    operand.map((x) => x * x),
    shape,
    output,
    kept,
  );
}

/** The mean is taken twice, of the elements and of what it leaves: so elements that are all the same deviate by exactly 0. */
function deviationsOf(operand: Float64Array, shape: Shape, kept: Shape): Float64Array {
  return centred(centred(operand, shape, kept), shape, kept);
}

function centred(operand: Float64Array, shape: Shape, kept: Shape): Float64Array {
  const means = new Float64Array(sizeOf(kept));
  averageElements(operand, shape, means, kept);
  return paired((x, mean) => x - mean, operand, shape, means, kept);
}
