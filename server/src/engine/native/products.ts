/** Products of matrices as instructions. */

import { type Matrix, matricesOf } from '../kernels/matmul.ts';
import { matrixProduct } from '../kernels/opcodes.ts';
import type { Emit } from './instruction.ts';

export const matrixProducts: Emit = ({ operands, output, shapes, attributes, scratch }) => {
  const { a, b, starts } = matricesOf(shapes.operands[0], shapes.operands[1], attributes);
  const [left, right] = operands;
  const product = isBetterTransposed(a, b)
    ? { a: transposed(b), b: transposed(a), left: right, right: left, starts: starts.map(([i, k]) => [k, i]) }
    : { a, b, left, right, starts };
  return [
    [
      matrixProduct,
      ...[product.a.rows, product.b.columns, product.a.columns],
      ...[product.left, product.a.rowStride, product.a.columnStride],
      ...[product.right, product.b.rowStride, product.b.columnStride],
      output,
      isWorthPacking(product.a, product.b) ? scratch(widestPanel * product.a.columns) : 0,
      ...product.starts.flat(),
    ],
  ];
};

/** What is one row, or one column, lies in memory as its transpose does: it may be made with the other operand on the right. */
function isBetterTransposed(a: Matrix, b: Matrix): boolean {
  return (b.columns === 1 && a.rowStride === 1) || (a.rows === 1 && b.columnStride !== 1);
}

function transposed({ batch, rows, columns, rowStride, columnStride }: Matrix): Matrix {
  return { batch, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride };
}

/** The kernel reads whole vectors along rows. Rows that lie far apart are worth being put together, if they are read often. */
function isWorthPacking(a: Matrix, b: Matrix): boolean {
  if (b.columnStride !== 1 && b.columns > 1) return true;
  return a.rows >= 16 && b.rows * b.rowStride > 2048;
}

/** In numbers of 32 bits. */
const widestPanel = 16;
