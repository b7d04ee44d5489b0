/**
 * Norms, variances and normalization over axes. `keepDimsShape` is always the operand's shape with length 1 on each reduced
 * axis.
 */

import { type Shape, sizeOf } from '../ir/shape.ts';
import { mapWithReduced } from './elementwise.ts';
import { averageElements, foldElements, sumElements } from './reduce.ts';

/** √Σx². Elements that are too large or too small are scaled first, so that no square overflows or underflows. */
export function computeNorms(operand: Float64Array, shape: Shape, output: Float64Array, keepDimsShape: Shape): void {
  const scales = new Float64Array(output.length);
  foldElements(operand, shape, scales, keepDimsShape, 0, (max, x) => Math.max(max, Math.abs(x)));
  for (let i = 0; i < scales.length; i++) if (!needsScaling(scales[i])) scales[i] = 1;
  sumElements(
    mapWithReduced((x, scale) => (x / scale) * (x / scale), operand, shape, scales, keepDimsShape),
    shape,
    output,
    keepDimsShape,
  );
  for (let i = 0; i < output.length; i++) output[i] = scales[i] * Math.sqrt(output[i]);
}

/** Numbers in this range can be squared and many of the squares summed without overflow or underflow. */
export const minSquarable = 1e-150;
export const maxSquarable = 1e150;

function needsScaling(max: number): boolean {
  return Number.isFinite(max) && max !== 0 && (max < minSquarable || max > maxSquarable);
}

/** The mean of the squared deviations from the mean. */
export function computeVariances(
  operand: Float64Array,
  shape: Shape,
  output: Float64Array,
  keepDimsShape: Shape,
): void {
  meanSquares(deviationsOf(operand, shape, keepDimsShape), shape, output, keepDimsShape);
}

/** The root of the mean of the squared deviations from the mean. */
export function computeStandardDeviations(
  operand: Float64Array,
  shape: Shape,
  output: Float64Array,
  keepDimsShape: Shape,
): void {
  computeNorms(deviationsOf(operand, shape, keepDimsShape), shape, output, keepDimsShape);
  const root = Math.sqrt(operand.length / output.length);
  for (let i = 0; i < output.length; i++) output[i] /= root;
}

/** The deviations from the mean, divided by √(variance + `eps`); NaN where the variance overflows. */
export function normalizeElements(
  operand: Float64Array,
  shape: Shape,
  output: Float64Array,
  keepDimsShape: Shape,
  eps: number,
): void {
  divideByRootMeanSquare(deviationsOf(operand, shape, keepDimsShape), shape, output, keepDimsShape, eps);
}

/** The elements, divided by √(mean square + `eps`); NaN where the mean square overflows. */
export function divideByRootMeanSquare(
  operand: Float64Array,
  shape: Shape,
  output: Float64Array,
  keepDimsShape: Shape,
  eps: number,
): void {
  const squares = new Float64Array(sizeOf(keepDimsShape));
  meanSquares(operand, shape, squares, keepDimsShape);
  output.set(
    mapWithReduced(
      (x, meanSquare) => x / Math.sqrt((meanSquare < Number.POSITIVE_INFINITY ? meanSquare : Number.NaN) + eps),
      operand,
      shape,
      squares,
      keepDimsShape,
    ),
  );
}

function meanSquares(operand: Float64Array, shape: Shape, output: Float64Array, keepDimsShape: Shape): void {
  averageElements(
    operand.map((x) => x * x),
    shape,
    output,
    keepDimsShape,
  );
}

/** x − mean(x), centered twice to remove the rounding error of the mean: equal elements deviate by exactly 0. */
function deviationsOf(operand: Float64Array, shape: Shape, keepDimsShape: Shape): Float64Array {
  return centerElements(centerElements(operand, shape, keepDimsShape), shape, keepDimsShape);
}

function centerElements(operand: Float64Array, shape: Shape, keepDimsShape: Shape): Float64Array {
  const means = new Float64Array(sizeOf(keepDimsShape));
  averageElements(operand, shape, means, keepDimsShape);
  return mapWithReduced((x, mean) => x - mean, operand, shape, means, keepDimsShape);
}
