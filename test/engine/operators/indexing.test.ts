/** Gathering by index: valid indices and the errors for invalid ones. */

import { expect, test } from 'vitest';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { embedding, gather, oneHot, scatterAdd } from '../../../server/src/engine/operators/shapes/indexing.ts';
import { apply, counting, refusal, vector } from '../../support/programs/applyOperator.ts';
import type { Tensor } from '../../support/programs/operatorCases.ts';

const single = (value: number): Tensor => ({ shape: [], values: [value] });
const matrix: Tensor = { shape: [2, 2], values: [0, -1, 1, 1] };

test.each<[string, Operator, Tensor[], Attributes, Shape, number[]]>([
  ['rows, one of them twice', gather, [counting(3, 2), vector(2, 0, 2)], {}, [3, 2], [4, 5, 0, 1, 4, 5]],
  ['an element from the end', gather, [counting(3), single(-1)], {}, [], [2]],
  ['columns', gather, [counting(2, 3), vector(-3, 2)], { axis: [-1] }, [2, 2], [0, 2, 3, 5]],
  ['elements along the inner axis', gather, [counting(1, 2, 2), single(1)], { axis: [1] }, [1, 2], [2, 3]],
  ['elements in the shape of the indices', gather, [counting(3), matrix], {}, [2, 2], [0, 2, 1, 1]],
  ['nothing for no indices', gather, [counting(3, 2), vector()], {}, [0, 2], []],
  [
    'NaN for invalid indices',
    gather,
    [counting(2), vector(2, -3, 0.5, -1.5, NaN, Infinity, -0)],
    {},
    [7],
    [NaN, NaN, NaN, NaN, NaN, NaN, 0],
  ],
  ['a row of NaN for an invalid index', gather, [counting(2, 2), vector(2, 1)], {}, [2, 2], [NaN, NaN, 2, 3]],
  ['rows of a table', embedding, [vector(1, -1), counting(3, 2)], {}, [2, 2], [2, 3, 4, 5]],
  ['sums for repeated indices', scatterAdd, [vector(1, 2, 4), vector(0, 2, -3)], { shape: [3] }, [3], [5, 0, 2]],
  [
    'sums along columns',
    scatterAdd,
    [counting(2, 2), vector(2, 0)],
    { axis: [1], shape: [2, 3] },
    [2, 3],
    [1, 0, 0, 3, 0, 2],
  ],
  ['zeros for invalid scatter indices', scatterAdd, [vector(1, 2), vector(5, 0.5)], { shape: [2] }, [2], [0, 0]],
  ['one-hot codes of classes', oneHot, [vector(2, 0)], { count: 3 }, [2, 3], [0, 0, 1, 1, 0, 0]],
  ['the one-hot code of one class', oneHot, [single(1)], { count: 2 }, [2], [0, 1]],
  [
    'NaN for invalid classes',
    oneHot,
    [vector(2, -1, 0.5, 1)],
    { count: 2 },
    [4, 2],
    [NaN, NaN, NaN, NaN, NaN, NaN, 0, 1],
  ],
])('indexing gives %s', (_, operator, operands, attributes, shape, values) => {
  expect(apply(operator, operands, attributes)).toEqual({ shape, values });
});

test.each<[Operator, Shape[], Attributes, string]>([
  [gather, [[], [2]], {}, "gather of scalar: axis 0 doesn't exist: a scalar has no axes"],
  [gather, [[2, 3], [2]], { axis: [-3] }, "gather of [2, 3]: axis −3 doesn't exist: the tensor has 2 axes"],
  [gather, [[2, 3], [2]], { axis: [0, 1] }, 'gather of [2, 3]: expected one axis, not 2'],
  [embedding, [[2], []], {}, "embedding of scalar: axis 0 doesn't exist: a scalar has no axes"],
  [scatterAdd, [[3], [2]], { shape: [4] }, 'scatter_add: the updates must be [2], not [3]'],
  [scatterAdd, [[2], [2]], { shape: [-4] }, 'scatter_add: [-4] is not a valid shape'],
  [oneHot, [[2]], {}, 'one_hot: the number of classes is missing'],
])('$name of $1 is refused', (operator, shapes, attributes, mismatch) => {
  expect(refusal(operator, shapes, attributes)).toBe(mismatch);
});
