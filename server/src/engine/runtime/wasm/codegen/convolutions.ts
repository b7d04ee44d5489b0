/** The convolution and its transposes as instructions: for each stretch of the work, the windows and a product of matrices. */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { type ConvolutionShapes, type Stretch, type Stretches, stretchesOf } from '../../../kernels/convolution.ts';
import type { WindowStrides } from '../../../kernels/imageWindows.ts';
import { transposed } from '../../../kernels/matmul.ts';
import { conv2d, conv2dInput, conv2dKernel } from '../../../operators/linear/convolution.ts';
import { gatherWindows, spreadWindows } from '../opcodes.ts';
import type { Emit, Instruction, Site } from './instruction.ts';
import { productOf } from './products.ts';

export const convolutions: readonly (readonly [Operator, Emit])[] = [
  [conv2d, there],
  [conv2dInput, toInput],
  [conv2dKernel, toKernel],
];

function there({
  operands: [input, kernel],
  output,
  shapes,
  attributes,
  scratch,
}: Site): readonly Instruction[] | undefined {
  const found = stretchesIn(
    { input: shapes.operands[0], kernel: shapes.operands[1], output: shapes.output },
    attributes,
  );
  const { outputStride } = found;
  return emitted(found, scratch, (stretch, windows) => {
    const starts = [[0, 0, stretch.outputStart]];
    return [
      windowsOf(gatherWindows, input, windows, found, stretch, stretch.byWeight),
      productOf({ left: kernel, a: stretch.filters, right: windows, b: stretch.seen, output, outputStride, starts }),
    ];
  });
}

function toInput({
  operands: [adjoint, kernel],
  output,
  shapes,
  attributes,
  scratch,
}: Site): readonly Instruction[] | undefined {
  const found = stretchesIn(
    { input: shapes.output, kernel: shapes.operands[1], output: shapes.operands[0] },
    attributes,
  );
  return emitted(found, scratch, (stretch, windows) => {
    const b = stretch.made;
    const outputStride = b.columns;
    const starts = [[0, stretch.outputStart, 0]];
    return [
      productOf({
        left: kernel,
        a: transposed(stretch.filters),
        right: adjoint,
        b,
        output: windows,
        outputStride,
        starts,
      }),
      windowsOf(spreadWindows, output, windows, found, stretch, stretch.byWeight),
    ];
  });
}

function toKernel({
  operands: [adjoint, input],
  output,
  shapes,
  attributes,
  scratch,
}: Site): readonly Instruction[] | undefined {
  const found = stretchesIn(
    { input: shapes.operands[1], kernel: shapes.output, output: shapes.operands[0] },
    attributes,
  );
  return emitted(found, scratch, (stretch, windows) => {
    const b = stretch.seenFrom;
    const outputStride = b.columns;
    const starts = [[stretch.outputStart, 0, 0]];
    const isAdded = stretch !== found.stretches[0];
    return [
      windowsOf(gatherWindows, input, windows, found, stretch, stretch.byPlace),
      productOf({ left: adjoint, a: stretch.made, right: windows, b, output, outputStride, starts, isAdded }),
    ];
  });
}

function stretchesIn(shapes: ConvolutionShapes, { stride = 1, padding = 0 }: Attributes): Stretches {
  return stretchesOf(shapes, { stride, padding });
}

/** Without images there is nothing to write a kernel's adjoint from: the plain way does that. */
function emitted(
  { stretches, windowsSize }: Stretches,
  scratch: Site['scratch'],
  instructions: (stretch: Stretch, windows: number) => readonly Instruction[],
): readonly Instruction[] | undefined {
  if (stretches.length === 0) return undefined;
  const windows = scratch(windowsSize);
  return stretches.flatMap((stretch) => instructions(stretch, windows));
}

function windowsOf(
  opcode: number,
  image: number,
  windows: number,
  { scene }: Stretches,
  { band, seen }: Stretch,
  { weightStride, placeStride }: WindowStrides,
): Instruction {
  return [
    opcode,
    ...[image, band.inputStart, scene.channels, scene.height, scene.width, scene.kernelHeight, scene.kernelWidth],
    ...[scene.stride, scene.padding, scene.columns, band.firstRow, band.rows],
    ...[windows, weightStride, placeStride, seen.rows * seen.columns],
  ];
}
