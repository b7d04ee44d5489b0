/** Pooling and its gradients: a square window moves over each plane; padding is not part of the window. */

import { type Shape, sizeOf } from '../ir/shape.ts';
import type { WindowParameters } from '../ir/slidingWindows.ts';
import { roundingError } from './compensatedSum.ts';
import { sumOf } from './sum.ts';

/** The size and movement of a square window. */
export interface PoolParameters extends WindowParameters {
  /** The length of its sides. */
  readonly size: number;
}

/** For each window, the element of `values` at the index of the window's maximum in `selector`. */
export function gatherMaxima(
  values: Float64Array,
  selector: Float64Array,
  shape: Shape,
  output: Float64Array,
  outputShape: Shape,
  pool: PoolParameters,
): void {
  const width = shape[shape.length - 1];
  forEachWindow(shape, outputShape, pool, (window, firstIndex, rows, columns) => {
    output[window] = values[argmaxInWindow(selector, width, firstIndex, rows, columns)];
  });
}

/** Adds each element of `adjoint` at the index of its window's maximum in `selector`. */
export function scatterToMaxima(
  adjoint: Float64Array,
  adjointShape: Shape,
  selector: Float64Array,
  output: Float64Array,
  shape: Shape,
  pool: PoolParameters,
): void {
  const width = shape[shape.length - 1];
  output.fill(0);
  forEachWindow(shape, adjointShape, pool, (window, firstIndex, rows, columns) => {
    output[argmaxInWindow(selector, width, firstIndex, rows, columns)] += adjoint[window];
  });
}

/** The mean of each window, in which padding counts as zeros. */
export function averageWindows(
  input: Float64Array,
  shape: Shape,
  output: Float64Array,
  outputShape: Shape,
  pool: PoolParameters,
): void {
  const width = shape[shape.length - 1];
  const count = pool.size * pool.size;
  forEachWindow(shape, outputShape, pool, (window, firstIndex, rows, columns) => {
    const sum = pool.size > maxPlainSize ? sumOfLargeWindow : sumOfWindow;
    output[window] = sum(input, width, firstIndex, rows, columns) / count;
  });
}

/** Larger windows are summed row by row, and the sums of the rows with their rounding errors. */
const maxPlainSize = 8;

function sumOfWindow(input: Float64Array, width: number, firstIndex: number, rows: number, columns: number): number {
  let total = 0;
  for (let row = 0, start = firstIndex; row < rows; row++, start += width) {
    for (let index = start; index < start + columns; index++) total += input[index];
  }
  return total;
}

function sumOfLargeWindow(
  input: Float64Array,
  width: number,
  firstIndex: number,
  rows: number,
  columns: number,
): number {
  let [total, error] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const sum = sumOf(input, firstIndex + row * width, columns) + error;
    const next = total + sum;
    error = roundingError(total, sum, next);
    total = next;
  }
  return total;
}

/** Adds to each element of a window its share of the window's adjoint. */
export function scatterEvenly(
  adjoint: Float64Array,
  adjointShape: Shape,
  output: Float64Array,
  shape: Shape,
  pool: PoolParameters,
): void {
  const width = shape[shape.length - 1];
  const count = pool.size * pool.size;
  output.fill(0);
  forEachWindow(shape, adjointShape, pool, (window, firstIndex, rows, columns) => {
    const share = adjoint[window] / count;
    for (let row = 0, start = firstIndex; row < rows; row++, start += width) {
      for (let index = start; index < start + columns; index++) output[index] += share;
    }
  });
}

/** The index of the first maximum in row-major order, or of the last NaN if there are any, as in PyTorch. */
function argmaxInWindow(
  values: Float64Array,
  width: number,
  firstIndex: number,
  rows: number,
  columns: number,
): number {
  let bestIndex = firstIndex;
  for (let row = 0, start = firstIndex; row < rows; row++, start += width) {
    for (let index = start; index < start + columns; index++) {
      if (values[index] > values[bestIndex] || Number.isNaN(values[index])) bestIndex = index;
    }
  }
  return bestIndex;
}

/** The index of a window, the offset of its first element, and its rows and columns without padding. */
type Visit = (window: number, firstIndex: number, rows: number, columns: number) => void;

function forEachWindow(shape: Shape, windows: Shape, { size, stride, padding }: PoolParameters, visit: Visit): void {
  const [height, width] = shape.slice(-2);
  const [rows, columns] = windows.slice(-2);
  const planes = sizeOf(shape.slice(0, -2));
  let window = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) {
      const top = Math.max(0, row * stride - padding);
      const bottom = Math.min(height, row * stride - padding + size);
      for (let column = 0; column < columns; column++) {
        const left = Math.max(0, column * stride - padding);
        const right = Math.min(width, column * stride - padding + size);
        visit(window++, (plane * height + top) * width + left, bottom - top, right - left);
      }
    }
  }
}
