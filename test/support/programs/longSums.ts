/** Sums of many terms in every layout, with the exact results as NumPy computes them in extended precision. */

import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import type { Precision } from '../../../server/src/engine/ir/precision.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { crossEntropy } from '../../../server/src/engine/operators/losses/crossEntropy.ts';
import { bceWithLogits, mse } from '../../../server/src/engine/operators/losses/losses.ts';
import { dot, matmul } from '../../../server/src/engine/operators/products.ts';
import { cumsum } from '../../../server/src/engine/operators/reductions/cumulative.ts';
import { norm, standardDeviation, variance } from '../../../server/src/engine/operators/reductions/deviations.ts';
import { logsumexp, mean, sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { scatterAdd } from '../../../server/src/engine/operators/shapes/indexing.ts';
import { sumTo } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { conv2d, conv2dInput, conv2dKernel } from '../../../server/src/engine/operators/windows/convolution.ts';
import { avgPool2d } from '../../../server/src/engine/operators/windows/pooling.ts';
import { runPython } from '../oracles/python.ts';

/** The numbers that are summed. */
export const termKinds = ['equal', 'positive', 'signed'] as const;
export type TermKind = (typeof termKinds)[number];

/** Errors must be smaller, relative to the sum of the terms' magnitudes. */
export const maxSumErrors: Readonly<Record<Precision, number>> = { f64: 1e-14, f32: 1e-6 };

export interface LongSum {
  /** Names the layout in the table of errors. */
  readonly layout: string;
  readonly operator: Operator;
  readonly operands: readonly Shape[];
  /** True if the second operand holds 0, 1, 0, 1, … instead of terms. */
  readonly hasClasses?: boolean;
  readonly attributes?: Attributes;
  /** The terms in Python, given the operands `X` and `Y` in extended precision, and the axes along which they are added. */
  readonly terms: string;
  readonly axes: readonly number[];
  /** The result in Python, given the number `n` of terms and the sum `t` of these or of their magnitudes; the sum itself if missing. */
  readonly result?: string;
  /** True if equal terms give 0, so that there is no relative error. */
  readonly isOfDeviations?: boolean;
}

const column = { axes: [0], terms: 'X' };

/** @param count the number of terms, a multiple of 10,000. */
export function longSums(count: number): readonly LongSum[] {
  const lines: Shape = [count, 2];
  const width = count / 1000;
  const side = Math.floor(Math.sqrt(count));
  return [
    { layout: 'sum of a vector', operator: sum, operands: [[count]], ...column },
    { layout: 'sum along the first axis', operator: sum, operands: [lines], attributes: { axis: [0] }, ...column },
    {
      layout: 'sum along the last axis',
      operator: sum,
      operands: [[2, count]],
      attributes: { axis: [-1], keep: true },
      terms: 'X',
      axes: [1],
    },
    {
      layout: 'sum along a middle axis',
      operator: sum,
      operands: [[2, count / 2, 2]],
      attributes: { axis: [1] },
      terms: 'X',
      axes: [1],
    },
    {
      layout: 'sum along the outer axes, long rows',
      operator: sum,
      operands: [[1000, 2, width]],
      attributes: { axis: [0, 2] },
      terms: 'X',
      axes: [0, 2],
    },
    {
      layout: 'sum along the outer axes, short rows',
      operator: sum,
      operands: [[count / 2, 2, 2]],
      attributes: { axis: [0, 2] },
      terms: 'X',
      axes: [0, 2],
    },
    {
      layout: 'sum along every second axis',
      operator: sum,
      operands: [[1000, 2, width, 1]],
      attributes: { axis: [0, 2], keep: true },
      terms: 'X',
      axes: [0, 2],
    },
    {
      layout: 'gradient of a bias',
      operator: sumTo,
      operands: [lines],
      attributes: { shape: [2] },
      terms: 'X',
      axes: [0],
    },
    {
      layout: 'gradient of a scalar that was broadcast',
      operator: sumTo,
      operands: [[1000, width]],
      attributes: { shape: [] },
      terms: 'X',
      axes: [0, 1],
    },
    {
      layout: 'mean of a vector',
      operator: mean,
      operands: [[count]],
      ...column,
      result: 't / n',
    },
    {
      layout: 'mean along the first axis',
      operator: mean,
      operands: [lines],
      attributes: { axis: [0] },
      ...column,
      result: 't / n',
    },
    {
      layout: 'mean of windows of a pooled image',
      operator: avgPool2d,
      operands: [[1, 1, side, side]],
      attributes: { size: side, stride: 1, padding: 0 },
      terms: 'X',
      axes: [2, 3],
      result: 't / n',
    },
    {
      layout: 'variance of a vector',
      operator: variance,
      operands: [[count]],
      terms: '(X - total(X, (0,)) / len(X)) ** 2',
      axes: [0],
      result: 't / n',
      isOfDeviations: true,
    },
    {
      layout: 'variance along the first axis',
      operator: variance,
      operands: [lines],
      attributes: { axis: [0] },
      terms: '(X - total(X, (0,)) / len(X)) ** 2',
      axes: [0],
      result: 't / n',
      isOfDeviations: true,
    },
    {
      layout: 'standard deviation along the first axis',
      operator: standardDeviation,
      operands: [lines],
      attributes: { axis: [0] },
      terms: '(X - total(X, (0,)) / len(X)) ** 2',
      axes: [0],
      result: 'np.sqrt(t / n)',
      isOfDeviations: true,
    },
    {
      layout: 'norm of a vector',
      operator: norm,
      operands: [[count]],
      terms: 'X ** 2',
      axes: [0],
      result: 'np.sqrt(t)',
    },
    {
      layout: 'norm along the first axis',
      operator: norm,
      operands: [lines],
      attributes: { axis: [0] },
      terms: 'X ** 2',
      axes: [0],
      result: 'np.sqrt(t)',
    },
    {
      layout: 'logsumexp of a vector',
      operator: logsumexp,
      operands: [[count]],
      terms: 'np.exp(X)',
      axes: [0],
      result: 'np.log(t)',
    },
    {
      layout: 'logsumexp along the first axis',
      operator: logsumexp,
      operands: [lines],
      attributes: { axis: [0] },
      terms: 'np.exp(X)',
      axes: [0],
      result: 'np.log(t)',
    },
    { layout: 'cumsum of a vector, its last element', operator: cumsum, operands: [[count]], ...column },
    {
      layout: 'cumsum along the first axis, its first elements in reverse',
      operator: cumsum,
      operands: [lines],
      attributes: { axis: [0], reverse: true },
      ...column,
    },
    { layout: 'dot product', operator: dot, operands: [[count], [count]], terms: 'X * Y', axes: [0] },
    {
      layout: 'product of matrices',
      operator: matmul,
      operands: [[2, count], lines],
      terms: 'X[:, :, None] * Y[None, :, :]',
      axes: [1],
    },
    {
      layout: 'product of matrices, the left one transposed',
      operator: matmul,
      operands: [lines, lines],
      attributes: { transposeLeft: true },
      terms: 'X[:, :, None] * Y[:, None, :]',
      axes: [0],
    },
    {
      layout: 'product of matrices, the right one transposed',
      operator: matmul,
      operands: [
        [2, count],
        [2, count],
      ],
      attributes: { transposeRight: true },
      terms: 'X[:, None, :] * Y[None, :, :]',
      axes: [2],
    },
    {
      layout: 'product of a batch of matrices',
      operator: matmul,
      operands: [
        [2, 1, count],
        [2, count, 1],
      ],
      terms: 'X[:, 0, :] * Y[:, :, 0]',
      axes: [1],
    },
    {
      layout: 'convolution',
      operator: conv2d,
      operands: [
        [1, 1, 1000, width],
        [2, 1, 1000, width],
      ],
      terms: 'X * Y',
      axes: [1, 2, 3],
    },
    {
      layout: 'gradient of the input of a convolution',
      operator: conv2dInput,
      operands: [
        [1, count, 1, 1],
        [count, 1, 1, 2],
      ],
      attributes: { shape: [1, 1, 1, 2] },
      terms: 'X[0, :, 0] * Y[:, 0, 0]',
      axes: [0],
    },
    {
      layout: 'gradient of the kernel of a convolution, many images',
      operator: conv2dKernel,
      operands: [
        [count / 10_000, 1, 100, 100],
        [count / 10_000, 1, 101, 100],
      ],
      attributes: { shape: [1, 1, 2, 1] },
      terms: 'np.stack([X * Y[:, :, :100], X * Y[:, :, 1:]])',
      axes: [1, 2, 3, 4],
    },
    {
      layout: 'gradient of the kernel of a convolution, one row',
      operator: conv2dKernel,
      operands: [
        [1, 1, 1, count],
        [1, 1, 1, count + 1],
      ],
      attributes: { shape: [1, 1, 1, 2] },
      terms: 'np.stack([X * Y[..., :-1], X * Y[..., 1:]])',
      axes: [1, 2, 3, 4],
    },
    {
      layout: 'gradient of a table of embeddings',
      operator: scatterAdd,
      operands: [[count], [count]],
      hasClasses: true,
      attributes: { shape: [2] },
      terms: 'np.stack([X[0::2], X[1::2]])',
      axes: [1],
    },
    {
      layout: 'mse',
      operator: mse,
      operands: [[count], [count]],
      terms: '(X - Y) ** 2',
      axes: [0],
      result: 't / n',
    },
    {
      layout: 'bce_with_logits',
      operator: bceWithLogits,
      operands: [[count], [count]],
      terms: 'np.maximum(X, 0) - X * Y + np.log1p(np.exp(-abs(X)))',
      axes: [0],
      result: 't / n',
    },
    {
      layout: 'cross_entropy of many samples',
      operator: crossEntropy,
      operands: [lines, [count]],
      hasClasses: true,
      terms: 'np.log(np.exp(X).sum(axis=1)) - np.where(Y == 0, X[:, 0], X[:, 1])',
      axes: [0],
      result: 't / n',
    },
    {
      layout: 'cross_entropy of a distribution over many classes',
      operator: crossEntropy,
      operands: [
        [1, count],
        [1, count],
      ],
      terms: 'Y[0] * (np.log(total(np.exp(X[0]), (0,))) - X[0])',
      axes: [0],
    },
  ];
}

/** The operands of a sum, rounded to the precision. */
export function operandsOf(
  { operands, hasClasses = false }: LongSum,
  kind: TermKind,
  precision: Precision,
): Float64Array[] {
  return operands.map((shape, operand) => {
    const numbers = new Float64Array(sizeOf(shape));
    for (let i = 0; i < numbers.length; i++) {
      numbers[i] = hasClasses && operand === 1 ? i % 2 : termOf(kind, operand, i);
    }
    return precision === 'f64' ? numbers : new Float64Array(new Float32Array(numbers));
  });
}

/** A number that Python computes with the same bits. */
function termOf(kind: TermKind, operand: number, index: number): number {
  if (kind === 'equal') return operand === 0 ? 0.1 : 0.7;
  const first = hash(2 * index + 1 + operand * 7_654_321);
  const second = hash(2 * index + 2 + operand * 7_654_321);
  const uniform = (first * 2 ** 21 + (second >>> 11)) / 2 ** 53;
  return kind === 'positive' ? uniform : uniform - 0.5;
}

function hash(number: number): number {
  let bits = Math.imul(number, 2_654_435_761);
  bits = Math.imul(bits ^ (bits >>> 15), 2_246_822_519);
  return (bits ^ (bits >>> 13)) >>> 0;
}

const preamble = `
import json
import numpy as np

def hashed(number):
    mask = np.uint64(0xffffffff)
    bits = (number * np.uint64(2654435761)) & mask
    bits = ((bits ^ (bits >> np.uint64(15))) * np.uint64(2246822519)) & mask
    return bits ^ (bits >> np.uint64(13))

def operand(kind, index, shape, precision, has_classes):
    i = np.arange(np.prod(shape, dtype=int), dtype=np.uint64)
    if has_classes and index == 1:
        numbers = (i % np.uint64(2)).astype(np.float64)
    elif kind == 'equal':
        numbers = np.full(i.shape, 0.1 if index == 0 else 0.7)
    else:
        offset = np.uint64(index * 7654321)
        two, one = np.uint64(2), np.uint64(1)
        first, second = hashed(two * i + one + offset), hashed(two * i + two + offset)
        numbers = (first * np.uint64(2 ** 21) + (second >> np.uint64(11))).astype(np.float64) / 2 ** 53
        if kind == 'signed':
            numbers -= 0.5
    if precision == 'f32':
        numbers = numbers.astype(np.float32)
    return numbers.astype(np.longdouble).reshape(shape)

def total(terms, axes):
    """Adds contiguous rows, which NumPy does pairwise."""
    kept = [axis for axis in range(terms.ndim) if axis not in axes]
    rows = np.ascontiguousarray(terms.transpose(kept + list(axes)))
    return rows.reshape([terms.shape[axis] for axis in kept] + [-1]).sum(axis=-1)
`;

/** The exact result, and the scale of its relative error: the result for the magnitudes of the terms. */
export interface ExactSum {
  readonly values: readonly number[];
  readonly scales: readonly number[];
}

export async function exactSum(
  { operands, hasClasses = false, terms, axes, result = 't' }: LongSum,
  kind: TermKind,
  precision: Precision,
): Promise<ExactSum> {
  const assignments = operands.map(
    (shape, i) => `${'XY'[i]} = operand('${kind}', ${i}, [${shape}], '${precision}', ${hasClasses ? 'True' : 'False'})`,
  );
  const printed = await runPython(`${preamble}
def run():
    """Frees its arrays, as a namespace would not."""
    assert np.finfo(np.longdouble).nmant >= 63
    ${assignments.join('\n    ')}
    terms, axes = ${terms}, [${axes}]
    n = int(np.prod([terms.shape[axis] for axis in axes]))
    result = lambda t: [float(value) for value in np.ravel(${result})]
    return {'values': result(total(terms, axes)), 'scales': result(total(abs(terms), axes))}

print(json.dumps(run()))
`);
  return JSON.parse(printed);
}
