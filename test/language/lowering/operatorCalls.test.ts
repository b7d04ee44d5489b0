/** Calls of operators that take lists of tensors, lengths or axes. */

import { describe, expect, test } from 'vitest';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';

describe.each([
  ['a list of tensors may differ in shape', 'concat([[1, 2], [x]])', [1, 2, 5]],
  ['and hold the same one twice', 'concat([r, r])', [5, 6, 5, 6]],
  ['a list of numbers is stacked', 'stack([1, x])', [1, 5]],
  ['unslice puts a part at its places', 'unslice(r, shape = [5], begin = [1], step = [2])', [0, 5, 0, 6, 0]],
  ['a part turned around', 'unslice(r, [2], [1], [-1])', [6, 5]],
  ['a part at the beginning', 'unslice(r, 3)', [5, 6, 0]],
  ['scatter_add adds where it is told', 'scatter_add(r, [1, 1], shape = [3])', [0, 11, 0]],
  ['along an axis', 'scatter_add([r], [2, 0], shape = [1, 3], axis = 1)', [6, 0, 5]],
  ['cumsum goes either way', 'cumsum(r, reverse = 1)', [11, 6]],
] as const)('%s', (_, expression, values) => {
  test(expression, () => {
    const model = evaluated(`param x = 5\nr = [x, 6]\ny = ${expression}\nloss L = sum(y)`);
    expect(model.problems).toEqual([]);
    expect(valuesOf(model, 'y')).toEqual(values);
  });
});
