/**
 * Values and gradients of axis operators at ties, overflows, infinities and empty axes. edgeCases.test.ts compares
 * them with PyTorch.
 */

import { describe, expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { sort, topk } from '../../../server/src/engine/operators/ordering/sorting.ts';
import { amax, amin, argmax, argmin } from '../../../server/src/engine/operators/reductions/axisExtrema.ts';
import { cumsum } from '../../../server/src/engine/operators/reductions/cumulative.ts';
import { cumprod } from '../../../server/src/engine/operators/reductions/cumulativeProduct.ts';
import { norm, standardDeviation, variance } from '../../../server/src/engine/operators/reductions/deviations.ts';
import { groupNorm } from '../../../server/src/engine/operators/reductions/groupNormalization.ts';
import { any } from '../../../server/src/engine/operators/reductions/logical.ts';
import { batchNorm, layerNorm } from '../../../server/src/engine/operators/reductions/normalizations.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { rmsNorm } from '../../../server/src/engine/operators/reductions/rootMeanSquare.ts';
import { softmax } from '../../../server/src/engine/operators/reductions/softmax.ts';
import { flip } from '../../../server/src/engine/operators/shapes/flipping.ts';
import { pad } from '../../../server/src/engine/operators/shapes/padding.ts';
import { tril } from '../../../server/src/engine/operators/shapes/triangles.ts';
import { gradientOf, gradientSum } from '../../support/oracles/finiteDifferences.ts';
import { type AxisEdge, axisEdges } from '../../support/programs/edges/alongAxes.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

test.each(axisEdges)(
  '%s has the expected value and gradient',
  (_, operator, shape, operand, attributes, value, gradient) => {
    expectClose(valueAndGradient(operator, shape, operand, attributes), { value, gradient });
  },
);

describe('inputs on which PyTorch overflows, underflows or loses all digits', () => {
  test.each<AxisEdge>([
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
  ])('%s is accurate', (_, operator, shape, operand, attributes, value, gradient) => {
    expectClose(valueAndGradient(operator, shape, operand, attributes), { value, gradient });
  });
});

test.each([
  ['norm', norm],
  ['std', standardDeviation],
])('%s has a finite second derivative at 0', (_, operator) => {
  const { program, x, output } = applied(operator, [2], [0, 0], {});
  const root = gradientSum(program, gradientOf(program, program.add(sum, [output]), [x]), [x]);
  const second = adjointOf(gradientOf(program, root, [x]), x)!;
  expectClose({ value: [], gradient: evaluate(program)[second] }, { value: [], gradient: [0, 0] });
});

test('var and std of many numbers are accurate', () => {
  const operand = Array.from({ length: 100_000 }, (_, i) => 1e6 + (i % 2));
  expect(valueAndGradient(variance, [100_000], operand, {}).value[0]).toBeCloseTo(0.25, 12);
  expect(valueAndGradient(standardDeviation, [100_000], operand, {}).value[0]).toBeCloseTo(0.5, 12);
});

test.each<[operator: Operator, shape: Shape, attributes: Attributes, mismatch: string]>([
  [sum, [2, 3], { axis: [2] }, "sum of [2, 3]: axis 2 doesn't exist: the tensor has 2 axes"],
  [norm, [], { axis: [0] }, "norm of a scalar: axis 0 doesn't exist: a scalar has no axes"],
  [variance, [2, 3], { axis: [0, -2] }, 'var of [2, 3]: axis −2 is given twice'],
  [amax, [0, 3], { axis: [0] }, 'max of [0, 3]: axis 0 is empty'],
  [amin, [2, 0], {}, 'min of [2, 0]: axis 1 is empty'],
  [argmax, [2, 0], { axis: [-1] }, 'argmax of [2, 0]: axis 1 is empty'],
  [argmax, [2, 3], { axis: [0, 1] }, 'argmax of [2, 3]: expected one axis, not 2'],
  [cumsum, [2, 3], {}, 'cumsum of [2, 3]: choose one of its 2 axes, as in axis = 0'],
  [cumsum, [2, 3], { axis: [1, 0] }, 'cumsum of [2, 3]: expected one axis, not 2'],
  [cumsum, [2], { axis: [1] }, "cumsum of [2]: axis 1 doesn't exist: the tensor has 1 axis"],
  [cumsum, [], {}, 'cumsum of a scalar: a scalar has no axes'],
  [cumprod, [2, 3], {}, 'cumprod of [2, 3]: choose one of its 2 axes, as in axis = 0'],
  [argmin, [2, 0], {}, 'argmin of [2, 0]: axis 1 is empty'],
  [any, [2], { axis: [1] }, "any of [2]: axis 1 doesn't exist: the tensor has 1 axis"],
  [flip, [], { axis: [0] }, "flip of a scalar: axis 0 doesn't exist: a scalar has no axes"],
  [tril, [3], {}, 'tril of [3]: it needs two axes for matrices'],
  [pad, [2], { pad_width: [1, 2, 3] }, 'pad of [2]: pad_width must be a number or [before, after], not 3 numbers'],
  [pad, [2], { pad_width: [-1] }, 'pad of [2]: pad_width must not be negative; a slice shortens a tensor'],
  [sort, [2, 3], { axis: [0, 1] }, 'sort of [2, 3]: expected one axis, not 2'],
  [sort, [], {}, "sort of a scalar: axis −1 doesn't exist: a scalar has no axes"],
  [topk, [2, 3], { k: 4 }, 'topk of [2, 3]: axis 1 has 3 elements, fewer than 4'],
  [softmax, [], {}, "softmax of a scalar: axis −1 doesn't exist: a scalar has no axes"],
  [layerNorm, [3], { axis: [-2] }, "layer_norm of [3]: axis −2 doesn't exist: the tensor has 1 axis"],
  [groupNorm, [3], { groups: 1 }, 'group_norm of [3]: it needs an axis 1 for the channels'],
  [groupNorm, [2, 4], { groups: 3 }, "group_norm of [2, 4]: its 4 channels can't be divided into 3 groups"],
  [groupNorm, [2, 4], { groups: 0 }, "group_norm of [2, 4]: its 4 channels can't be divided into 0 groups"],
  [rmsNorm, [3], { axis: [-2] }, "rms_norm of [3]: axis −2 doesn't exist: the tensor has 1 axis"],
  [batchNorm, [3], {}, 'batch_norm of [3]: it needs an axis 1 for the channels'],
])('$name of $1 with $2 is refused', (operator, shape, attributes, mismatch) => {
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
    const reference = Array.from(expected[part]);
    expect(actual, part).toEqual(reference.map((x, i) => (isClose(actual[i], x) ? actual[i] : x)));
  }
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.abs(b) || a === b;
}
