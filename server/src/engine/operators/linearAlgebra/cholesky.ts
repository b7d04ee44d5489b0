/** Cholesky factors. The gradient is the symmetric one of Murray, "Differentiation of the Cholesky decomposition", 2016. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { sizeOf } from '../../ir/shape.ts';
import { writeCholeskyFactors } from '../../tensorLoops/linearAlgebra/cholesky.ts';
import { add, multiply } from '../elementwise/arithmetic.ts';
import { callSignature, positiveSamples, tensorOperator } from '../operatorRows.ts';
import { matmul } from '../products.ts';
import { matrixTranspose } from '../shapes/shaping.ts';
import { tril } from '../shapes/triangles.ts';
import { squareMismatch } from './squareMatrices.ts';
import { solve } from './systems.ts';

export const cholesky = tensorOperator({
  name: 'cholesky',
  noun: 'factor',
  call: callSignature('cholesky', 'A'),
  doc: 'The lower triangular L with L @ L.T = A for each positive definite matrix in the last two axes; of a matrix that is not symmetric, for the mean of A and A.T.',
  example: 'cholesky(W.T @ W)',
  undefinedWhere: 'where a matrix is not positive definite',
  gradientDoc:
    'cholesky mirrors the lower triangle of L.T @ g for its upstream gradient g, halves it, and multiplies it by inv(L).T on the left and inv(L) on the right',
  shape: ([operand]) => squareMismatch('cholesky', operand) ?? operand,
  forward: ([operand], output, { operands: [shape] }) => writeCholeskyFactors(operand, shape, output),
  multiplications: ([operand]) => (sizeOf(operand) * operand[operand.length - 1]) / 6,
  vjp: [
    (p, g, _, factor) => {
      const transposed = p.add(matrixTranspose, [factor]);
      const middle = symmetric(p, p.add(matmul, [transposed, g]));
      const half = p.add(solve, [transposed, middle]);
      return p.add(solve, [transposed, p.add(matrixTranspose, [half])]);
    },
  ],
  sampleIntervals: [positiveSamples],
  torch: ([operand]) => `torch.linalg.cholesky((${operand} + ${operand}.mT) / 2)`,
});

/** Appends half of the symmetric matrix that has the lower triangle of the operand. */
function symmetric(p: ProgramBuilder, matrix: NodeId): NodeId {
  const lower = p.add(tril, [matrix]);
  const upper = p.add(matrixTranspose, [p.add(tril, [matrix], { k: -1 })]);
  return p.add(multiply, [p.add(add, [lower, upper]), p.addConstant(0.5)]);
}
