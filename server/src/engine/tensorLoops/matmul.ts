/** Matrix products. Transposed operands are read through their strides, without copying. */

import type { Attributes } from '../ir/operator.ts';
import { broadcastShapes, broadcastStrides, type Shape, sizeOf } from '../ir/shape.ts';

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
  output.fill(0);
  for (const [startA, startB, start] of starts) {
    addProduct(left, startA, a, right, startB, b, output, start, b.columns);
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
 * Adds a product to the output, row by row, so that the inner loop runs along rows of the output and of the right operand.
 * Four rows of the right operand are processed together, so that each output element is loaded and stored once per four
 * products; these are added in order.
 * @param outputStride the stride of the output's rows; offsets and strides count elements.
 */
export function addProduct(
  left: Float64Array,
  leftStart: number,
  a: Matrix,
  right: Float64Array,
  rightStart: number,
  b: Matrix,
  output: Float64Array,
  start: number,
  outputStride: number,
): void {
  const { rowStride, columnStride } = b;
  const unrolledColumns = a.columns - (a.columns % 4);
  for (let i = 0; i < a.rows; i++) {
    const outputRow = start + i * outputStride;
    const leftRow = leftStart + i * a.rowStride;
    for (let k = 0; k < unrolledColumns; k += 4) {
      const factor0 = left[leftRow + k * a.columnStride];
      const factor1 = left[leftRow + (k + 1) * a.columnStride];
      const factor2 = left[leftRow + (k + 2) * a.columnStride];
      const factor3 = left[leftRow + (k + 3) * a.columnStride];
      let rightOffset = rightStart + k * rowStride;
      for (let j = 0; j < b.columns; j++) {
        let sum = output[outputRow + j];
        sum += factor0 * right[rightOffset];
        sum += factor1 * right[rightOffset + rowStride];
        sum += factor2 * right[rightOffset + 2 * rowStride];
        sum += factor3 * right[rightOffset + 3 * rowStride];
        output[outputRow + j] = sum;
        rightOffset += columnStride;
      }
    }
    for (let k = unrolledColumns; k < a.columns; k++) {
      const factor = left[leftRow + k * a.columnStride];
      const rightRow = rightStart + k * rowStride;
      for (let j = 0; j < b.columns; j++) output[outputRow + j] += factor * right[rightRow + j * columnStride];
    }
  }
}
