/** Test cases of operators on square matrices. */

import type { OperatorSpec, OperatorSpecs } from '../operatorCases.ts';

/** The determinant must be a part of the product of the rows' lengths that does not depend on how the elements are rounded. */
const minDeterminantShare = 0.2;

const positiveDefinite: Pick<OperatorSpec, 'isRoundingSafe'> = {
  isRoundingSafe: (value) =>
    blocksOf(value).every((matrix) => {
      const symmetric = matrix.map((row, i) => row.map((element, j) => (element + matrix[j][i]) / 2));
      return symmetric.every((_, last) => determinant(leadingBlock(symmetric, last + 1)) > 0.5);
    }),
};

const wellConditioned: Pick<OperatorSpec, 'isRoundingSafe'> = {
  isRoundingSafe: (value) =>
    blocksOf(value).every((matrix) => {
      const rowLengths = matrix.map((row) => Math.hypot(...row));
      return Math.abs(determinant(matrix)) > minDeterminantShare * rowLengths.reduce((product, it) => product * it, 1);
    }),
};

export const linearAlgebraCases: OperatorSpecs = {
  solve: {
    cases: [
      { shapes: [[2, 2], [2]] },
      {
        shapes: [
          [3, 3],
          [3, 2],
        ],
      },
      {
        shapes: [
          [2, 2, 2],
          [2, 2],
        ],
      },
      { shapes: [[2, 2, 2], [2]] },
      {
        shapes: [
          [2, 2],
          [3, 2, 1],
        ],
      },
      {
        shapes: [
          [2, 1, 2, 2],
          [3, 2, 2],
        ],
      },
      { shapes: [[1, 1], [1]] },
    ],
    acceptsPrefix: ([a]) => a.length > 1 && a.at(-1) === a.at(-2),
    ...wellConditioned,
  },
  inv: { cases: [{ shapes: [[2, 2]] }, { shapes: [[3, 3]] }, { shapes: [[2, 2, 2]] }], ...wellConditioned },
  det: { cases: [{ shapes: [[2, 2]] }, { shapes: [[3, 3]] }, { shapes: [[2, 1, 2, 2]] }], ...wellConditioned },
  cholesky: {
    cases: [{ shapes: [[1, 1]] }, { shapes: [[2, 2]] }, { shapes: [[3, 3]] }, { shapes: [[2, 2, 2]] }],
    // Random matrices are hardly ever positive definite.
    isExcludedFromRandomPrograms: true,
    ...positiveDefinite,
  },
};

function leadingBlock(matrix: readonly (readonly number[])[], size: number): (readonly number[])[] {
  return matrix.slice(0, size).map((row) => row.slice(0, size));
}

/** The square matrices that the elements may be, of any size that divides their number. */
function blocksOf(value: Float64Array): number[][][] {
  const blocks: number[][][] = [];
  for (let size = 1; size * size <= value.length; size++) {
    if (value.length % (size * size) > 0) continue;
    for (let start = 0; start < value.length; start += size * size) {
      blocks.push(
        Array.from({ length: size }, (_, row) => [...value.subarray(start + row * size, start + (row + 1) * size)]),
      );
    }
  }
  return blocks;
}

/** By Laplace's expansion along the first row; 0 for large matrices, which would take long. */
function determinant(matrix: readonly (readonly number[])[]): number {
  if (matrix.length > 4) return 0;
  if (matrix.length === 0) return 1;
  const [first, ...rest] = matrix;
  return first.reduce(
    (total, element, column) =>
      total + (column % 2 === 0 ? 1 : -1) * element * determinant(rest.map((row) => row.toSpliced(column, 1))),
    0,
  );
}
