/** Inferred shapes, dropped and permuted axes, and detach. */

import { describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { detach, leaf } from '../../../server/src/engine/operators/identities.ts';
import { expand, reshape, squeeze, sumTo, transpose } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { apply, counting, refusal } from '../../support/programs/applyOperator.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

test.each<[Operator, Shape, Attributes, Shape]>([
  [reshape, [2, 6], { shape: [-1] }, [12]],
  [reshape, [2, 6], { shape: [3, -1, 2] }, [3, 2, 2]],
  [reshape, [], { shape: [-1, 1] }, [1, 1]],
  [reshape, [0, 2], { shape: [3, -1] }, [3, 0]],
  [transpose, [2, 3, 4], {}, [4, 3, 2]],
  [transpose, [2, 3, 4], { axis: [-1, 0, 1] }, [4, 2, 3]],
  [squeeze, [1, 3, 1], {}, [3]],
  [squeeze, [1, 3, 1], { axis: [-1] }, [1, 3]],
  [squeeze, [1, 3, 1], { axis: [2, 0] }, [3]],
  [squeeze, [], {}, []],
])('$name of $1 with $2 has the expected shape', (operator, operand, attributes, shape) => {
  expect(apply(operator, [counting(...operand)], attributes).shape).toEqual(shape);
});

test('transpose accepts negative axes', () => {
  const x = counting(2, 3, 4);
  expect(apply(transpose, [x], { axis: [-1, 0, 1] })).toEqual(apply(transpose, [x], { axis: [2, 0, 1] }));
});

test.each<[Operator, Shape, Attributes, string]>([
  [reshape, [4], { shape: [3, -1] }, 'reshape: [4] and [3, -1] have different numbers of elements'],
  [reshape, [4], { shape: [-1, -1] }, 'reshape: [4] and [-1, -1] have different numbers of elements'],
  [reshape, [0], { shape: [0, -1] }, 'reshape: [0] and [0, -1] have different numbers of elements'],
  [reshape, [4], { shape: [-2, -2] }, 'reshape: [4] and [-2, -2] have different numbers of elements'],
  [expand, [1], { shape: [-1] }, "expand: [1] doesn't broadcast to [-1]"],
  [sumTo, [1], { shape: [-1] }, "sum_to: [-1] doesn't broadcast to [1]"],
  [transpose, [2, 3], { axis: [0] }, 'transpose of [2, 3]: every axis must be given exactly once'],
  [transpose, [2, 3], { axis: [0, -2] }, 'transpose of [2, 3]: axis −2 is given twice'],
  [transpose, [2, 3], { axis: [0, 2] }, "transpose of [2, 3]: axis 2 doesn't exist: the tensor has 2 axes"],
  [squeeze, [1, 3], { axis: [-1] }, 'squeeze of [1, 3]: axis 1 has length 3, not 1'],
  [squeeze, [1, 3], { axis: [2] }, "squeeze of [1, 3]: axis 2 doesn't exist: the tensor has 2 axes"],
])('$name of $1 with $2 is refused', (operator, operand, attributes, mismatch) => {
  expect(refusal(operator, [operand], attributes)).toBe(mismatch);
});

describe('a detached tensor', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(3)]);
  const detached = program.add(detach, [x]);
  const root = program.add(multiply, [x, detached]);
  const gradient = differentiate(program, root, (node) => node === x);

  test('keeps the value', () => {
    expect(evaluate(program)[detached]).toEqual(Float64Array.of(3));
  });

  test('gets no gradient', () => {
    expect(adjointOf(gradient, detached)).toBeUndefined();
    expect(evaluate(program)[adjointOf(gradient, x)!]).toEqual(Float64Array.of(3));
  });
});
