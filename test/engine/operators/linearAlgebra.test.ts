/** Operators on square matrices. Values and gradients of the edge cases are also in edgeCases.test.ts. */

import { describe, expect, test } from 'vitest';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { cholesky } from '../../../server/src/engine/operators/linearAlgebra/cholesky.ts';
import { det } from '../../../server/src/engine/operators/linearAlgebra/determinant.ts';
import { inv, solve } from '../../../server/src/engine/operators/linearAlgebra/systems.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { matrixTranspose } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { isPytorchRequired } from '../../support/oracles/python.ts';
import { closeTo, hessiansOf, runPytorch } from '../../support/oracles/pytorchHessians.ts';
import { apply, refusal, vector } from '../../support/programs/applyOperator.ts';
import { edgeProgram } from '../../support/programs/edgeCases.ts';
import { linearAlgebraEdges } from '../../support/programs/edges/linearAlgebra.ts';

describe.runIf(isPytorchRequired)('compared with PyTorch', () => {
  const edges = linearAlgebraEdges.filter(([, , operands]) => operands.every(({ values }) => values.length > 0));

  test.each(edges)('the second derivatives of %s match', async (name, operator, operands) => {
    const { program, root } = edgeProgram({ name, operator, operands });
    const leaves = Array.from({ length: program.length }, (_, node) => node).filter(
      (node) => program.operator(node) === leaf,
    );
    const { ours, theirs } = await hessiansOf(program, root, leaves);
    expect(ours).toEqual(closeTo(theirs, ours, 1e-9));
  });

  test('the solution, the inverse and the determinant of a matrix of 60 × 60 match', async () => {
    const size = 60;
    const values = Array.from({ length: size * size }, (_, i) => Math.sin((i + 1) ** 2));
    const a = { shape: [size, size], values };
    const b = vector(...values.slice(0, size));
    const theirs = await runPytorch(`
a = torch.tensor(${JSON.stringify(values)}).reshape(${size}, ${size})
print(json.dumps([flat(torch.linalg.solve(a, a[0])), flat(torch.linalg.inv(a)), flat(torch.linalg.det(a))]))
`);
    const ours = [apply(solve, [a, b]), apply(inv, [a]), apply(det, [a])].map((result) => result.values);
    expect(ours).toEqual(closeTo(theirs, ours, 1e-10));
  });
});

test.each([[[0, 0, 0, 0]], [[1, 2, 2, 4]], [[0, 1, 0, 3]]])(
  'the singular matrix %j has no inverse, no solution and the determinant 0',
  (values) => {
    const matrix = { shape: [2, 2], values };
    expect(apply(inv, [matrix]).values).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(apply(solve, [matrix, vector(1, 2)]).values).toEqual([Number.NaN, Number.NaN]);
    expect(apply(det, [matrix]).values).toEqual([0]);
  },
);

test('a singular matrix does not change the results for others of a batch', () => {
  const batch = { shape: [2, 2, 2], values: [1, 2, 2, 4, 2, 0, 0, 4] };
  expect(apply(solve, [batch, vector(2, 4)]).values).toEqual([Number.NaN, Number.NaN, 1, 1]);
});

test.each([[[0, 0, 0, 0]], [[1, 2, 2, 1]], [[1, 1, 1, 1]], [[Number.NaN, 0, 0, 1]], [[1, Number.NaN, 0, 1]]])(
  'the matrix %j, which is not positive definite, has no Cholesky factor',
  (values) => {
    const batch = { shape: [2, 2, 2], values: [...values, 4, 0, 0, 9] };
    expect(apply(cholesky, [batch]).values).toEqual([...values.map(() => Number.NaN), 2, 0, 0, 3]);
  },
);

test('a Cholesky factor reproduces its matrix', () => {
  const matrix = { shape: [3, 3], values: [4, 2, -1, 2, 5, 3, -1, 3, 6] };
  const factor = apply(cholesky, [matrix]);
  const product = apply(matmul, [factor, apply(matrixTranspose, [factor])]);
  product.values.forEach((element, i) => {
    expect(element).toBeCloseTo(matrix.values[i], 14);
  });
});

test('NaN is not lost', () => {
  const matrix = { shape: [2, 2], values: [1, 2, Number.NaN, 4] };
  expect(apply(inv, [matrix]).values.every(Number.isNaN)).toBe(true);
  expect(apply(det, [matrix]).values).toEqual([Number.NaN]);
});

test.each([
  [inv, [[3]], 'inv of [3]: it needs two axes for matrices'],
  [det, [[]], 'det of a scalar: it needs two axes for matrices'],
  [cholesky, [[2, 3]], 'cholesky of [2, 3]: its matrices must be square, not 2 × 3'],
  [det, [[2, 3, 4]], 'det of [2, 3, 4]: its matrices must be square, not 3 × 4'],
  [solve, [[2, 3], [2]], 'solve of [2, 3]: its matrices must be square, not 2 × 3'],
  [solve, [[2, 2], []], 'solve of [2, 2] and scalar: b must be a vector or a matrix'],
  [solve, [[2, 2], [3]], 'solve of [2, 2] and [3]: 2 ≠ 3'],
  [
    solve,
    [
      [3, 2, 2],
      [2, 2, 1],
    ],
    "solve of [3, 2, 2] and [2, 2, 1]: the leading axes [3] and [2] don't broadcast: 3 ≠ 2 on the last axis",
  ],
])('$name of $1 is refused', (operator, shapes, mismatch) => {
  expect(refusal(operator, shapes)).toBe(mismatch);
});
