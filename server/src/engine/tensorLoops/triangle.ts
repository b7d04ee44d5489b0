/** Triangles of the matrices in the last two axes. */

import type { Shape } from '../ir/shape.ts';

/** Copies the elements that are kept, and writes 0 elsewhere. */
export function keepTriangle(
  operand: Float64Array,
  shape: Shape,
  output: Float64Array,
  isKept: (row: number, column: number) => boolean,
): void {
  const [rows, columns] = shape.slice(-2);
  let i = 0;
  while (i < output.length) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, i++) output[i] = isKept(row, column) ? operand[i] : 0;
    }
  }
}
