/**
 * Instruction selection for convolution and its gradients: for each tile, image windows and a matrix product. Without images
 * there are no tiles, and nothing to write a kernel's adjoint from, so it is computed in TypeScript.
 */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { sizeOf } from '../../../ir/shape.ts';
import { conv2d, conv2dInput, conv2dKernel } from '../../../operators/windows/convolution.ts';
import { convTranspose2d } from '../../../operators/windows/transposedConvolution.ts';
import {
  type ConvolutionShapes,
  groupTiles,
  planTiles,
  type Tile,
  type Tiling,
} from '../../../tensorLoops/convolution.ts';
import type { WindowStrides } from '../../../tensorLoops/im2col.ts';
import { transposed } from '../../../tensorLoops/matmul.ts';
import { addToSums, gatherWindows, scatterWindows, startSums } from '../opcodes.ts';
import type { EmitContext, Emitter, Instruction } from './instruction.ts';
import { groupSumsLength, productInstruction } from './products.ts';

export const convolutions: readonly (readonly [Operator, Emitter])[] = [
  [conv2d, emitConv2d],
  [conv2dInput, emitConv2dInput],
  [convTranspose2d, emitConv2dInput],
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
  const { tiles, outputStride } = tiling;
  if (tiles.length === 0) return undefined;
  const [windows, groupSums] = allocateBuffers(scratch, [
    tiling.windowsSize,
    groupSumsLength(tiles[0].filters, tiles[0].im2col),
  ]);
  return tiles.flatMap((tile) => [
    windowInstruction(gatherWindows, input, windows, tiling, tile, tile.im2colStrides),
    productInstruction({
      left: kernel,
      a: tile.filters,
      right: windows,
      b: tile.im2col,
      output,
      outputStride,
      starts: [[0, 0, tile.outputStart]],
      groupSums,
    }),
  ]);
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
  const { tiles } = tiling;
  if (tiles.length === 0) return undefined;
  const [windows, groupSums] = allocateBuffers(scratch, [
    tiling.windowsSize,
    groupSumsLength(transposed(tiles[0].filters), tiles[0].outputTile),
  ]);
  return tiles.flatMap((tile) => [
    productInstruction({
      left: kernel,
      a: transposed(tile.filters),
      right: adjoint,
      b: tile.outputTile,
      output: windows,
      outputStride: tile.outputTile.columns,
      starts: [[0, tile.outputStart, 0]],
      groupSums,
    }),
    windowInstruction(scatterWindows, output, windows, tiling, tile, tile.im2colStrides),
  ]);
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
  const { tiles } = tiling;
  if (tiles.length === 0) return undefined;
  const groups = groupTiles(tiles);
  const size = sizeOf(shapes.output);
  const isOneGroup = groups.length === 1;
  const [windows, groupSums, tileSums, errors] = allocateBuffers(scratch, [
    tiling.windowsSize,
    groupSumsLength(tiles[0].outputTile, tiles[0].im2row),
    isOneGroup ? 0 : size,
    isOneGroup ? 0 : size,
  ]);
  const tileProduct = (tile: Tile, isAccumulating: boolean): readonly Instruction[] => [
    windowInstruction(gatherWindows, input, windows, tiling, tile, tile.im2rowStrides),
    productInstruction({
      left: adjoint,
      a: tile.outputTile,
      right: windows,
      b: tile.im2row,
      output: isOneGroup ? output : tileSums,
      outputStride: tile.im2row.columns,
      starts: [[tile.outputStart, 0, 0]],
      isAccumulating,
      groupSums,
    }),
  ];
  return groups.flatMap((group, index) => {
    const products = group.flatMap((tile, i) => tileProduct(tile, i > 0));
    if (isOneGroup) return products;
    return [...products, [index === 0 ? startSums : addToSums, size, output, errors, tileSums]];
  });
}

/** Allocates the buffers of all instructions of a node at once, since scratch memory is shared. */
function allocateBuffers(scratch: EmitContext['scratch'], lengths: readonly number[]): number[] {
  let address = scratch(lengths.reduce((total, length) => total + length, 0));
  return lengths.map((length) => {
    const start = address;
    address += Float64Array.BYTES_PER_ELEMENT * length;
    return start;
  });
}

function planConvolution(shapes: ConvolutionShapes, { stride = 1, padding = 0 }: Attributes): Tiling {
  return planTiles(shapes, { stride, padding });
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
