/**
 * Convolution and its two gradients, as matrix products with windows gathered from the image (im2col). Padding is
 * multiplied like any other zero: a weight of ∞ gives NaN there.
 */

import type { Shape } from '../ir/shape.ts';
import type { WindowParameters } from '../ir/slidingWindows.ts';
import { addTerms } from './compensatedSum.ts';
import { type Band, type ConvolutionGeometry, gatherWindows, scatterWindows, type WindowStrides } from './im2col.ts';
import { type Matrix, transposed, writeProduct } from './matmul.ts';

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
  parameters: WindowParameters,
): void {
  const { geometry, tiles, windowsSize, outputStride } = planTiles(shapes, parameters);
  const windows = new Float64Array(windowsSize);
  for (const { band, im2colStrides, filters, im2col, outputStart } of tiles) {
    gatherWindows(input, windows, band, geometry, im2colStrides);
    writeProduct(kernel, 0, filters, windows, 0, im2col, output, outputStart, outputStride);
  }
}

/** The gradient with respect to the input, given the adjoint of the output. */
export function convolveToInput(
  output: Float64Array,
  kernel: Float64Array,
  input: Float64Array,
  shapes: ConvolutionShapes,
  parameters: WindowParameters,
): void {
  const { geometry, tiles, windowsSize } = planTiles(shapes, parameters);
  const windows = new Float64Array(windowsSize);
  input.fill(0);
  for (const { band, im2colStrides, filters, outputTile, outputStart } of tiles) {
    writeProduct(kernel, 0, transposed(filters), output, outputStart, outputTile, windows, 0, outputTile.columns);
    scatterWindows(windows, input, band, geometry, im2colStrides);
  }
}

/** The gradient with respect to the kernel, given the adjoint of the output. */
export function convolveToKernel(
  output: Float64Array,
  input: Float64Array,
  kernel: Float64Array,
  shapes: ConvolutionShapes,
  parameters: WindowParameters,
): void {
  const { geometry, tiles, windowsSize } = planTiles(shapes, parameters);
  const windows = new Float64Array(windowsSize);
  const groups = groupTiles(tiles);
  const sums = groups.length > 1 ? new Float64Array(kernel.length) : kernel;
  const errors = new Float64Array(groups.length > 1 ? kernel.length : 0);
  kernel.fill(0);
  for (const group of groups) {
    for (const [i, { band, im2rowStrides, outputTile, im2row, outputStart }] of group.entries()) {
      gatherWindows(input, windows, band, geometry, im2rowStrides);
      writeProduct(output, outputStart, outputTile, windows, 0, im2row, sums, 0, im2row.columns, i > 0);
    }
    if (groups.length > 1) addTerms(kernel, 0, errors, 0, sums, kernel.length);
  }
}

/** Some rows of the output of one image, few enough that their windows fit into the cache. */
export interface Tile {
  readonly band: Band;
  /** The offset of its output. */
  readonly outputStart: number;
  /** The kernel: one row per filter, one column per weight. */
  readonly filters: Matrix;
  /** The tile's part of the output: one row per filter, one column per window. */
  readonly outputTile: Matrix;
  /** The windows, one row per weight and one column per window, and their strides. */
  readonly im2col: Matrix;
  readonly im2colStrides: WindowStrides;
  /** The windows, one row per window and one column per weight, and their strides. */
  readonly im2row: Matrix;
  readonly im2rowStrides: WindowStrides;
}

export interface Tiling {
  readonly geometry: ConvolutionGeometry;
  readonly tiles: readonly Tile[];
  /** The number of elements in the windows of the largest tile. */
  readonly windowsSize: number;
  /** The distance between the outputs of two filters, in elements. */
  readonly outputStride: number;
}

/** The maximum size of a tile's windows, in elements. */
const cacheElements = 1 << 14;

/** A group of tiles has at most this many windows, unless it is one tile. */
const maxWindowsPerGroup = 1024;
const maxTilesPerGroup = 32;

/**
 * Groups the tiles, whose products are summed for the gradient of a kernel: those of a group are added one after another, and
 * the sums of the groups with their rounding errors.
 */
export function groupTiles(tiles: readonly Tile[]): readonly (readonly Tile[])[] {
  const groups: Tile[][] = [];
  let windows = 0;
  for (const tile of tiles) {
    const group = groups.at(-1);
    windows += tile.im2row.rows;
    if (group && group.length < maxTilesPerGroup && windows <= maxWindowsPerGroup) {
      group.push(tile);
    } else {
      groups.push([tile]);
      windows = tile.im2row.rows;
    }
  }
  return groups;
}

export function planTiles({ input, kernel, output }: ConvolutionShapes, parameters: WindowParameters): Tiling {
  const [channels, height, width] = input.slice(-3);
  const [filters, , kernelHeight, kernelWidth] = kernel;
  const [rows, columns] = output.slice(-2);
  const weights = channels * kernelHeight * kernelWidth;
  const rowsPerTile = Math.min(rows, Math.max(1, Math.floor(cacheElements / (weights * columns))));
  const tiles: Tile[] = [];
  for (let image = 0; image < (input.length === 3 ? 1 : input[0]); image++) {
    for (let firstRow = 0; firstRow < rows; firstRow += rowsPerTile) {
      const windows = Math.min(rowsPerTile, rows - firstRow) * columns;
      tiles.push({
        band: { inputStart: image * channels * height * width, firstRow, rows: windows / columns },
        outputStart: (image * filters * rows + firstRow) * columns,
        filters: rowMajor(filters, weights),
        outputTile: { ...rowMajor(filters, windows), rowStride: rows * columns },
        im2col: rowMajor(weights, windows),
        im2colStrides: { weightStride: windows, windowStride: 1 },
        im2row: rowMajor(windows, weights),
        im2rowStrides: { weightStride: 1, windowStride: weights },
      });
    }
  }
  const geometry = { ...parameters, channels, height, width, kernelHeight, kernelWidth, columns };
  return { geometry, tiles, windowsSize: weights * rowsPerTile * columns, outputStride: rows * columns };
}

function rowMajor(rows: number, columns: number): Matrix {
  return { rows, columns, rowStride: columns, columnStride: 1 };
}
