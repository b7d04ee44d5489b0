/** Products of matrices as instructions. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { type Shape, sizeOf } from '../../../ir/shape.ts';
import { type Matrix, matricesOf, transposed } from '../../../kernels/matmul.ts';
import { dot, matmul } from '../../../operators/linear/products.ts';
import { matrixProduct } from '../opcodes.ts';
import { lieOf } from './broadcastLayout.ts';
import type { Emit, Instruction, Site } from './instruction.ts';

export const products: readonly (readonly [Operator, Emit])[] = [
  [matmul, matrixProducts],
  [dot, matrixProducts],
];

export function matrixProducts({
  operands: [left, right],
  output,
  shapes,
  attributes,
  row = 0,
  scratch,
}: Site): Instruction[] {
  const { a, b, starts } = matricesOf(shapes.operands[0], shapes.operands[1], attributes);
  const product = isBetterTransposed(a, b)
    ? { left: right, a: transposed(b), right: left, b: transposed(a), starts: starts.map(([i, k, to]) => [k, i, to]) }
    : { left, a, right, b, starts };
  const packed = isWorthPacking(product.a, product.b) ? scratch(widestPanel * product.a.columns) : 0;
  const whole = { ...product, row, output, outputStride: product.b.columns, scratch: packed };
  return inBlocks(whole).map(productOf);
}

/** The products of as many rows of the right operand at a time as let a panel of them stay in the nearest cache. */
function inBlocks(product: Product): Product[] {
  const { a, b, starts } = product;
  const count = Math.max(1, Math.ceil(a.columns / mostRowsOfPanel));
  const length = Math.ceil(a.columns / count);
  return Array.from({ length: count }, (_, block) => {
    const first = block * length;
    const inner = Math.min(length, a.columns - first);
    return {
      ...product,
      a: { ...a, columns: inner },
      b: { ...b, rows: inner },
      isAdded: block > 0,
      row: block === count - 1 ? (product.row ?? 0) : 0,
      starts: starts.map(([i, k, to]) => [i + first * a.columnStride, k + first * b.rowStride, to]),
    };
  });
}

/** What `matrixProduct` is told. */
export interface Product {
  readonly left: number;
  readonly a: Matrix;
  readonly right: number;
  readonly b: Matrix;
  readonly output: number;
  /** From row to row. */
  readonly outputStride: number;
  /** Where each two matrices begin, and their product, counted from left, right and output. */
  readonly starts: readonly (readonly number[])[];
  readonly scratch?: number;
  /** To what is there. */
  readonly isAdded?: boolean;
  /** What is added to each row once it is made. */
  readonly row?: number;
}

export function productOf({
  left,
  a,
  right,
  b,
  output,
  outputStride,
  starts,
  scratch = 0,
  isAdded = false,
  row = 0,
}: Product): Instruction {
  return [
    matrixProduct,
    ...[a.rows, b.columns, a.columns],
    ...[left, a.rowStride, a.columnStride],
    ...[right, b.rowStride, b.columnStride],
    ...[output, outputStride, scratch, Number(isAdded), row],
    ...starts.flat(),
  ];
}

/** What is one row, or one column, lies in memory as its transpose does: it may be made with the other operand on the right. */
function isBetterTransposed(a: Matrix, b: Matrix): boolean {
  return (b.columns === 1 && a.rowStride === 1) || (a.rows === 1 && b.columnStride !== 1);
}

/** Whether an instruction can add a row to each row that it makes: they are what the product calls rows. */
export function takesRow(program: Program, node: NodeId, row: Shape): boolean {
  if (program.operator(node) !== matmul) return false;
  const shape = program.shape(node);
  const [rows = 0, columns = 0] = shape.slice(-2);
  return rows > 1 && columns > 1 && sizeOf(row) === columns && lieOf(row, shape) === 'row';
}

/** The kernel reads whole vectors along rows. Rows that lie far apart are worth being put together, if they are read often. */
function isWorthPacking(a: Matrix, b: Matrix): boolean {
  if (b.columnStride !== 1 && b.columns > 1) return true;
  return a.rows >= 16 && b.rows * b.rowStride > 2048;
}

/** In numbers of 32 bits: 64 bytes. */
const widestPanel = 16;

/** Of 64 bytes each, which leaves a third of a cache of 48 KB to the left operand. */
const mostRowsOfPanel = 512;
