/** NumPy's shape rules and the messages for mismatches. */

import { describe, expect, test } from 'vitest';
import {
  broadcastShapes,
  broadcastStrides,
  formatIndex,
  formatShape,
  matmulShape,
  normalizeAxes,
  reducedShape,
  type Shape,
  sizeOf,
} from '../../../server/src/engine/ir/shape.ts';

describe('broadcasting', () => {
  test.each<[Shape[], Shape]>([
    [[], []],
    [[[]], []],
    [[[2, 3]], [2, 3]],
    [
      [[], [2, 3]],
      [2, 3],
    ],
    [
      [[3], [2, 3]],
      [2, 3],
    ],
    [
      [[2, 1], [3]],
      [2, 3],
    ],
    [
      [
        [2, 1],
        [1, 3],
      ],
      [2, 3],
    ],
    [
      [[5, 1, 3], [4, 1], []],
      [5, 4, 3],
    ],
    [[[0], [1]], [0]],
    [
      [[0, 3], [3]],
      [0, 3],
    ],
    [
      [[2, 1], [0]],
      [2, 0],
    ],
    [
      [[1, 1], [1]],
      [1, 1],
    ],
  ])('%j broadcast to %j', (shapes, expected) => {
    expect(broadcastShapes(shapes)).toEqual(expected);
    expect(broadcastShapes(shapes.toReversed())).toEqual(expected);
  });

  test.each<[Shape[], string]>([
    [[[2], [3]], "[2] and [3] don't broadcast: 2 ≠ 3 on the last axis"],
    [
      [
        [4, 3],
        [2, 3],
      ],
      "[4, 3] and [2, 3] don't broadcast: 4 ≠ 2 on axis −2",
    ],
    [[[0], [2]], "[0] and [2] don't broadcast: 0 ≠ 2 on the last axis"],
    [[[], [2], [3]], "scalar and [2] and [3] don't broadcast: 2 ≠ 3 on the last axis"],
  ])('%j do not broadcast', (shapes, mismatch) => {
    expect(broadcastShapes(shapes)).toEqual({ mismatch });
  });
});

describe('the shape of a matrix product', () => {
  test.each<[Shape, Shape, Shape]>([
    [
      [2, 3],
      [3, 4],
      [2, 4],
    ],
    [[3], [3], []],
    [[3], [3, 4], [4]],
    [[2, 3], [3], [2]],
    [
      [5, 2, 3],
      [3, 4],
      [5, 2, 4],
    ],
    [
      [2, 3],
      [5, 3, 4],
      [5, 2, 4],
    ],
    [
      [6, 1, 2, 3],
      [5, 3, 4],
      [6, 5, 2, 4],
    ],
    [[3], [5, 3, 4], [5, 4]],
    [[5, 2, 3], [3], [5, 2]],
    [
      [2, 0],
      [0, 3],
      [2, 3],
    ],
    [
      [0, 2],
      [2, 3],
      [0, 3],
    ],
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  ])('of %j and %j is %j', (left, right, expected) => {
    expect(matmulShape(left, right)).toEqual(expected);
  });

  test.each<[Shape, Shape, string]>([
    [[100, 3], [4, 8], 'matmul [100, 3] @ [4, 8]: 3 ≠ 4'],
    [[3], [4], 'matmul [3] @ [4]: 3 ≠ 4'],
    [[2, 1], [3, 4], 'matmul [2, 1] @ [3, 4]: 1 ≠ 3'],
    [[], [2], "matmul scalar @ [2]: scalars can't be matrix-multiplied; use *"],
    [
      [2, 4, 3],
      [5, 3, 4],
      "matmul [2, 4, 3] @ [5, 3, 4]: the leading axes [2] and [5] don't broadcast: 2 ≠ 5 on the last axis",
    ],
  ])('of %j and %j is a mismatch', (left, right, mismatch) => {
    expect(matmulShape(left, right)).toEqual({ mismatch });
  });
});

describe('axes', () => {
  test.each<[readonly number[] | undefined, number, readonly number[]]>([
    [undefined, 3, [0, 1, 2]],
    [undefined, 0, []],
    [[], 2, []],
    [[-1], 3, [2]],
    [[2, 0], 3, [0, 2]],
    [[-3, 1], 3, [0, 1]],
  ])('%j of a tensor with %d axes are normalized to %j', (axes, rank, expected) => {
    expect(normalizeAxes(axes, rank)).toEqual(expected);
  });

  test.each<[readonly number[], number, string]>([
    [[2], 2, "axis 2 doesn't exist: the tensor has 2 axes"],
    [[-2], 1, "axis −2 doesn't exist: the tensor has 1 axis"],
    [[0], 0, "axis 0 doesn't exist: a scalar has no axes"],
    [[0.5], 2, "axis 0.5 doesn't exist: the tensor has 2 axes"],
    [[Number.NaN], 2, "axis NaN doesn't exist: the tensor has 2 axes"],
    [[1, -1], 2, 'axis −1 is given twice'],
  ])('%j of a tensor with %d axes are invalid', (axes, rank, mismatch) => {
    expect(normalizeAxes(axes, rank)).toEqual({ mismatch });
  });

  test('are dropped by a reduction, or kept with length 1', () => {
    expect(reducedShape([2, 3, 4], [0, 2], false)).toEqual([3]);
    expect(reducedShape([2, 3, 4], [0, 2], true)).toEqual([1, 3, 1]);
    expect(reducedShape([2, 3], [], false)).toEqual([2, 3]);
  });
});

test('strides are row-major, and 0 on a repeated axis', () => {
  expect(broadcastStrides([2, 3], [2, 3])).toEqual([3, 1]);
  expect(broadcastStrides([3], [2, 3])).toEqual([0, 1]);
  expect(broadcastStrides([2, 1], [4, 2, 3])).toEqual([0, 1, 0]);
  expect(broadcastStrides([], [2])).toEqual([0]);
});

test('a size is the product of the axes, and 1 for a scalar', () => {
  expect(sizeOf([])).toBe(1);
  expect(sizeOf([2, 3])).toBe(6);
  expect(sizeOf([2, 0])).toBe(0);
});

test('a shape is shown as in NumPy, and a scalar by name', () => {
  expect(formatShape([100, 3])).toBe('[100, 3]');
  expect(formatShape([])).toBe('scalar');
});

test.each<[Shape, number, string]>([
  [[], 0, '[]'],
  [[3], 2, '[2]'],
  [[2, 3], 4, '[1, 1]'],
  [[2, 3, 4], 23, '[1, 2, 3]'],
])('in the shape %j, element %i has the index %s', (shape, index, expected) => {
  expect(formatIndex(shape, index)).toBe(expected);
});
