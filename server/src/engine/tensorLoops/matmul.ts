/** Matrix products. Transposed operands are read through their strides, without copying. */

import type { Attributes } from '../ir/operator.ts';
import { broadcastShapes, broadcastStrides, type Shape, sizeOf } from '../ir/shape.ts';
import { addTerms } from './compensatedSum.ts';

/** Products of [..., n, k] and [..., k, m], or of their transposes, as [..., n, m]; the leading axes broadcast. */
export function multiplyMatrices(
  left: Float64Array,
  leftShape: Shape,
  right: Float64Array,
  rightShape: Shape,
  output: Float64Array,
  attributes: Attributes,
): void {
  const { a, b, starts } = matricesOf(leftShape, rightShape, attributes);
  for (const [startA, startB, start] of starts) {
    writeProduct(left, startA, a, right, startB, b, output, start, b.columns);
  }
}

/** The size of a matrix and its strides in elements: from one row to the next, and from one element of a row to the next. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

export function transposed({ rows, columns, rowStride, columnStride }: Matrix): Matrix {
  return { rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride };
}

/**
 * The layout of the matrices in both operands, and for each product of a batch the offsets of its two factors and of its
 * result. A vector is one row on the left and one column on the right.
 */
export function matricesOf(
  left: Shape,
  right: Shape,
  { transposeLeft = false, transposeRight = false }: Attributes,
): { readonly a: Matrix; readonly b: Matrix; readonly starts: readonly (readonly [number, number, number])[] } {
  const a = matrixOf(left.length === 1 ? [1, left[0]] : left, transposeLeft);
  const b = matrixOf(right.length === 1 ? [right[0], 1] : right, transposeRight);
  const batches = [left.slice(0, -2), right.slice(0, -2)];
  const batch = broadcastShapes(batches) as Shape;
  const [startsA, startsB] = [a, b].map((matrix, i) => startsOf(matrix, batches[i], batch));
  return { a, b, starts: startsA.map((startA, i) => [startA, startsB[i], i * a.rows * b.columns]) };
}

function matrixOf(shape: Shape, isTransposed: boolean): Matrix {
  const [rows, columns] = shape.slice(-2);
  const matrix = { rows, columns, rowStride: columns, columnStride: 1 };
  return isTransposed ? transposed(matrix) : matrix;
}

/** The offset in the operand of each matrix of the broadcast batch. */
function startsOf({ rows, columns }: Matrix, operandBatch: Shape, batch: Shape): number[] {
  const strides = broadcastStrides(operandBatch, batch);
  return Array.from({ length: sizeOf(batch) }, (_, batchIndex) => {
    let start = 0;
    for (let axis = batch.length - 1, remainder = batchIndex; axis >= 0; axis--) {
      start += (remainder % batch[axis]) * strides[axis];
      remainder = Math.floor(remainder / batch[axis]);
    }
    return start * rows * columns;
  });
}

/**
 * The blocks in which the products of an element of the result are added: those of a block one after another, the sums of a
 * group's blocks one after another, and the sums of the groups with their rounding errors, so that the error of a long sum
 * stays small. `assembly/products/gemm.ts` does the same.
 */
const blockLength = 128;
const maxGroupLength = 32 * blockLength;

/** An index range: of products in a block, or of blocks in a group. */
type Range = readonly [start: number, end: number];

/** Divides a length into as few equal ranges of at most `maxLength` as possible; the last one may be shorter. */
function divide(length: number, maxLength: number): Range[] {
  const count = Math.max(1, Math.ceil(length / maxLength));
  const rangeLength = Math.ceil(length / count);
  return Array.from({ length: count }, (_, i) => [
    Math.min(length, i * rangeLength),
    Math.min(length, (i + 1) * rangeLength),
  ]);
}

/**
 * Writes a product to the output, or adds it.
 * @param outputStride the stride of the output's rows; offsets and strides count elements.
 */
export function writeProduct(
  left: Float64Array,
  leftStart: number,
  a: Matrix,
  right: Float64Array,
  rightStart: number,
  b: Matrix,
  output: Float64Array,
  start: number,
  outputStride: number,
  isAccumulating = false,
): void {
  const groups = divide(a.columns, maxGroupLength).map(([first, end]) =>
    divide(end - first, blockLength).map(([from, to]): Range => [first + from, first + to]),
  );
  const isBlocked = isAccumulating || a.columns > blockLength;
  const block = new Float64Array(isBlocked ? b.columns : 0);
  const group = new Float64Array(groups.length > 1 ? b.columns : 0);
  const errors = new Float64Array(group.length);
  const addBlocks = (leftRow: number, blocks: readonly Range[], target: Float64Array, targetRow: number): void => {
    for (const [first, end] of blocks) {
      block.fill(0);
      addBlock(left, leftRow, a, right, rightStart, b, first, end, block, 0);
      for (let j = 0; j < b.columns; j++) target[targetRow + j] += block[j];
    }
  };
  for (let i = 0; i < a.rows; i++) {
    const leftRow = leftStart + i * a.rowStride;
    const outputRow = start + i * outputStride;
    if (!isAccumulating) output.fill(0, outputRow, outputRow + b.columns);
    if (!isBlocked) {
      addBlock(left, leftRow, a, right, rightStart, b, 0, a.columns, output, outputRow);
    } else if (groups.length === 1) {
      addBlocks(leftRow, groups[0], output, outputRow);
    } else {
      errors.fill(0);
      for (const blocks of groups) {
        group.fill(0);
        addBlocks(leftRow, blocks, group, 0);
        addTerms(output, outputRow, errors, 0, group, b.columns);
      }
    }
  }
}

/**
 * Adds some products of a row of the left operand to a row of the output, so that the inner loop runs along rows of the right
 * operand. Four of these are processed together, so that each element of the output is loaded and stored once per four
 * products; these are added in order.
 */
function addBlock(
  left: Float64Array,
  leftRow: number,
  { columnStride: leftStride }: Matrix,
  right: Float64Array,
  rightStart: number,
  { rowStride, columnStride, columns }: Matrix,
  first: number,
  end: number,
  output: Float64Array,
  outputRow: number,
): void {
  const unrolledEnd = end - ((end - first) % 4);
  for (let k = first; k < unrolledEnd; k += 4) {
    const factor0 = left[leftRow + k * leftStride];
    const factor1 = left[leftRow + (k + 1) * leftStride];
    const factor2 = left[leftRow + (k + 2) * leftStride];
    const factor3 = left[leftRow + (k + 3) * leftStride];
    let rightOffset = rightStart + k * rowStride;
    for (let j = 0; j < columns; j++) {
      let sum = output[outputRow + j];
      sum += factor0 * right[rightOffset];
      sum += factor1 * right[rightOffset + rowStride];
      sum += factor2 * right[rightOffset + 2 * rowStride];
      sum += factor3 * right[rightOffset + 3 * rowStride];
      output[outputRow + j] = sum;
      rightOffset += columnStride;
    }
  }
  for (let k = unrolledEnd; k < end; k++) {
    const factor = left[leftRow + k * leftStride];
    const rightRow = rightStart + k * rowStride;
    for (let j = 0; j < columns; j++) output[outputRow + j] += factor * right[rightRow + j * columnStride];
  }
}
