/** Tensor constructors, checked by hand and compared with PyTorch. */

import { describe, expect, test } from 'vitest';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import * as making from '../../../server/src/engine/operators/shapes/constructors.ts';
import { isPytorchRequired } from '../../support/oracles/python.ts';
import { pytorchDifferences } from '../../support/oracles/pytorchComparison.ts';
import { apply, counting, refusal } from '../../support/programs/applyOperator.ts';

const { arange, eye, full, linspace, ones, zeros } = making;

const made: readonly (readonly [Operator, Attributes, Shape, number[]])[] = [
  [zeros, { shape: [2] }, [2], [0, 0]],
  [zeros, { shape: [0, 3] }, [0, 3], []],
  [ones, {}, [], [1]],
  [ones, { shape: [1, 2] }, [1, 2], [1, 1]],
  [eye, { count: 2 }, [2, 2], [1, 0, 0, 1]],
  [eye, { count: 0 }, [0, 0], []],
  [arange, { start: 3 }, [3], [0, 1, 2]],
  [arange, { stop: 2 }, [2], [0, 1]],
  [arange, { start: 2, stop: 5 }, [3], [2, 3, 4]],
  [arange, { start: 0, stop: 1, by: 0.25 }, [4], [0, 0.25, 0.5, 0.75]],
  [arange, { start: 1, stop: -1, by: -0.5 }, [4], [1, 0.5, 0, -0.5]],
  [arange, { start: 0, stop: 0.9, by: 0.5 }, [2], [0, 0.5]],
  [arange, { start: 5, stop: 2 }, [0], []],
  [arange, { start: 0 }, [0], []],
  [linspace, { start: 0, stop: 1, count: 5 }, [5], [0, 0.25, 0.5, 0.75, 1]],
  [linspace, { start: 1, stop: -1, count: 3 }, [3], [1, 0, -1]],
  [linspace, { start: 2, stop: 3, count: 1 }, [1], [2]],
  [linspace, { start: 2, stop: 3, count: 0 }, [0], []],
];

test.each(made)('$name with $1 gives the expected tensor', (operator, attributes, shape, values) => {
  expect(apply(operator, [], attributes)).toEqual({ shape, values });
});

test('linspace ends exactly at its stop', () => {
  const { values } = apply(linspace, [], { start: 0.1, stop: 0.7, count: 50 });
  expect(values.at(-1)).toBe(0.7);
});

test('full repeats a number or a row', () => {
  expect(apply(full, [counting()], { shape: [2, 2] })).toEqual({ shape: [2, 2], values: [0, 0, 0, 0] });
  expect(apply(full, [counting(2)], { shape: [2, 2] })).toEqual({ shape: [2, 2], values: [0, 1, 0, 1] });
});

describe('an invalid constructor', () => {
  test.each<[Operator, Shape[], Attributes, string]>([
    [zeros, [], { shape: [2, -1] }, 'zeros: [2, -1] is not a valid shape'],
    [ones, [], { shape: [0.5] }, 'ones: [0.5] is not a valid shape'],
    [full, [[3]], { shape: [2] }, "full: [3] doesn't broadcast to [2]"],
    [full, [[]], { shape: [-1] }, "full: scalar doesn't broadcast to [-1]"],
    [eye, [], {}, 'eye: the number of rows is missing'],
    [arange, [], {}, 'arange: there is no range from 0 to NaN in steps of 1'],
    [arange, [], { start: 5, by: 0 }, 'arange: there is no range from 0 to 5 in steps of 0'],
    [arange, [], { start: 0, stop: Infinity }, 'arange: there is no range from 0 to Infinity in steps of 1'],
    [linspace, [], { start: 0, count: 3 }, 'linspace needs a start, a stop and a count'],
  ])('$name of $1 with $2 is refused', (operator, shapes, attributes, mismatch) => {
    expect(refusal(operator, shapes, attributes)).toBe(mismatch);
  });
});

describe.runIf(isPytorchRequired)('the comparison of constructors with PyTorch', () => {
  const more: [Operator, Attributes][] = [
    [arange, { start: -1, stop: 1, by: 0.1 }],
    [linspace, { start: -0.3, stop: 1.1, count: 23 }],
  ];

  test('passes for the same numbers', async () => {
    const program = new Program();
    for (const [operator, attributes] of [...made, ...more]) program.add(operator, [], attributes);
    expect(await pytorchDifferences(program, program.addConstant(0), 1e-12)).toEqual([]);
  });

  test('covers every constructor without operands', () => {
    const compared = new Set(made.map(([operator]) => operator));
    expect(compared).toEqual(new Set(Object.values(making).filter(({ vjp }) => vjp.length === 0)));
  });
});
