/** Cholesky factorization, as in LAPACK's `potrf`. */

import type { Shape } from '../../ir/shape.ts';

/**
 * Writes the lower triangular factor L of each matrix A of [..., n, n], with L @ L.T equal to the mean of A and its transpose.
 * The factor of a matrix that is not positive definite is NaN.
 */
export function writeCholeskyFactors(operand: Float64Array, shape: Shape, output: Float64Array): void {
  const size = shape[shape.length - 1];
  for (let start = 0; start < output.length; start += size * size) {
    const factor = output.subarray(start, start + size * size);
    if (!factorize(operand.subarray(start, start + size * size), size, factor)) factor.fill(Number.NaN);
  }
}

/** @returns false if the matrix is not positive definite. */
function factorize(matrix: Float64Array, size: number, factor: Float64Array): boolean {
  factor.fill(0);
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let rest = matrix[row * size + column] / 2 + matrix[column * size + row] / 2;
      for (let k = 0; k < column; k++) rest -= factor[row * size + k] * factor[column * size + k];
      if (row > column) factor[row * size + column] = rest / factor[column * size + column];
      else if (rest > 0) factor[row * size + row] = Math.sqrt(rest);
      else return false;
    }
  }
  return true;
}
