/** Gaussian elimination with partial pivoting, as in LAPACK's `getrf`. */

import type { Shape } from '../../ir/shape.ts';
import { matricesOf } from '../matmul.ts';

/**
 * Writes the solutions X of A @ X = B for matrices A [..., n, n] and B [..., n, k], whose leading axes broadcast. The solution
 * for a singular matrix is NaN.
 */
export function solveMatrices(
  a: Float64Array,
  aShape: Shape,
  b: Float64Array,
  bShape: Shape,
  output: Float64Array,
): void {
  const {
    a: { rows: size },
    b: { columns },
    starts,
  } = matricesOf(aShape, bShape, {});
  const count = size * columns;
  for (const [startA, startB, start] of starts) {
    const upper = a.slice(startA, startA + size * size);
    const solution = output.subarray(start, start + count);
    solution.set(b.subarray(startB, startB + count));
    if (eliminate(upper, size, solution, columns) === 0) solution.fill(Number.NaN);
    else substituteBack(upper, size, solution, columns);
  }
}

/** Writes the inverse of each matrix of [..., n, n], which is NaN for a singular one. */
export function invertMatrices(operand: Float64Array, shape: Shape, output: Float64Array): void {
  const size = shape[shape.length - 1];
  const identity = new Float64Array(size * size);
  for (let i = 0; i < size; i++) identity[i * size + i] = 1;
  solveMatrices(operand, shape, identity, [size, size], output);
}

/** Writes the determinant of each matrix of [..., n, n]. */
export function writeDeterminants(operand: Float64Array, shape: Shape, output: Float64Array): void {
  const size = shape[shape.length - 1];
  const nothing = new Float64Array(0);
  for (let i = 0; i < output.length; i++) {
    const upper = operand.slice(i * size * size, (i + 1) * size * size);
    let determinant = eliminate(upper, size, nothing, 0);
    if (determinant !== 0) for (let k = 0; k < size; k++) determinant *= upper[k * size + k];
    output[i] = determinant;
  }
}

/**
 * Makes a matrix upper triangular by subtracting multiples of rows, and does the same to the right-hand side. The numbers below
 * the diagonal are left over.
 * @returns 1 or −1, the sign of the permutation of the rows; 0 if the matrix is singular.
 */
function eliminate(matrix: Float64Array, size: number, right: Float64Array, columns: number): number {
  let sign = 1;
  for (let k = 0; k < size; k++) {
    const pivotRow = findPivot(matrix, size, k);
    const pivot = matrix[pivotRow * size + k];
    if (pivot === 0) return 0;
    if (pivotRow !== k) {
      sign = -sign;
      swapRows(matrix, size, k, pivotRow);
      swapRows(right, columns, k, pivotRow);
    }
    for (let row = k + 1; row < size; row++) {
      const factor = matrix[row * size + k] / pivot;
      for (let j = k + 1; j < size; j++) matrix[row * size + j] -= factor * matrix[k * size + j];
      for (let j = 0; j < columns; j++) right[row * columns + j] -= factor * right[k * columns + j];
    }
  }
  return sign;
}

/** The row from the diagonal down with the largest number in a column, or the first NaN. */
function findPivot(matrix: Float64Array, size: number, column: number): number {
  let pivotRow = column;
  let largest = Math.abs(matrix[column * size + column]);
  for (let row = column + 1; row < size && !Number.isNaN(largest); row++) {
    const candidate = Math.abs(matrix[row * size + column]);
    if (candidate <= largest) continue;
    largest = candidate;
    pivotRow = row;
  }
  return pivotRow;
}

function swapRows(matrix: Float64Array, columns: number, row: number, other: number): void {
  for (let j = 0; j < columns; j++) {
    const element = matrix[row * columns + j];
    matrix[row * columns + j] = matrix[other * columns + j];
    matrix[other * columns + j] = element;
  }
}

function substituteBack(upper: Float64Array, size: number, right: Float64Array, columns: number): void {
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) {
      const factor = upper[row * size + k];
      for (let j = 0; j < columns; j++) right[row * columns + j] -= factor * right[k * columns + j];
    }
    for (let j = 0; j < columns; j++) right[row * columns + j] /= upper[row * size + row];
  }
}
