/** Instruction selection for convolution and its gradients: for each tile, image windows and a matrix product. */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { conv2d, conv2dInput, conv2dKernel } from '../../../operators/linear/convolution.ts';
import { type ConvolutionShapes, planTiles, type Tile, type Tiling } from '../../../tensorLoops/convolution.ts';
import type { WindowStrides } from '../../../tensorLoops/im2col.ts';
import { transposed } from '../../../tensorLoops/matmul.ts';
import { gatherWindows, scatterWindows } from '../opcodes.ts';
import type { EmitContext, Emitter, Instruction } from './instruction.ts';
import { productInstruction } from './products.ts';

export const convolutions: readonly (readonly [Operator, Emitter])[] = [
  [conv2d, emitConv2d],
  [conv2dInput, emitConv2dInput],
  [conv2dKernel, emitConv2dKernel],
];

function emitConv2d({
  operands: [input, kernel],
  output,
  shapes,
  attributes,
  scratch,
}: EmitContext): readonly Instruction[] | undefined {
  const tiling = planConvolution(
    { input: shapes.operands[0], kernel: shapes.operands[1], output: shapes.output },
    attributes,
  );
  const { outputStride } = tiling;
  return emitTiles(tiling, scratch, (tile, windows) => {
    const starts = [[0, 0, tile.outputStart]];
    return [
      windowInstruction(gatherWindows, input, windows, tiling, tile, tile.im2colStrides),
      productInstruction({
        left: kernel,
        a: tile.filters,
        right: windows,
        b: tile.im2col,
        output,
        outputStride,
        starts,
      }),
    ];
  });
}

function emitConv2dInput({
  operands: [adjoint, kernel],
  output,
  shapes,
  attributes,
  scratch,
}: EmitContext): readonly Instruction[] | undefined {
  const tiling = planConvolution(
    { input: shapes.output, kernel: shapes.operands[1], output: shapes.operands[0] },
    attributes,
  );
  return emitTiles(tiling, scratch, (tile, windows) => {
    const b = tile.outputTile;
    const outputStride = b.columns;
    const starts = [[0, tile.outputStart, 0]];
    return [
      productInstruction({
        left: kernel,
        a: transposed(tile.filters),
        right: adjoint,
        b,
        output: windows,
        outputStride,
        starts,
      }),
      windowInstruction(scatterWindows, output, windows, tiling, tile, tile.im2colStrides),
    ];
  });
}

function emitConv2dKernel({
  operands: [adjoint, input],
  output,
  shapes,
  attributes,
  scratch,
}: EmitContext): readonly Instruction[] | undefined {
  const tiling = planConvolution(
    { input: shapes.operands[1], kernel: shapes.output, output: shapes.operands[0] },
    attributes,
  );
  return emitTiles(tiling, scratch, (tile, windows) => {
    const b = tile.im2row;
    const outputStride = b.columns;
    const starts = [[tile.outputStart, 0, 0]];
    const isAccumulating = tile !== tiling.tiles[0];
    return [
      windowInstruction(gatherWindows, input, windows, tiling, tile, tile.im2rowStrides),
      productInstruction({
        left: adjoint,
        a: tile.outputTile,
        right: windows,
        b,
        output,
        outputStride,
        starts,
        isAccumulating,
      }),
    ];
  });
}

function planConvolution(shapes: ConvolutionShapes, { stride = 1, padding = 0 }: Attributes): Tiling {
  return planTiles(shapes, { stride, padding });
}

/** Undefined without images: there is nothing to write a kernel's adjoint from, so it is computed in TypeScript. */
function emitTiles(
  { tiles, windowsSize }: Tiling,
  scratch: EmitContext['scratch'],
  instructions: (tile: Tile, windows: number) => readonly Instruction[],
): readonly Instruction[] | undefined {
  if (tiles.length === 0) return undefined;
  const windows = scratch(windowsSize);
  return tiles.flatMap((tile) => instructions(tile, windows));
}

function windowInstruction(
  opcode: number,
  image: number,
  windows: number,
  { geometry }: Tiling,
  { band, im2col }: Tile,
  { weightStride, windowStride }: WindowStrides,
): Instruction {
  return [
    opcode,
    ...[
      image,
      band.inputStart,
      geometry.channels,
      geometry.height,
      geometry.width,
      geometry.kernelHeight,
      geometry.kernelWidth,
    ],
    ...[geometry.stride, geometry.padding, geometry.columns, band.firstRow, band.rows],
    ...[windows, weightStride, windowStride, im2col.rows * im2col.columns],
  ];
}
