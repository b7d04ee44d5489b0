/** Instruction selection for matrix products. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { type Shape, sizeOf } from '../../../ir/shape.ts';
import { dot, matmul } from '../../../operators/linear/products.ts';
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
  const packBuffer = isWorthPacking(product.a, product.b) ? scratch(maxPanelWidth * product.a.columns) : 0;
  const fullProduct = { ...product, bias, output, outputStride: product.b.columns, scratch: packBuffer };
  return splitInner(fullProduct).map(productInstruction);
}

/** Splits the inner dimension, so that a panel of the right operand stays in the first-level cache. */
function splitInner(product: MatrixProduct): MatrixProduct[] {
  const { a, b, starts } = product;
  const count = Math.max(1, Math.ceil(a.columns / maxPanelRows));
  const length = Math.ceil(a.columns / count);
  return Array.from({ length: count }, (_, blockIndex) => {
    const firstRow = blockIndex * length;
    const inner = Math.min(length, a.columns - firstRow);
    return {
      ...product,
      a: { ...a, columns: inner },
      b: { ...b, rows: inner },
      isAccumulating: blockIndex > 0,
      bias: blockIndex === count - 1 ? (product.bias ?? 0) : 0,
      starts: starts.map(([i, k, to]) => [i + firstRow * a.columnStride, k + firstRow * b.rowStride, to]),
    };
  });
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
  readonly scratch?: number;
  /** True if the product is added to the output. */
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
  scratch = 0,
  isAccumulating = false,
  bias = 0,
}: MatrixProduct): Instruction {
  return [
    matrixProduct,
    ...[a.rows, b.columns, a.columns],
    ...[left, a.rowStride, a.columnStride],
    ...[right, b.rowStride, b.columnStride],
    ...[output, outputStride, scratch, Number(isAccumulating), bias],
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

/** 64 bytes each, which leaves a third of a 48 KB cache to the left operand. */
const maxPanelRows = 512;
