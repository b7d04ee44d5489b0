/** Values and gradients of what works along axes, at ties, overflows, infinities and empty axes, by name. PyTorch's, where nothing else is said. */

import { beforeAll, describe, expect, test } from 'vitest';
import { adjointOf } from '../../server/src/engine/differentiate.ts';
import type { Attributes, Operator } from '../../server/src/engine/operator.ts';
import { cumsum } from '../../server/src/engine/ops/cumulative.ts';
import { norm, standardDeviation, variance } from '../../server/src/engine/ops/deviations.ts';
import { amax, amin, argmax } from '../../server/src/engine/ops/extremaAlong.ts';
import { constant, leaf } from '../../server/src/engine/ops/leaves.ts';
import { batchNorm, layerNorm } from '../../server/src/engine/ops/normalisations.ts';
import { logsumexp, mean, sum } from '../../server/src/engine/ops/reductions.ts';
import { logSoftmax, softmax } from '../../server/src/engine/ops/softmax.ts';
import { type NodeId, Program } from '../../server/src/engine/program.ts';
import type { Shape } from '../../server/src/engine/shape.ts';
import { evaluate } from '../support/evaluate.ts';
import { gradientOf, gradientSum, weightedSum } from '../support/finiteDifferences.ts';
import { runPython, torchExpected } from '../support/python.ts';
import { disagreementsWithTorch } from '../support/torchJudge.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const rows = { axis: [0] };

/** The value, and the gradient of the sum of its elements. */
type Row = readonly [
  name: string,
  operator: Operator,
  shape: Shape,
  operand: number[],
  attributes: Attributes,
  value: number[],
  gradient: number[],
];

const cases: readonly Row[] = [
  ['softmax of ±1000', softmax, [2], [1000, -1000], {}, [1, 0], [0, 0]],
  ['softmax with an entry of −∞', softmax, [3], [-inf, 1, 1], {}, [0, 0.5, 0.5], [0, 0, 0]],
  ['softmax of −∞ alone', softmax, [2], [-inf, -inf], {}, [nan, nan], [nan, nan]],
  ['softmax with an entry of ∞', softmax, [2], [inf, 1], {}, [nan, nan], [nan, nan]],
  ['softmax along an axis of length 1', softmax, [2, 1], [5, -7], {}, [1, 1], [0, 0]],
  ['softmax of nothing', softmax, [2, 0], [], {}, [], []],
  ['log_softmax of ±1000', logSoftmax, [2], [1000, -1000], {}, [0, -2000], [-1, 1]],
  ['log_softmax with an entry of −∞', logSoftmax, [2], [-inf, 1], {}, [-inf, 0], [1, -1]],
  ['log_softmax of −∞ alone', logSoftmax, [2], [-inf, -inf], {}, [nan, nan], [nan, nan]],
  ['logsumexp of 1000 and 1000', logsumexp, [2], [1000, 1000], {}, [1000 + Math.LN2], [0.5, 0.5]],
  ['logsumexp of −∞ alone', logsumexp, [2], [-inf, -inf], {}, [-inf], [nan, nan]],
  ['logsumexp with an entry of −∞', logsumexp, [2], [-inf, 2], {}, [2], [0, 1]],
  ['logsumexp with an entry of ∞', logsumexp, [2], [inf, 1], {}, [inf], [nan, 0]],
  ['logsumexp of ∞ and −∞', logsumexp, [2], [inf, -inf], {}, [inf], [nan, 0]],
  ['logsumexp of NaN', logsumexp, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['logsumexp along an empty axis', logsumexp, [2, 0], [], { axis: [1] }, [-inf, -inf], []],
  ['norm at the zero vector', norm, [2], [0, 0], {}, [0], [0, 0]],
  ['norm of one row of zeros', norm, [2, 2], [0, 0, 3, 4], { axis: [1] }, [0, 5], [0, 0, 0.6, 0.8]],
  ['norm of a scalar', norm, [], [-3], {}, [3], [-1]],
  ['norm with an entry of ∞', norm, [2], [-inf, 1], {}, [inf], [nan, 0]],
  ['norm of NaN', norm, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['norm of NaN and ∞', norm, [2], [nan, inf], {}, [nan], [nan, nan]],
  ['norm along an empty axis', norm, [2, 0], [], { axis: [1] }, [0, 0], []],
  ['var of one element', variance, [1], [5], {}, [0], [0]],
  ['var of a scalar', variance, [], [5], {}, [0], [0]],
  ['var along an axis of length 1', variance, [2, 1], [5, 6], { axis: [-1] }, [0, 0], [0, 0]],
  ['var far from 0', variance, [2], [1e9, 1e9 + 2], {}, [1], [-1, 1]],
  ['var of NaN', variance, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['var with an entry of ∞', variance, [2], [inf, 1], {}, [nan], [nan, -inf]],
  ['var of nothing', variance, [0], [], {}, [nan], []],
  ['std of two equal elements', standardDeviation, [2], [3, 3], {}, [0], [0, 0]],
  ['std of one element', standardDeviation, [1], [5], {}, [0], [0]],
  ['std of NaN', standardDeviation, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['std of nothing', standardDeviation, [0], [], {}, [nan], []],
  ['max at a tie', amax, [3], [5, 5, 1], {}, [5], [0.5, 0.5, 0]],
  ['max at ties over an axis', amax, [3, 2], [1, 4, 1, 5, 1, 5], rows, [1, 5], [1 / 3, 0, 1 / 3, 0.5, 1 / 3, 0.5]],
  ['max of −∞ alone', amax, [2], [-inf, -inf], {}, [-inf], [0.5, 0.5]],
  ['max of a NaN', amax, [3], [1, nan, 2], {}, [nan], [nan, nan, nan]],
  ['max of a NaN in one column', amax, [2, 2], [1, nan, 2, 3], rows, [2, nan], [0, nan, 1, nan]],
  ['max along the other axis of an empty tensor', amax, [2, 0], [], rows, [], []],
  ['min at a tie', amin, [3], [5, 1, 1], {}, [1], [0, 0.5, 0.5]],
  ['min of a NaN', amin, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['argmax at a tie', argmax, [3], [1, 5, 5], {}, [1], [0, 0, 0]],
  ['argmax of NaNs', argmax, [4], [inf, nan, 5, nan], {}, [1], [0, 0, 0, 0]],
  ['argmax of −∞ alone', argmax, [2], [-inf, -inf], rows, [0], [0, 0]],
  ['argmax over all elements', argmax, [2, 2], [1, 2, 4, 3], {}, [2], [0, 0, 0, 0]],
  ['argmax along an outer axis', argmax, [2, 3], [1, 5, 3, 4, 2, 6], { axis: [-2] }, [1, 0, 1], [0, 0, 0, 0, 0, 0]],
  ['argmax of a scalar', argmax, [], [3], {}, [0], [0]],
  ['cumsum of ∞ and NaN', cumsum, [4], [1, inf, 2, nan], rows, [1, inf, inf, nan], [4, 3, 2, 1]],
  ['cumsum along an outer axis', cumsum, [2, 2], [1, 2, 3, 4], rows, [1, 2, 4, 6], [2, 2, 1, 1]],
  ['cumsum in reverse', cumsum, [3], [1, 2, 3], { axis: [0], reverse: true }, [6, 5, 3], [1, 2, 3]],
  ['cumsum of nothing', cumsum, [0], [], rows, [], []],
  ['layer_norm of equal elements', layerNorm, [3], [0.1, 0.1, 0.1], {}, [0, 0, 0], [0, 0, 0]],
  ['layer_norm of nothing', layerNorm, [2, 0], [], {}, [], []],
  ['batch_norm of one sample', batchNorm, [1, 2], [5, -5], {}, [0, 0], [0, 0]],
  ['sum of nothing', sum, [0], [], {}, [0], []],
  ['mean of nothing', mean, [0], [], {}, [nan], []],
];

test.each(cases)('%s', (_, operator, shape, operand, attributes, value, gradient) => {
  expectClose(valueAndGradient(operator, shape, operand, attributes), { value, gradient });
});

describe.runIf(torchExpected)('PyTorch agrees', { timeout: 120_000 }, () => {
  // PyTorch warns of a variance of nothing.
  beforeAll(() => runPython('import torch, warnings; warnings.simplefilter("ignore")'), 120_000);

  const more: readonly Row[] = [
    ['layer_norm with its own eps', layerNorm, [2, 3], [1, 2, 4, -1, 0, 3], {}, [], []],
    ['batch_norm of images', batchNorm, [2, 2, 1, 2], [1, 2, 4, -1, 0, 3, 5, 7], {}, [], []],
    ['softmax over several axes', softmax, [2, 2], [1, 2, 3, 4], { axis: [0, 1] }, [], []],
  ];

  test.each([...cases, ...more])('on %s', async (_, operator, shape, operand, attributes) => {
    const { program, output } = applied(operator, shape, operand, attributes);
    expect(await disagreementsWithTorch(program, weightedSum(program, output), 1e-13)).toEqual([]);
  });
});

describe('where PyTorch overflows, vanishes or loses all digits', () => {
  test.each<Row>([
    ['the norm of huge numbers', norm, [2], [3e200, -4e200], {}, [5e200], [0.6, -0.8]],
    ['the norm of tiny numbers', norm, [2], [3e-200, 4e-200], {}, [5e-200], [0.6, 0.8]],
    ['the norm of the smallest number', norm, [1], [5e-324], {}, [5e-324], [1]],
    [
      'the norm of huge and tiny rows',
      norm,
      [2, 2],
      [3e200, 4e200, 3, 4],
      { axis: [1] },
      [5e200, 5],
      [0.6, 0.8, 0.6, 0.8],
    ],
    ['the std of equal elements', standardDeviation, [3], [0.1, 0.1, 0.1], {}, [0], [0, 0, 0]],
    ['the std of huge numbers', standardDeviation, [2], [1e200, -1e200], {}, [1e200], [0.5, -0.5]],
  ])('%s does not', (_, operator, shape, operand, attributes, value, gradient) => {
    expectClose(valueAndGradient(operator, shape, operand, attributes), { value, gradient });
  });
});

test.each([
  ['norm', norm],
  ['std', standardDeviation],
])('where %s is 0, not even its second derivative makes a NaN', (_, operator) => {
  const { program, x, output } = applied(operator, [2], [0, 0], {});
  const root = gradientSum(program, gradientOf(program, program.add(sum, [output]), [x]), [x]);
  const second = adjointOf(gradientOf(program, root, [x]), x)!;
  expectClose({ value: [], gradient: evaluate(program)[second] }, { value: [], gradient: [0, 0] });
});

test('var and std of many numbers lose next to nothing', () => {
  const operand = Array.from({ length: 100_000 }, (_, i) => 1e6 + (i % 2));
  expect(valueAndGradient(variance, [100_000], operand, {}).value[0]).toBeCloseTo(0.25, 12);
  expect(valueAndGradient(standardDeviation, [100_000], operand, {}).value[0]).toBeCloseTo(0.5, 12);
});

test.each<[operator: Operator, shape: Shape, attributes: Attributes, mismatch: string]>([
  [sum, [2, 3], { axis: [2] }, "sum of [2, 3]: axis 2 doesn't exist: the tensor has 2 axes"],
  [norm, [], { axis: [0] }, "norm of a scalar: axis 0 doesn't exist: a scalar has no axes"],
  [variance, [2, 3], { axis: [0, -2] }, 'var of [2, 3]: axis −2 is named twice'],
  [amax, [0, 3], { axis: [0] }, 'max of [0, 3]: axis 0 has no element to choose'],
  [amin, [2, 0], {}, 'min of [2, 0]: axis 1 has no element to choose'],
  [argmax, [2, 0], { axis: [-1] }, 'argmax of [2, 0]: axis 1 has no element to choose'],
  [argmax, [2, 3], { axis: [0, 1] }, 'argmax of [2, 3]: it goes along one axis, not along 2'],
  [cumsum, [2, 3], {}, 'cumsum of [2, 3]: say along which of its 2 axes, as in axis = 0'],
  [cumsum, [2, 3], { axis: [1, 0] }, 'cumsum of [2, 3]: it goes along one axis, not along 2'],
  [cumsum, [2], { axis: [1] }, "cumsum of [2]: axis 1 doesn't exist: the tensor has 1 axis"],
  [cumsum, [], {}, 'cumsum of a scalar: there is no axis to sum along'],
  [softmax, [], {}, "softmax of a scalar: axis −1 doesn't exist: a scalar has no axes"],
  [layerNorm, [3], { axis: [-2] }, "layer_norm of [3]: axis −2 doesn't exist: the tensor has 1 axis"],
  [batchNorm, [3], {}, 'batch_norm of [3]: there is no axis 1 for the channels'],
])('%o of %o with %o is refused', (operator, shape, attributes, mismatch) => {
  expect(operator.shape([shape], attributes)).toEqual({ mismatch });
});

function applied(operator: Operator, shape: Shape, values: readonly number[], attributes: Attributes) {
  const program = new Program();
  const x = program.add(leaf, [program.add(constant, [], { shape, values })]);
  return { program, x, output: program.add(operator, [x], attributes) };
}

interface Found {
  readonly value: ArrayLike<number>;
  readonly gradient: ArrayLike<number>;
}

function valueAndGradient(operator: Operator, shape: Shape, operand: readonly number[], attributes: Attributes): Found {
  const { program, x, output } = applied(operator, shape, operand, attributes);
  const gradient = adjointOf(gradientOf(program, program.add(sum, [output]), [x]), x);
  const values = evaluate(program);
  const elements = (node: NodeId | undefined) => (node === undefined ? operand.map(() => 0) : values[node]);
  return { value: elements(output), gradient: elements(gradient) };
}

function expectClose(found: Found, expected: Found): void {
  for (const part of ['value', 'gradient'] as const) {
    const actual = Array.from(found[part]);
    const wanted = Array.from(expected[part]);
    expect(actual, part).toEqual(wanted.map((x, i) => (isClose(actual[i], x) ? actual[i] : x)));
  }
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.abs(b) || a === b;
}
