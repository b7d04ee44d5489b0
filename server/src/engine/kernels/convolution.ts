/** The loops of the convolution and of its transposes. All are one sum of products, of which each writes another factor. */

import type { Shape } from '../shape.ts';
import type { Moves } from '../windows.ts';

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
  const { stride } = moves;
  output.fill(0);
  forEachRun(shapes, moves, (weight, outputStart, inputStart, length) => {
    const factor = kernel[weight];
    for (let i = 0; i < length; i++) output[outputStart + i] += factor * input[inputStart + i * stride];
  });
}

/** The sum of what each element of the output owes to each element of the input. */
export function convolveToInput(
  output: Float64Array,
  kernel: Float64Array,
  input: Float64Array,
  shapes: ConvolutionShapes,
  moves: Moves,
): void {
  const { stride } = moves;
  input.fill(0);
  forEachRun(shapes, moves, (weight, outputStart, inputStart, length) => {
    const factor = kernel[weight];
    for (let i = 0; i < length; i++) input[inputStart + i * stride] += factor * output[outputStart + i];
  });
}

/** The sum of what each element of the output owes to each element of the kernel. */
export function convolveToKernel(
  output: Float64Array,
  input: Float64Array,
  kernel: Float64Array,
  shapes: ConvolutionShapes,
  moves: Moves,
): void {
  const { stride } = moves;
  kernel.fill(0);
  forEachRun(shapes, moves, (weight, outputStart, inputStart, length) => {
    let total = 0;
    for (let i = 0; i < length; i++) total += output[outputStart + i] * input[inputStart + i * stride];
    kernel[weight] += total;
  });
}

/** A run along a row of the output, all of whose elements meet one weight of the kernel at an element of the input. */
type Visit = (weight: number, outputStart: number, inputStart: number, length: number) => void;

/** Calls `visit` for each run. What a weight meets in the padding is left out. */
function forEachRun(shapes: ConvolutionShapes, moves: Moves, visit: Visit): void {
  const [channels, height, width] = shapes.input.slice(-3);
  const [filters, , kernelHeight, kernelWidth] = shapes.kernel;
  const [rows, columns] = shapes.output.slice(-2);
  const images = shapes.input.length === 3 ? 1 : shapes.input[0];
  const planes = images * filters * channels;
  const rowRanges = rangesOf(kernelHeight, height, rows, moves);
  const columnRanges = rangesOf(kernelWidth, width, columns, moves);
  const { stride, padding } = moves;
  for (let plane = 0; plane < planes; plane++) {
    const channel = plane % channels;
    const outputPlane = (plane - channel) / channels;
    const inputPlane = Math.floor(outputPlane / filters) * channels + channel;
    const kernelPlane = (outputPlane % filters) * channels + channel;
    for (let y = 0; y < kernelHeight; y++) {
      const { first: firstRow, end: endRow } = rowRanges[y];
      for (let x = 0; x < kernelWidth; x++) {
        const { first, end } = columnRanges[x];
        const weight = (kernelPlane * kernelHeight + y) * kernelWidth + x;
        for (let row = firstRow; row < endRow; row++) {
          const inputRow = inputPlane * height + row * stride + y - padding;
          const inputStart = inputRow * width + first * stride + x - padding;
          visit(weight, (outputPlane * rows + row) * columns + first, inputStart, end - first);
        }
      }
    }
  }
}

/** For each place in the kernel along an axis, at which places of the output it lies on the input and not on its padding. */
function rangesOf(kernelLength: number, inputLength: number, outputLength: number, { stride, padding }: Moves) {
  return Array.from({ length: kernelLength }, (_, place) => ({
    first: Math.max(0, Math.ceil((padding - place) / stride)),
    end: Math.min(outputLength, Math.floor((inputLength - 1 + padding - place) / stride) + 1),
  }));
}
