/** Sorting: equal calls are merged, different ones are not. The values and gradients are in edgeCases.test.ts. */

import { expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { attributesEqual } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { addAlongAxis, takeAlongAxis } from '../../../server/src/engine/operators/ordering/alongAxis.ts';
import { topk } from '../../../server/src/engine/operators/ordering/sorting.ts';
import { simplify } from '../../../server/src/engine/passes/simplify.ts';

test('a flag equals an absent one only if it has its default', () => {
  expect(attributesEqual({ k: 1, largest: true }, { k: 1 })).toBe(true);
  expect(attributesEqual({ k: 1, largest: false }, { k: 1 })).toBe(false);
  expect(attributesEqual({ descending: false }, {})).toBe(true);
});

test('the largest and the smallest elements are different values', () => {
  const program = new Program();
  const x = program.add(leaf, [program.add(constant, [], { shape: [3], values: [2, 3, 1] })]);
  const nodes = [{ largest: true }, {}, { largest: false }].map((largest) =>
    program.add(topk, [x], { k: 1, ...largest }),
  );
  const { nodeMap } = simplify(program);
  const [explicit, implicit, smallest] = nodes.map((node) => nodeMap[node]);
  expect(explicit).toBe(implicit);
  expect(smallest).not.toBe(explicit);
});

test.each([
  [takeAlongAxis, [[2, 3], [2]], {}, 'take_along_axis: the indices [2] may differ from [2, 3] on axis 1 only'],
  [
    takeAlongAxis,
    [
      [2, 3],
      [3, 3],
    ],
    {},
    'take_along_axis: the indices [3, 3] may differ from [2, 3] on axis 1 only',
  ],
  [takeAlongAxis, [[], []], {}, "take_along_axis of a scalar: axis −1 doesn't exist: a scalar has no axes"],
  [
    addAlongAxis,
    [
      [2, 2],
      [2, 3],
    ],
    { shape: [2, 4] },
    'add_along_axis: the updates must be [2, 3], not [2, 2]',
  ],
  [addAlongAxis, [[2], [2]], { shape: [-1] }, 'add_along_axis: [-1] is not a valid shape'],
])('$name of $1 with $2 is refused', (operator, shapes, attributes, mismatch) => {
  expect(operator.shape(shapes, attributes)).toEqual({ mismatch });
});

test('an index out of range gives NaN, and adds nothing', () => {
  const output = new Float64Array(3);
  const shapes = { operands: [[2], [3]], output: [3] };
  takeAlongAxis.forward([Float64Array.of(5, 6), Float64Array.of(-2, 2, 0.5)], output, shapes, {});
  expect([...output]).toEqual([5, Number.NaN, Number.NaN]);
  const sums = new Float64Array(2);
  addAlongAxis.forward(
    [Float64Array.of(5, 6, 7), Float64Array.of(-2, 2, 0.5)],
    sums,
    { operands: [[3], [3]], output: [2] },
    {},
  );
  expect([...sums]).toEqual([5, 0]);
});
