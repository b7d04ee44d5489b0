/** Systems of linear equations and inverses. */

import * as l10n from '@vscode/l10n';
import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import {
  broadcastShapes,
  formatShape,
  isMismatch,
  type Mismatch,
  type Shape,
  shapesEqual,
  sizeOf,
} from '../../ir/shape.ts';
import { invertMatrices, solveMatrices } from '../../tensorLoops/linearAlgebra/elimination.ts';
import { negate } from '../elementwise/arithmetic.ts';
import { callSignature, nonZeroSamples, realSamples, tensorOperator } from '../operatorRows.ts';
import { matmul, reshapeTo, unbroadcastMatrix } from '../products.ts';
import { matrixTranspose } from '../shapes/shaping.ts';
import { squareMismatch } from './squareMatrices.ts';

export const solve = tensorOperator({
  name: 'solve',
  noun: 'solution',
  call: callSignature('solve', 'A', 'b'),
  doc: 'The solution x of A @ x = b for square matrices `A` and a vector or matrix `b`; leading axes broadcast, and one vector for each matrix is also a `b`.',
  example: 'solve(W.T @ W, [1, 2])',
  undefinedWhere: 'where a matrix is singular',
  gradientDoc:
    'solve passes solve(A.T, g) to b for its upstream gradient g, and the negative outer product of that and the solution to A',
  shape: ([a, b]) => {
    const mismatch = squareMismatch('solve', a) ?? rightSideMismatch(a, b);
    if (mismatch) return mismatch;
    const solution = solutionShape(a, b) as Shape;
    return isVector(a, b) ? solution.slice(0, -1) : solution;
  },
  forward: ([a, b], output, { operands: [shape, rightShape] }) =>
    solveMatrices(a, shape, b, asColumns(shape, rightShape), output),
  multiplications: ([a], output) => (sizeOf(a) * a[a.length - 1]) / 3 + sizeOf(output) * a[a.length - 1],
  vjp: [
    (p, g, [a, b], out) => {
      const { adjoint } = columnsAdjoint(p, g, a, b);
      const solution = reshapeTo(p, out, p.shape(adjoint));
      const product = p.add(matmul, [adjoint, p.add(matrixTranspose, [solution])]);
      return unbroadcastMatrix(p, p.add(negate, [product]), a, a);
    },
    (p, g, [a, b]) => {
      const { columns, adjoint } = columnsAdjoint(p, g, a, b);
      return unbroadcastMatrix(p, adjoint, columns, b);
    },
  ],
  sampleIntervals: [nonZeroSamples, realSamples],
  torch: ([a, b]) => `torch.linalg.solve(${a}, ${b})`,
});

export const inv = tensorOperator({
  name: 'inv',
  noun: 'inverse',
  call: callSignature('inv', 'A'),
  doc: 'The inverse of each square matrix in the last two axes; `solve(A, b)` is faster and more accurate than `inv(A) @ b`.',
  example: 'inv(W.T @ W)',
  undefinedWhere: 'where a matrix is singular',
  gradientDoc: 'inv multiplies the gradient by inv(A).T on either side, and negates it',
  shape: ([operand]) => squareMismatch('inv', operand) ?? operand,
  forward: ([operand], output, { operands: [shape] }) => invertMatrices(operand, shape, output),
  multiplications: ([operand]) => (sizeOf(operand) * operand[operand.length - 1] * 4) / 3,
  vjp: [
    (p, g, _, out) => {
      const transposed = p.add(matrixTranspose, [out]);
      return p.add(negate, [p.add(matmul, [p.add(matmul, [transposed, g]), transposed])]);
    },
  ],
  sampleIntervals: [nonZeroSamples],
  torch: ([operand]) => `torch.linalg.inv(${operand})`,
});

/** True if `b` is one vector for all matrices, or one for each matrix. */
function isVector(a: Shape, b: Shape): boolean {
  return b.length === 1 || shapesEqual(b, a.slice(0, -1));
}

/** The shape of `b` with vectors as matrices of one column. */
function asColumns(a: Shape, b: Shape): Shape {
  return isVector(a, b) ? [...b, 1] : b;
}

/** The shape of the solution for `b` as columns. */
function solutionShape(a: Shape, b: Shape): Shape | Mismatch {
  const columns = asColumns(a, b);
  const batch = broadcastShapes([a.slice(0, -2), columns.slice(0, -2)]);
  return isMismatch(batch) ? batch : [...batch, ...columns.slice(-2)];
}

function rightSideMismatch(a: Shape, b: Shape): Mismatch | undefined {
  const title = l10n.t`solve of ${formatShape(a)} and ${formatShape(b)}`;
  if (b.length === 0) return { mismatch: l10n.t`${title}: b must be a vector or a matrix` };
  const [rows] = asColumns(a, b).slice(-2);
  if (rows !== a[a.length - 1]) return { mismatch: `${title}: ${a[a.length - 1]} ≠ ${rows}` };
  const solution = solutionShape(a, b);
  return isMismatch(solution) ? { mismatch: l10n.t`${title}: the leading axes ${solution.mismatch}` } : undefined;
}

/** Appends the adjoint of `b` as columns, before it is summed over broadcast axes; `columns` is `b` itself. */
function columnsAdjoint(p: ProgramBuilder, g: NodeId, a: NodeId, b: NodeId) {
  const [shape, rightShape] = [p.shape(a), p.shape(b)];
  const columns = reshapeTo(p, b, asColumns(shape, rightShape));
  const upstream = reshapeTo(p, g, solutionShape(shape, rightShape) as Shape);
  return { columns, adjoint: p.add(solve, [p.add(matrixTranspose, [a]), upstream]) };
}
