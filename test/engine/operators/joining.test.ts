/** Concatenating and stacking any number of tensors. */

import { expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { prod } from '../../../server/src/engine/operators/reductions/product.ts';
import { concat, stack } from '../../../server/src/engine/operators/shapes/joining.ts';
import { apply, counting, refusal } from '../../support/programs/applyOperator.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

test.each<[string, Operator, Shape[], Attributes, Shape, number[]]>([
  [
    'rows',
    concat,
    [
      [1, 2],
      [0, 2],
      [2, 2],
    ],
    {},
    [3, 2],
    [0, 1, 0, 1, 2, 3],
  ],
  [
    'columns',
    concat,
    [
      [2, 1],
      [2, 2],
    ],
    { axis: [1] },
    [2, 3],
    [0, 0, 1, 1, 2, 3],
  ],
  [
    'tensors along an axis from the end',
    concat,
    [
      [2, 1, 1],
      [2, 1, 1],
    ],
    { axis: [-2] },
    [2, 2, 1],
    [0, 0, 1, 1],
  ],
  ['a single tensor', concat, [[2]], {}, [2], [0, 1]],
  [
    'empty tensors',
    concat,
    [
      [0, 2],
      [0, 2],
    ],
    { axis: [1] },
    [0, 4],
    [],
  ],
  ['vectors as rows', stack, [[2], [2]], {}, [2, 2], [0, 1, 0, 1]],
  ['vectors as columns', stack, [[2], [2]], { axis: [-1] }, [2, 2], [0, 0, 1, 1]],
  [
    'matrices along a new inner axis',
    stack,
    [
      [2, 2],
      [2, 2],
    ],
    { axis: [1] },
    [2, 2, 2],
    [0, 1, 0, 1, 2, 3, 2, 3],
  ],
  ['scalars', stack, [[], [], []], {}, [3], [0, 0, 0]],
])('concat and stack join %s', (_, operator, shapes, attributes, shape, values) => {
  const operands = shapes.map((shape) => counting(...shape));
  expect(apply(operator, operands, attributes)).toEqual({ shape, values });
});

test.each<[Operator, Shape[], Attributes, string]>([
  [concat, [], {}, 'concat needs at least one tensor'],
  [concat, [[], []], {}, "concat: scalars can't be concatenated; use stack"],
  [
    concat,
    [
      [2, 3],
      [2, 4],
    ],
    {},
    'concat along axis 0: [2, 3] and [2, 4] differ on axis 1: 3 ≠ 4',
  ],
  [concat, [[2], [2, 1]], {}, 'concat along axis 0: [2] and [2, 1] have different numbers of axes'],
  [concat, [[2], [3]], { axis: [1] }, "concat of [2]: axis 1 doesn't exist: the tensor has 1 axis"],
  [concat, [[2, 2]], { axis: [0, 1] }, 'concat of [2, 2]: expected one axis, not 2'],
  [stack, [], {}, 'stack needs at least one tensor'],
  [stack, [[2], [3]], {}, 'stack: [2] and [3] differ on axis 0: 2 ≠ 3'],
  [
    stack,
    [[2]],
    { axis: [2] },
    "stack of [2], with axes counted in the result: axis 2 doesn't exist: the tensor has 2 axes",
  ],
])('$name of $1 is refused', (operator, shapes, attributes, mismatch) => {
  expect(refusal(operator, shapes, attributes)).toBe(mismatch);
});

test('each of six stacked tensors gets its own gradient', () => {
  const program = new Program();
  const leaves = Array.from({ length: 6 }, (_, k) => program.add(leaf, [program.addConstant(k + 1)]));
  const root = program.add(prod, [program.add(stack, leaves)]);
  const gradient = differentiate(program, root, (node) => leaves.includes(node));
  const values = evaluate(program);
  const derivatives = leaves.map((node) => values[adjointOf(gradient, node)!][0]);
  expect(derivatives).toEqual([720, 360, 240, 180, 144, 120]);
});
