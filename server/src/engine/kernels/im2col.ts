/** What the places of a kernel see of an image as it moves over it, and the way back. */

import type { WindowParameters } from '../ir/slidingWindows.ts';

/** An image, and how a kernel moves over it. */
export interface ConvolutionGeometry extends WindowParameters {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  /** How many places there are side by side. */
  readonly columns: number;
}

/** Some rows of places, and where their image begins. */
export interface Band {
  readonly inputStart: number;
  readonly firstRow: number;
  readonly rows: number;
}

/** How far apart lies what two weights see, and what is seen from two places. */
export interface WindowStrides {
  readonly weightStride: number;
  readonly pixelStride: number;
}

/** Writes for each weight of the kernel what it sees from each place; on the padding that is 0. */
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

/** Adds what each weight has at each place to the element that it sees. */
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

/** Places side by side from which a weight sees the image, from `place` on, and the element that it sees from there. */
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
