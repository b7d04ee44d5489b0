/** Determinants. */

import { sizeOf } from '../../ir/shape.ts';
import { writeDeterminants } from '../../tensorLoops/linearAlgebra/elimination.ts';
import { multiply } from '../elementwise/arithmetic.ts';
import { callSignature, nonZeroSamples, tensorOperator } from '../operatorRows.ts';
import { reshapeTo } from '../products.ts';
import { matrixTranspose } from '../shapes/shaping.ts';
import { squareMismatch } from './squareMatrices.ts';
import { inv } from './systems.ts';

export const det = tensorOperator({
  name: 'det',
  noun: 'determinant',
  call: callSignature('det', 'A'),
  doc: 'The determinant of each square matrix in the last two axes.',
  example: 'det(W.T @ W)',
  gradientDoc: 'det multiplies the gradient by det(A) · inv(A).T, which is NaN for a singular matrix',
  shape: ([operand]) => squareMismatch('det', operand) ?? operand.slice(0, -2),
  forward: ([operand], output, { operands: [shape] }) => writeDeterminants(operand, shape, output),
  multiplications: ([operand]) => (sizeOf(operand) * operand[operand.length - 1]) / 3,
  vjp: [
    (p, g, [operand], out) => {
      const factor = reshapeTo(p, p.add(multiply, [g, out]), [...p.shape(out), 1, 1]);
      return p.add(multiply, [factor, p.add(matrixTranspose, [p.add(inv, [operand])])]);
    },
  ],
  sampleIntervals: [nonZeroSamples],
  torch: ([operand]) => `torch.linalg.det(${operand})`,
});
