/** Image to columns, and back: the elements that each weight of a kernel sees as it moves over an image. */

import type { WindowParameters } from '../ir/slidingWindows.ts';

/** An image, and how a kernel moves over it. */
export interface ConvolutionGeometry extends WindowParameters {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  /** The number of windows side by side. */
  readonly columns: number;
}

/** Some rows of windows, and the offset of their image. */
export interface Band {
  readonly inputStart: number;
  readonly firstRow: number;
  readonly rows: number;
}

/** The distance between the elements of two weights, and between those of two windows. */
export interface WindowStrides {
  readonly weightStride: number;
  readonly pixelStride: number;
}

/** Writes the element that each weight of the kernel sees in each window; on the padding that is 0. */
export function gatherWindows(
  input: Float64Array,
  windows: Float64Array,
  band: Band,
  geometry: ConvolutionGeometry,
  { weightStride, pixelStride }: WindowStrides,
): void {
  windows.fill(0);
  forEachRun(band, geometry, (weight, pixel, inputOffset, length) => {
    const start = weight * weightStride + pixel * pixelStride;
    for (let i = 0; i < length; i++) windows[start + i * pixelStride] = input[inputOffset + i * geometry.stride];
  });
}

/** Adds the number of each weight in each window to the element that it sees. */
export function scatterWindows(
  windows: Float64Array,
  input: Float64Array,
  band: Band,
  geometry: ConvolutionGeometry,
  { weightStride, pixelStride }: WindowStrides,
): void {
  forEachRun(band, geometry, (weight, pixel, inputOffset, length) => {
    const start = weight * weightStride + pixel * pixelStride;
    for (let i = 0; i < length; i++) input[inputOffset + i * geometry.stride] += windows[start + i * pixelStride];
  });
}

/** A run of windows in which a weight sees the image, from `pixel` on, and the element that it sees in the first. */
type Visit = (weight: number, pixel: number, inputOffset: number, length: number) => void;

function forEachRun({ inputStart, firstRow, rows }: Band, geometry: ConvolutionGeometry, visit: Visit): void {
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
