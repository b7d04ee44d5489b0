/** Square matrices that need pivoting, broadcast or are almost singular; values, gradients and Hessians are compared with PyTorch. */

import type { Operator } from '../../../../server/src/engine/ir/operator.ts';
import { cholesky } from '../../../../server/src/engine/operators/linearAlgebra/cholesky.ts';
import { det } from '../../../../server/src/engine/operators/linearAlgebra/determinant.ts';
import { inv, solve } from '../../../../server/src/engine/operators/linearAlgebra/systems.ts';
import type { Tensor } from '../operatorCases.ts';

export type LinearAlgebraEdge = readonly [name: string, operator: Operator, operands: readonly Tensor[]];

const zeroDiagonal: Tensor = { shape: [3, 3], values: [0, 2, 1, 1, 0, -1, 3, 1, 0] };
const reversed: Tensor = { shape: [2, 2], values: [0, 1, 1, 0] };
const twoMatrices: Tensor = { shape: [2, 2, 2], values: [1, 2, 3, 4, 0, -1, 2, 1] };
const twoNumbers: Tensor = { shape: [2], values: [3, -1] };
const almostSingular: Tensor = { shape: [2, 2], values: [1, 1, 1, 1.001] };

const solved: readonly (readonly [name: string, a: Tensor, b: Tensor])[] = [
  ['of zeros on the diagonal', zeroDiagonal, { shape: [3], values: [1, -2, 0.5] }],
  ['with a matrix of right-hand sides', zeroDiagonal, { shape: [3, 2], values: [1, -2, 0.5, 0, 3, -1] }],
  ['of swapped rows', reversed, twoNumbers],
  ['of an almost singular matrix', almostSingular, twoNumbers],
  ['of a batch and one vector', twoMatrices, twoNumbers],
  ['of a batch and a vector for each matrix', twoMatrices, { shape: [2, 2], values: [1, 2, 3, 5] }],
  ['of one matrix and a batch', reversed, { shape: [2, 2, 1], values: [1, 2, 3, 5] }],
  ['of a batch and one matrix that is no batch of vectors', twoMatrices, { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }],
  [
    'of batches that broadcast',
    { ...twoMatrices, shape: [2, 1, 2, 2] },
    { shape: [3, 2, 1], values: [1, 2, 3, 5, 8, 9] },
  ],
  ['of no equations', { shape: [0, 0], values: [] }, { shape: [0], values: [] }],
  ['of no right-hand sides', reversed, { shape: [2, 0], values: [] }],
];

const squares: readonly (readonly [name: string, a: Tensor])[] = [
  ['of zeros on the diagonal', zeroDiagonal],
  ['of swapped rows', reversed],
  ['of an almost singular matrix', almostSingular],
  ['of a batch', { ...twoMatrices, shape: [2, 1, 2, 2] }],
  ['of one number', { shape: [1, 1], values: [-4] }],
  ['of an empty matrix', { shape: [0, 0], values: [] }],
  ['of no matrices', { shape: [0, 2, 2], values: [] }],
];

const positiveDefinite: readonly (readonly [name: string, a: Tensor])[] = [
  ['of a symmetric matrix', { shape: [3, 3], values: [4, 2, -1, 2, 5, 3, -1, 3, 6] }],
  ['of a matrix that is not symmetric', { shape: [2, 2], values: [3, 0.5, -1.5, 2] }],
  ['of a diagonal matrix', { shape: [3, 3], values: [4, 0, 0, 0, 9, 0, 0, 0, 1] }],
  ['of an almost singular matrix', { shape: [2, 2], values: [1, 1, 1, 1.01] }],
  ['of a batch', { shape: [2, 1, 2, 2], values: [2, 1, 1, 2, 3, -1, -1, 1] }],
  ['of one number', { shape: [1, 1], values: [4] }],
  ['of an empty matrix', { shape: [0, 0], values: [] }],
  ['of no matrices', { shape: [0, 2, 2], values: [] }],
];

export const linearAlgebraEdges: readonly LinearAlgebraEdge[] = [
  ...solved.map(([name, a, b]): LinearAlgebraEdge => [`solve ${name}`, solve, [a, b]]),
  ...[inv, det].flatMap((operator) =>
    squares.map(([name, a]): LinearAlgebraEdge => [`${operator.name} ${name}`, operator, [a]]),
  ),
  ...positiveDefinite.map(([name, a]): LinearAlgebraEdge => [`cholesky ${name}`, cholesky, [a]]),
];
