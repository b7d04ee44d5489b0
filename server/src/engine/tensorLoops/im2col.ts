/** Image to columns (im2col) and back: the elements of an image that a kernel's weights cover in each window. */

import type { WindowParameters } from '../ir/slidingWindows.ts';

/** The sizes of an image and of the kernel that moves over it. */
export interface ConvolutionGeometry extends WindowParameters {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  /** The number of windows per row. */
  readonly columns: number;
}

/** Consecutive rows of windows of one image. */
export interface Band {
  /** The offset of the image in the input, in elements. */
  readonly inputStart: number;
  readonly firstRow: number;
  readonly rows: number;
}

/** Strides of the matrix of windows, in elements: from one weight to the next, and from one window to the next. */
export interface WindowStrides {
  readonly weightStride: number;
  readonly windowStride: number;
}

/** Writes the element that each weight covers in each window; 0 on the padding. An image is [channels, height, width]. */
export function gatherWindows(
  input: Float64Array,
  windows: Float64Array,
  band: Band,
  geometry: ConvolutionGeometry,
  { weightStride, windowStride }: WindowStrides,
): void {
  windows.fill(0);
  forEachCoveredRun(band, geometry, (weight, window, inputOffset, length) => {
    const start = weight * weightStride + window * windowStride;
    for (let i = 0; i < length; i++) windows[start + i * windowStride] = input[inputOffset + i * geometry.stride];
  });
}

/** Adds the value of each weight in each window to the element that it covers. */
export function scatterWindows(
  windows: Float64Array,
  input: Float64Array,
  band: Band,
  geometry: ConvolutionGeometry,
  { weightStride, windowStride }: WindowStrides,
): void {
  forEachCoveredRun(band, geometry, (weight, window, inputOffset, length) => {
    const start = weight * weightStride + window * windowStride;
    for (let i = 0; i < length; i++) input[inputOffset + i * geometry.stride] += windows[start + i * windowStride];
  });
}

/** A run of windows, from `window` on, in which a weight covers the image, and the offset of the first covered element. */
type Visit = (weight: number, window: number, inputOffset: number, length: number) => void;

function forEachCoveredRun({ inputStart, firstRow, rows }: Band, geometry: ConvolutionGeometry, visit: Visit): void {
  const { channels, height, width, kernelHeight, kernelWidth, columns, stride, padding } = geometry;
  for (let weight = 0; weight < channels * kernelHeight * kernelWidth; weight++) {
    const x = (weight % kernelWidth) - padding;
    const y = (Math.floor(weight / kernelWidth) % kernelHeight) - padding;
    const planeOffset = inputStart + Math.floor(weight / (kernelWidth * kernelHeight)) * height * width;
    const first = Math.max(0, Math.ceil(-x / stride));
    const end = Math.min(columns, Math.floor((width - 1 - x) / stride) + 1);
    for (let row = 0; row < rows; row++) {
      const inputRow = (firstRow + row) * stride + y;
      if (inputRow < 0 || inputRow >= height) continue;
      visit(weight, row * columns + first, planeOffset + inputRow * width + first * stride + x, end - first);
    }
  }
}
