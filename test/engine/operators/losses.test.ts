/** Losses at bounds, kinks and overflows, compared with PyTorch unless PyTorch refuses them. */

import { beforeAll, describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { crossEntropy } from '../../../server/src/engine/operators/losses/crossEntropy.ts';
import * as losses from '../../../server/src/engine/operators/losses/losses.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { sumOf } from '../../../server/src/engine/tensorLoops/sum.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { pytorchDifferences } from '../../support/oracles/pytorchComparison.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

const { bce, bceWithLogits, hinge, huber, klDiv, mae, mse } = losses;

type Pair = readonly [prediction: number, target: number];
type Matrix = readonly (readonly number[])[];

const low = Number.NEGATIVE_INFINITY;

const pairs: readonly (readonly [name: string, loss: Operator, pairs: readonly Pair[], attributes: Attributes])[] = [
  ['mse of errors of any size', mse, pairsOf([3, 0, -0, 1e-200, 1e200, Infinity], [3, -1e200]), {}],
  ['mae of errors of any size', mae, pairsOf([3, 0, -0, 1e-200, 1e200, Infinity], [3, 0, -1e200]), {}],
  ['huber at delta and around it', huber, pairsOf([-2, -1, -0.5, 0, 0.5, 1, 2, 1e200, Infinity], [0]), {}],
  ['huber with another delta', huber, pairsOf([-1, -0.25, 0.125, 0.25, 0.5], [0]), { delta: 0.25 }],
  ['huber with an infinite delta', huber, pairsOf([-1, 1e100], [0]), { delta: Infinity }],
  ['bce at 0 and 1', bce, pairsOf([0, 1e-200, 1e-13, 0.25, 1 - 2 ** -52, 1], [0, 0.25, 1]), {}],
  ['bce_with_logits at ±1000', bceWithLogits, pairsOf([-1000, -1, 0, 1, 20, 1000], [0, 0.5, 1]), {}],
  ['bce_with_logits at ∞ for the wrong class', bceWithLogits, pairsOf([Infinity], [0]), {}],
  ['hinge at its kink', hinge, pairsOf([-2, -1, -0.5, 0, 0.5, 1, 2, Infinity], [-1, 1]), {}],
  ['kl_div at 0 and of invalid probabilities', klDiv, pairsOf([low, -1000, -1, 0], [-1, 0, 1e-200, 0.5, 1]), {}],
];

interface Sample {
  readonly logits: Matrix;
  readonly target: readonly number[] | Matrix;
}

const samples: readonly (readonly [name: string, sample: Sample])[] = [
  ['logits that would overflow', { logits: [[1000, 0, -1000]], target: [2] }],
  ['a class of −0', { logits: [[1, 2, 3]], target: [-0] }],
  ['one class', { logits: [[3], [4]], target: [0, 0] }],
  ['equal logits', { logits: [[5, 5, 5]], target: [1] }],
  ['a logit of −∞ for another class', { logits: [[1, 0, low]], target: [0] }],
  ['a logit of −∞ for the class itself', { logits: [[1, 0, low]], target: [2] }],
  ['logits of −∞ only', { logits: [[low, low]], target: [1] }],
  ['probabilities of overflowing logits', { logits: [[1000, 0, -1000]], target: [[0, 0.5, 0.5]] }],
  [
    'probabilities that do not add up to 1',
    {
      logits: [
        [1, 2, 3],
        [-1, 0, 1],
      ],
      target: [
        [1, 2, 3],
        [0, 0, 0],
      ],
    },
  ],
  ['a probability of 0 at −∞', { logits: [[1, 0, low]], target: [[0.5, 0.5, 0]] }],
  [
    'as many samples as classes',
    {
      logits: [
        [1, 2],
        [3, 5],
      ],
      target: [1, 0],
    },
  ],
];

describe.runIf(isPytorchRequired)('the comparison of losses with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  describe.each(['mean', 'sum', 'none'] as const)('with reduction = %s', (reduction) => {
    test.each(pairs)('passes for %s', async (_, loss, rows, attributes) => {
      const program = new Program();
      const operands = [0, 1].map((side) =>
        tensorLeaf(
          program,
          rows.map((row) => row[side]),
          [rows.length],
        ),
      );
      expect(await disagreements(program, loss, operands, { ...attributes, reduction })).toEqual([]);
    });

    test.each(samples)('passes for cross_entropy of %s', async (_, { logits, target }) => {
      const program = new Program();
      const operands = [logits, target].map((rows) => matrixLeaf(program, rows));
      expect(await disagreements(program, crossEntropy, operands, { reduction })).toEqual([]);
    });
  });

  test.each([
    ['a class', [0, 3, -2], 1, []],
    ['probabilities', [0, 3, -2], [0.25, 0.5, 0.25], [3]],
  ] as const)('passes for cross_entropy of one sample and %s', async (_, logits, target, shape) => {
    const program = new Program();
    const operands = [tensorLeaf(program, logits, [3]), tensorLeaf(program, [target].flat(), shape)];
    expect(await disagreements(program, crossEntropy, operands, {})).toEqual([]);
  });

  test.each(Object.values(losses).map((loss) => [loss.name, loss] as const))(
    'passes for the mean of %s over broadcast operands',
    async (_, loss) => {
      const program = new Program();
      const operands = [tensorLeaf(program, [0.25, 0.5], [2, 1]), tensorLeaf(program, [0.125, 0.75, 1], [3])];
      expect(await disagreements(program, loss, operands, {})).toEqual([]);
    },
  );
});

describe('an input that PyTorch refuses', () => {
  test.each([3, -1, 0.5, -100, Number.NaN])('gives a NaN loss and gradient for a class of %d among 3', (target) => {
    expect(at(crossEntropy, [[1, 2, 3], [target]], [[3], []])).toEqual([
      [Number.NaN],
      [Number.NaN, Number.NaN, Number.NaN],
      [0],
    ]);
  });

  test('affects only the gradient of its own sample', () => {
    const [, gradient] = at(
      crossEntropy,
      [
        [0, 0, 0, 0],
        [7, 0],
      ],
      [[2, 2], [2]],
      { reduction: 'sum' },
    );
    expect(gradient).toEqual([Number.NaN, Number.NaN, -0.5, 0.5]);
  });

  test.each([
    ['a probability below 0', -0.5, 1],
    ['a probability above 1', 1.5, 0],
    ['a target of −1', 0.5, -1],
    ['a target of 2', 0.5, 2],
  ])('gives NaN for bce with %s', (_, prediction, target) => {
    expect(at(bce, [[prediction], [target]], [[], []])[0]).toEqual([Number.NaN]);
  });
});

describe('losses that are less accurate in PyTorch', () => {
  test('bce_with_logits of a confident right answer stays accurate', () => {
    expect(at(bceWithLogits, [[-40], [0]], [[], []])[0]).toEqual([4.248354255291589e-18]);
  });

  test('a sum of a million numbers is accurate', () => {
    const numbers = new Float64Array(1_000_000).fill(0.1);
    expect(Math.abs(sumOf(numbers, 0, numbers.length) - 100_000)).toBeLessThan(1e-9);
  });
});

describe('second derivatives', () => {
  test.each<readonly [string, Operator, Pair, number]>([
    ['huber inside', huber, [0.5, 0], 1],
    ['huber at delta', huber, [1, 0], 0],
    ['huber outside', huber, [2, 0], 0],
    ['mae', mae, [2, 0], 0],
    ['mse', mse, [2, 0], 2],
    ['hinge', hinge, [0.5, 1], 0],
    ['bce_with_logits at 1000', bceWithLogits, [1000, 1], 0],
    ['kl_div', klDiv, [-1, 0.5], 0],
  ])('are exact for %s', (_, loss, [prediction, target], curvature) => {
    const program = new Program();
    const x = program.add(leaf, [program.addConstant(prediction)]);
    const slope = gradientOf(program, program.add(loss, [x, program.addConstant(target)]), x);
    const second = gradientOf(program, slope, x);
    expect(evaluate(program)[second][0] + 0).toBe(curvature);
  });

  test('are finite for cross_entropy with a logit of −∞', () => {
    const program = new Program();
    const logits = tensorLeaf(program, [0, 0, low], [3]);
    const slope = gradientOf(program, program.add(crossEntropy, [logits, program.addConstant(0)]), logits);
    const weights = program.add(constant, [], { shape: [3], values: [1, 0, 0] });
    const second = gradientOf(program, program.add(sum, [program.add(multiply, [slope, weights])]), logits);
    expect([...evaluate(program)[second]]).toEqual([0.25, -0.25, -0]);
  });
});

function pairsOf(predictions: readonly number[], targets: readonly number[]): Pair[] {
  return predictions.flatMap((prediction) => targets.map((target): Pair => [prediction, target]));
}

function tensorLeaf(program: Program, values: readonly number[], shape: Shape): NodeId {
  return program.add(leaf, [program.add(constant, [], { shape, values })]);
}

function matrixLeaf(program: Program, rows: readonly number[] | Matrix): NodeId {
  const [first] = rows;
  return tensorLeaf(program, rows.flat(), typeof first === 'object' ? [rows.length, first.length] : [rows.length]);
}

/** Differences from PyTorch for a loss whose elements have different weights. */
function disagreements(
  program: Program,
  loss: Operator,
  operands: readonly NodeId[],
  attributes: Attributes,
): Promise<string[]> {
  const output = program.add(loss, operands, attributes);
  const shape = program.shape(output);
  const values = Array.from({ length: shape[0] ?? 1 }, (_, index) => 1 + index / 8);
  const weighted = program.add(multiply, [output, program.add(constant, [], { shape: [values.length], values })]);
  return pytorchDifferences(program, program.add(sum, [weighted]));
}

/** The value of a loss and its gradient for both operands. */
function at(
  loss: Operator,
  values: readonly number[][],
  shapes: readonly Shape[],
  attributes: Attributes = {},
): number[][] {
  const program = new Program();
  const leaves = shapes.map((shape, k) => tensorLeaf(program, values[k], shape));
  const output = program.add(loss, leaves, attributes);
  const gradient = differentiate(program, output, (node) => leaves.includes(node));
  const results = evaluate(program);
  return [output, ...leaves.map((node) => adjointOf(gradient, node)!)].map((node) => [...results[node]]);
}

/** The node of the gradient, or a 0 if no gradient flows. */
function gradientOf(program: Program, root: NodeId, wanted: NodeId): NodeId {
  return (
    adjointOf(
      differentiate(program, root, (node) => node === wanted),
      wanted,
    ) ?? program.addConstant(0)
  );
}
