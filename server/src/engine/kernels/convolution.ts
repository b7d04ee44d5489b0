/**
 * The convolution and its transposes. What the weights of the kernel see of an image from some places is a matrix, and the rest
 * are products of matrices. Padding is multiplied like any other zeros: with a weight of ∞ it makes NaN.
 */

import type { Shape } from '../ir/shape.ts';
import type { Moves } from '../ir/windows.ts';
import { type Band, gatherWindows, type Scene, spreadWindows, type WindowStrides } from './imageWindows.ts';
import { addProduct, type Matrix, transposed } from './matmul.ts';

export interface ConvolutionShapes {
  /** `[n, c, h, w]` or `[c, h, w]`. */
  readonly input: Shape;
  /** `[o, c, kh, kw]`. */
  readonly kernel: Shape;
  /** `[n, o, rows, columns]` or `[o, rows, columns]`. */
  readonly output: Shape;
}

export function convolve(
  input: Float64Array,
  kernel: Float64Array,
  output: Float64Array,
  shapes: ConvolutionShapes,
  moves: Moves,
): void {
  const { scene, stretches, windowsSize, outputStride } = stretchesOf(shapes, moves);
  const windows = new Float64Array(windowsSize);
  output.fill(0);
  for (const { band, byWeight, filters, seen, outputStart } of stretches) {
    gatherWindows(input, windows, band, scene, byWeight);
    addProduct(kernel, 0, filters, windows, 0, seen, output, outputStart, outputStride);
  }
}

/** The sum of what each element of the output owes to each element of the input. */
export function convolveToInput(
  output: Float64Array,
  kernel: Float64Array,
  input: Float64Array,
  shapes: ConvolutionShapes,
  moves: Moves,
): void {
  const { scene, stretches, windowsSize } = stretchesOf(shapes, moves);
  const windows = new Float64Array(windowsSize);
  input.fill(0);
  for (const { band, byWeight, filters, made, outputStart } of stretches) {
    windows.fill(0);
    addProduct(kernel, 0, transposed(filters), output, outputStart, made, windows, 0, made.columns);
    spreadWindows(windows, input, band, scene, byWeight);
  }
}

/** The sum of what each element of the output owes to each element of the kernel. */
export function convolveToKernel(
  output: Float64Array,
  input: Float64Array,
  kernel: Float64Array,
  shapes: ConvolutionShapes,
  moves: Moves,
): void {
  const { scene, stretches, windowsSize } = stretchesOf(shapes, moves);
  const windows = new Float64Array(windowsSize);
  kernel.fill(0);
  for (const { band, byPlace, made, seenFrom, outputStart } of stretches) {
    gatherWindows(input, windows, band, scene, byPlace);
    addProduct(output, outputStart, made, windows, 0, seenFrom, kernel, 0, seenFrom.columns);
  }
}

/** A part of the work whose windows fit into the near cache: some rows of the output of one image. */
export interface Stretch {
  readonly band: Band;
  /** Where the output begins that is made of it. */
  readonly outputStart: number;
  /** The kernel: a row a filter, a column a weight. */
  readonly filters: Matrix;
  /** Its part of the output: a row a filter, a column a place. */
  readonly made: Matrix;
  /** The windows, a row a weight, a column a place, and how they are gathered to be so. */
  readonly seen: Matrix;
  readonly byWeight: WindowStrides;
  /** The windows, a row a place, a column a weight, and how they are gathered to be so. */
  readonly seenFrom: Matrix;
  readonly byPlace: WindowStrides;
}

export interface Stretches {
  readonly scene: Scene;
  readonly stretches: readonly Stretch[];
  /** How many elements the windows of one of them have at most. */
  readonly windowsSize: number;
  /** From filter to filter. */
  readonly outputStride: number;
}

/** In elements. */
const nearCache = 1 << 14;

export function stretchesOf({ input, kernel, output }: ConvolutionShapes, moves: Moves): Stretches {
  const [channels, height, width] = input.slice(-3);
  const [filters, , kernelHeight, kernelWidth] = kernel;
  const [rows, columns] = output.slice(-2);
  const weights = channels * kernelHeight * kernelWidth;
  const rowsAtOnce = Math.min(rows, Math.max(1, Math.floor(nearCache / (weights * columns))));
  const stretches: Stretch[] = [];
  for (let image = 0; image < (input.length === 3 ? 1 : input[0]); image++) {
    for (let firstRow = 0; firstRow < rows; firstRow += rowsAtOnce) {
      const places = Math.min(rowsAtOnce, rows - firstRow) * columns;
      stretches.push({
        band: { inputStart: image * channels * height * width, firstRow, rows: places / columns },
        outputStart: (image * filters * rows + firstRow) * columns,
        filters: rowMajor(filters, weights),
        made: { ...rowMajor(filters, places), rowStride: rows * columns },
        seen: rowMajor(weights, places),
        byWeight: { weightStride: places, placeStride: 1 },
        seenFrom: rowMajor(places, weights),
        byPlace: { weightStride: 1, placeStride: weights },
      });
    }
  }
  const scene = { ...moves, channels, height, width, kernelHeight, kernelWidth, columns };
  return { scene, stretches, windowsSize: weights * rowsAtOnce * columns, outputStride: rows * columns };
}

function rowMajor(rows: number, columns: number): Matrix {
  return { rows, columns, rowStride: columns, columnStride: 1 };
}
