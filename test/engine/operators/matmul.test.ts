/** The matrix product adds its terms one by one, in order, for every block size. */

import { describe, expect, test } from 'vitest';
import { multiplyMatrices } from '../../../server/src/engine/tensorLoops/matmul.ts';

const rows = 3;
const columns = 2;

/** Numbers whose sums are rounded, so that another order gives other bits. */
const numbers = (count: number, start: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin(start + i) * 10 ** (i % 5));

function transposed(matrix: Float64Array, height: number, width: number): Float64Array {
  return Float64Array.from(matrix, (_, i) => matrix[(i % height) * width + Math.floor(i / height)]);
}

describe.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 11])('a matrix product of %i terms', (terms) => {
  const left = numbers(rows * terms, 1);
  const right = numbers(terms * columns, 2);
  const expected = Float64Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    let sum = 0;
    for (let k = 0; k < terms; k++) sum += left[row * terms + k] * right[k * columns + column];
    return sum;
  });

  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('adds its terms in order with transposeLeft = %s, transposeRight = %s', (transposeLeft, transposeRight) => {
    const output = new Float64Array(rows * columns);
    multiplyMatrices(
      transposeLeft ? transposed(left, rows, terms) : left,
      transposeLeft ? [terms, rows] : [rows, terms],
      transposeRight ? transposed(right, terms, columns) : right,
      transposeRight ? [columns, terms] : [terms, columns],
      output,
      { transposeLeft, transposeRight },
    );
    expect(output).toEqual(expected);
  });
});
