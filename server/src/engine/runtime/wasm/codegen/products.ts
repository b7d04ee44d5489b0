/** Instruction selection for matrix products. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { type Shape, sizeOf } from '../../../ir/shape.ts';
import { dot, matmul } from '../../../operators/products.ts';
import { type Matrix, matricesOf, transposed } from '../../../tensorLoops/matmul.ts';
import { matrixProduct } from '../opcodes.ts';
import { operandLayoutOf } from './broadcastLayout.ts';
import type { EmitContext, Emitter, Instruction } from './instruction.ts';

export const products: readonly (readonly [Operator, Emitter])[] = [
  [matmul, emitMatrixProduct],
  [dot, emitMatrixProduct],
];

export function emitMatrixProduct({
  operands: [left, right],
  output,
  shapes,
  attributes,
  bias = 0,
  scratch,
}: EmitContext): Instruction[] {
  const { a, b, starts } = matricesOf(shapes.operands[0], shapes.operands[1], attributes);
  const product = isBetterTransposed(a, b)
    ? { left: right, a: transposed(b), right: left, b: transposed(a), starts: starts.map(([i, k, to]) => [k, i, to]) }
    : { left, a, right, b, starts };
  const packedLength = isWorthPacking(product.a, product.b) ? maxPanelWidth * Math.min(maxPanelRows, a.columns) : 0;
  const buffers = scratch(packedLength + groupSumsLength(a, b));
  return [
    productInstruction({
      ...product,
      bias,
      output,
      outputStride: product.b.columns,
      packBuffer: packedLength > 0 ? buffers : 0,
      groupSums: buffers + Float64Array.BYTES_PER_ELEMENT * packedLength,
    }),
  ];
}

/** The number of scratch elements that a product needs for the sums of its groups and for their rounding errors. */
export function groupSumsLength(a: Matrix, b: Matrix): number {
  return a.columns > maxUngroupedLength ? 2 * a.rows * b.columns : 0;
}

/** Arguments of the `matrixProduct` instruction. */
export interface MatrixProduct {
  readonly left: number;
  readonly a: Matrix;
  readonly right: number;
  readonly b: Matrix;
  readonly output: number;
  /** In elements. */
  readonly outputStride: number;
  /** Offsets of the two operands and the output of each product, from left, right and output. */
  readonly starts: readonly (readonly number[])[];
  /** The address of room for panels of the right operand, or 0. */
  readonly packBuffer?: number;
  /** The address of `groupSumsLength` elements. */
  readonly groupSums?: number;
  /** True if the product, which has no more than one group, is added to the output. */
  readonly isAccumulating?: boolean;
  /** The address of a row added to every row of the result, or 0. */
  readonly bias?: number;
}

export function productInstruction({
  left,
  a,
  right,
  b,
  output,
  outputStride,
  starts,
  packBuffer = 0,
  groupSums = 0,
  isAccumulating = false,
  bias = 0,
}: MatrixProduct): Instruction {
  return [
    matrixProduct,
    ...[a.rows, b.columns, a.columns],
    ...[left, a.rowStride, a.columnStride],
    ...[right, b.rowStride, b.columnStride],
    ...[output, outputStride, packBuffer, Number(isAccumulating), bias, groupSums],
    ...starts.flat(),
  ];
}

/**
 * A single row or column has the same memory layout as its transpose, so the product may be computed with the operands
 * swapped.
 */
function isBetterTransposed(a: Matrix, b: Matrix): boolean {
  return (b.columns === 1 && a.rowStride === 1) || (a.rows === 1 && b.columnStride !== 1);
}

/** True if the bias runs along the rows of the product as the instruction computes it. */
export function canFuseBias(program: Program, node: NodeId, bias: Shape): boolean {
  if (program.operator(node) !== matmul) return false;
  const shape = program.shape(node);
  const [rows = 0, columns = 0] = shape.slice(-2);
  return rows > 1 && columns > 1 && sizeOf(bias) === columns && operandLayoutOf(bias, shape) === 'row';
}

/** The kernel reads whole vectors along rows. Distant rows are worth packing if they are read often. */
function isWorthPacking(a: Matrix, b: Matrix): boolean {
  if (b.columnStride !== 1 && b.columns > 1) return true;
  return a.rows >= 16 && b.rows * b.rowStride > 2048;
}

/** In 32-bit floats: 64 bytes. */
const maxPanelWidth = 16;

/** The length of the longest block. */
const maxPanelRows = 128;

/** The length of a group in 32 bits, in which groups are shorter. */
const maxUngroupedLength = 32 * 64;
