/** Triangles of matrices. */

import * as l10n from '@vscode/l10n';
import type { TensorOperator } from '../../ir/operator.ts';
import { keepTriangle } from '../../tensorLoops/triangle.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { operandMismatch } from '../reductions/axes.ts';

export const tril = triangle('tril', 'lower', 'up to', (k) => (row, column) => column - row <= k);
export const triu = triangle('triu', 'upper', 'from', (k) => (row, column) => column - row >= k);

/** @param isKept which elements the triangle keeps, given the diagonal. */
function triangle(
  name: string,
  side: 'lower' | 'upper',
  preposition: 'up to' | 'from',
  isKept: (k: number) => (row: number, column: number) => boolean,
): TensorOperator {
  const operator = tensorOperator({
    name,
    noun: 'triangle',
    call: {
      name,
      parameters: [
        { name: 'x', kind: 'operand' },
        { name: 'k', kind: 'integer', default: 0, canBeNegative: true },
      ],
    },
    doc: `The ${side} triangle of each matrix in the last two axes, ${preposition} the diagonal or, with \`k\`, the one \`k\` above it; 0 elsewhere.`,
    example: `${name}(W)`,
    gradientDoc: `${name} passes the gradient to the elements that it keeps; the others receive 0`,
    shape: ([operand]) =>
      operand.length < 2 ? operandMismatch(name, operand, l10n.t('it needs two axes for matrices')) : operand,
    forward: ([x], output, { operands: [shape] }, { k = 0 }) => keepTriangle(x, shape, output, isKept(k)),
    vjp: [(p, g, _, out) => p.add(operator, [g], p.attributes(out))],
    sampleIntervals: [realSamples],
    torch: ([x], { k = 0 }) => `torch.${name}(${x}, diagonal=${k})`,
  });
  return operator;
}
