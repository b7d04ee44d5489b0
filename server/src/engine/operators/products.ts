/** Products of matrices and of vectors. */

import * as l10n from '@vscode/l10n';
import type { NodeId, ProgramBuilder } from '../ir/operator.ts';
import { formatShape, matmulShape, type Shape, shapesEqual, sizeOf } from '../ir/shape.ts';
import { multiplyMatrices } from '../tensorLoops/matmul.ts';
import { multiply } from './elementwise/arithmetic.ts';
import { callSignature, realSamples, tensorOperator } from './operatorRows.ts';
import { reshape, sumTo, transpose } from './shapes/shaping.ts';

export const matmul = tensorOperator({
  name: 'matmul',
  symbol: { kind: 'infix', text: '@', precedence: 'product' },
  noun: 'product',
  doc: 'The matrix product; leading axes broadcast, and a vector is a row on the left and a column on the right.',
  example: 'x @ W',
  gradientDoc: "each factor's gradient is the matrix product of the upstream gradient and the other factor, transposed",
  shape: ([left, right], { transposeLeft, transposeRight }) =>
    matmulShape(transposeLeft ? swapLastTwo(left) : left, transposeRight ? swapLastTwo(right) : right),
  forward: ([left, right], output, shapes, attributes) =>
    multiplyMatrices(left, shapes.operands[0], right, shapes.operands[1], output, attributes),
  multiplications: ([left], output) => sizeOf(output) * left[left.length - 1],
  vjp: [
    (p, g, [left, right]) => {
      const { rows, columns, adjoint } = asMatrices(p, left, right, g);
      return unbroadcastMatrix(p, p.add(matmul, [adjoint, swapLastAxes(p, columns)]), rows, left);
    },
    (p, g, [left, right]) => {
      const { rows, columns, adjoint } = asMatrices(p, left, right, g);
      return unbroadcastMatrix(p, p.add(matmul, [swapLastAxes(p, rows), adjoint]), columns, right);
    },
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([left, right], { transposeLeft, transposeRight }) =>
    `${left}${transposeLeft ? '.mT' : ''} @ ${right}${transposeRight ? '.mT' : ''}`,
});

/** Both operands and the adjoint, with vectors reshaped to matrices of one row or one column. */
function asMatrices(p: ProgramBuilder, left: NodeId, right: NodeId, adjoint: NodeId) {
  const leftShape = asRow(p.shape(left));
  const rightShape = asColumn(p.shape(right));
  const product = matmulShape(leftShape, rightShape) as Shape;
  return {
    rows: reshapeTo(p, left, leftShape),
    columns: reshapeTo(p, right, rightShape),
    adjoint: reshapeTo(p, adjoint, product),
  };
}

const asRow = (shape: Shape): Shape => (shape.length === 1 ? [1, shape[0]] : shape);
const asColumn = (shape: Shape): Shape => (shape.length === 1 ? [shape[0], 1] : shape);

export function reshapeTo(p: ProgramBuilder, node: NodeId, shape: Shape): NodeId {
  return shapesEqual(p.shape(node), shape) ? node : p.add(reshape, [node], { shape });
}

/** The adjoint summed over the leading axes that were broadcast, in the operand's own shape. */
export function unbroadcastMatrix(p: ProgramBuilder, contribution: NodeId, matrix: NodeId, operand: NodeId): NodeId {
  const shape = p.shape(matrix);
  const summed = shapesEqual(p.shape(contribution), shape) ? contribution : p.add(sumTo, [contribution], { shape });
  return reshapeTo(p, summed, p.shape(operand));
}

function swapLastAxes(p: ProgramBuilder, matrix: NodeId): NodeId {
  const rank = p.shape(matrix).length;
  if (rank === 2) return p.add(transpose, [matrix]);
  const axis = Array.from({ length: rank }, (_, i) => i);
  [axis[rank - 2], axis[rank - 1]] = [rank - 1, rank - 2];
  return p.add(transpose, [matrix], { axis });
}

const swapLastTwo = (shape: Shape): Shape => [...shape.slice(0, -2), shape[shape.length - 1], shape[shape.length - 2]];

export const dot = tensorOperator({
  name: 'dot',
  call: callSignature('dot', 'a', 'b'),
  doc: 'The dot product of two vectors.',
  example: 'dot(a, b)',
  gradientDoc: "each vector's gradient is the upstream gradient times the other vector",
  shape: ([a, b]) => {
    const title = l10n.t`dot of ${formatShape(a)} and ${formatShape(b)}`;
    if (a.length !== 1 || b.length !== 1) return { mismatch: l10n.t`${title}: both operands must be vectors; use @` };
    return a[0] === b[0] ? [] : { mismatch: `${title}: ${a[0]} ≠ ${b[0]}` };
  },
  forward: ([a, b], output, shapes) => multiplyMatrices(a, shapes.operands[0], b, shapes.operands[1], output, {}),
  vjp: [(p, g, [, b]) => p.add(multiply, [g, b]), (p, g, [a]) => p.add(multiply, [g, a])],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `torch.dot(${a}, ${b})`,
});

export const outer = tensorOperator({
  name: 'outer',
  call: callSignature('outer', 'a', 'b'),
  doc: 'The product of every element of `a` (rows of the result) with every element of `b` (columns).',
  example: 'outer(a, b)',
  gradientDoc: "each element's gradient is the sum of the other vector, weighted by the upstream gradient",
  shape: ([a, b]) => {
    if (a.length === 1 && b.length === 1) return [a[0], b[0]];
    return { mismatch: l10n.t`outer of ${formatShape(a)} and ${formatShape(b)}: both operands must be vectors` };
  },
  forward: ([a, b], output) => {
    for (let i = 0, index = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) output[index++] = a[i] * b[j];
  },
  vjp: [(p, g, [, b]) => p.add(matmul, [g, b]), (p, g, [a]) => p.add(matmul, [a, g])],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `torch.outer(${a}, ${b})`,
});
