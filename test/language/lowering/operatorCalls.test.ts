/** Calls of operators that take lists of tensors, lengths or axes. */

import { describe, expect, test } from 'vitest';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';

describe.each([
  ['tensors of different shapes', 'concat([[1, 2], [x]])', [1, 2, 5]],
  ['the same tensor twice', 'concat([r, r])', [5, 6, 5, 6]],
  ['a list of numbers', 'stack([1, x])', [1, 5]],
  ['a part at given indices', 'unslice(r, shape = [5], begin = [1], step = [2])', [0, 5, 0, 6, 0]],
  ['a reversed part', 'unslice(r, [2], [1], [-1])', [6, 5]],
  ['a part at the beginning', 'unslice(r, 3)', [5, 6, 0]],
  ['repeated indices', 'scatter_add(r, [1, 1], shape = [3])', [0, 11, 0]],
  ['indices along an axis', 'scatter_add([r], [2, 0], shape = [1, 3], axis = 1)', [6, 0, 5]],
  ['a reversed cumulative sum', 'cumsum(r, reverse = 1)', [11, 6]],
] as const)('%s', (_, expression, values) => {
  test(`${expression} has the expected values`, () => {
    const model = evaluated(`param x = 5\nr = [x, 6]\ny = ${expression}\nloss L = sum(y)`);
    expect(model.problems).toEqual([]);
    expect(valuesOf(model, 'y')).toEqual(values);
  });
});
