/** Short descriptions of values. */

import { describe, expect, test } from 'vitest';
import { formatMagnitude, formatQuantity, formatUpdate, quantityOf } from '../../server/src/display/quantity.ts';
import type { Shape } from '../../server/src/engine/ir/shape.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

test.each<[expected: string, size: string, values: readonly number[], shape: Shape]>([
  ['−3', '−3', [-3], []],
  ['NaN', 'NaN', [nan], []],
  ['[3]', '3', [3], [1]],
  ['[3, −4]', '5', [3, -4], [2]],
  ['[[1, 2], [3, 4]]', '5.477', [1, 2, 3, 4], [2, 2]],
  ['[[5], [5], [5]]', '8.66', [5, 5, 5], [3, 1]],
  ['[0, 0]', '0', [0, 0], [2]],
  ['[1, NaN, 3]', 'NaN', [1, nan, 3], [3]],
  ['[NaN, NaN]', 'NaN', [nan, nan], [2]],
  ['[2×0]', '0', [], [2, 0]],
  ['[0, ∞]', '∞', [0, infinity], [2]],
  ['[3e200, −4e200]', '5e200', [3e200, -4e200], [2]],
  ['[3e−200, 4e−200]', '5e−200', [3e-200, 4e-200], [2]],
  ['[1e308, −1e308]', '1.414e308', [1e308, -1e308], [2]],
  ['[8] 3.5 ± 2.291 ████████', '11.83', Array.from({ length: 8 }, (_, i) => i), [8]],
  ['[9] 4 ± 2.582 ▅▅▅▅▅▅▅█', '14.28', Array.from({ length: 9 }, (_, i) => i), [9]],
  ['[10×10] 3284 ± 2953 █▄▃▃▃▂▂▂', '44163', Array.from({ length: 100 }, (_, i) => i ** 2), [10, 10]],
  ['[[[1, 2]], [[3, 4]], [[5, 6]]]', '9.539', [1, 2, 3, 4, 5, 6], [3, 1, 2]],
  ['[7] NaN ± NaN ██▁██▁██', 'NaN', [1, 2, 3, nan, 4, 5, 6], [7]],
  ['[7] ∞ ± NaN ██▁██▁██', '∞', [1, 2, 3, infinity, 4, 5, 6], [7]],
  ['[8] 0 ± 1e200 █▁▁▁▁▁▁█', '2.828e200', Array.from({ length: 8 }, (_, i) => 1e200 * (-1) ** i), [8]],
  ['[8] 0 ± 1e−200 █▁▁▁▁▁▁█', '2.828e−200', Array.from({ length: 8 }, (_, i) => 1e-200 * (-1) ** i), [8]],
  // The elements cancel up to rounding errors.
  ['[8] ≈ 0 ± 0.1871 █▁▁▁█▁██', '0.5292', [0.1, 0.2, -0.3, 0.1, 0.2, -0.3, 0, 0], [8]],
  ['[8] 0.1 ± 0 ▁▁▁▁█▁▁▁', '0.2828', Array.from({ length: 8 }, () => 0.1), [8]],
  ['[7] NaN ± NaN', 'NaN', Array.from({ length: 7 }, () => nan), [7]],
  ['[10] 1 ± 0 ▁▁▁▁█▁▁▁', '3.162', Array.from({ length: 10 }, () => 1), [10]],
])('a value is described as %s, with the magnitude %s', (expected, size, values, shape) => {
  const quantity = quantityOf(Float64Array.from(values), shape);
  expect(formatQuantity(quantity, 4)).toBe(expected);
  expect(formatMagnitude(quantity, 4)).toBe(size);
});

test('an update of a scalar has the digits that show the change', () => {
  const [from, to] = [1, 1.0000001].map((value) => quantityOf(Float64Array.of(value), []));
  expect(formatUpdate(from, to, 4)).toBe('1.0000001');
});

describe('an update of a tensor', () => {
  test.each([
    [[1, 2], [1.0000001, 2], '[1.0000001, 2]'],
    [[1, -1], [0.9999999, -0.9999999], '[0.9999999, −0.9999999]'],
    [[1, 2], [1, 2], '[1, 2]'],
    [[1, 2, 1, 2, 1, 2, 1, 2], [1.0000001, 2, 1, 2, 1, 2, 1, 2], '1.50000001 ± 0.49999999'],
    [[1, -1, 1, -1, 1, -1, 1, -1], [0.9999999, -0.9999999, 1, -1, 1, -1, 1, -1], '0 ± 0.99999998'],
    // All elements change by the same amount, and the standard deviation by rounding errors.
    [[1, 0, 2.5, 0, 1, 0, 2.5, 0], [0.99, -0.01, 2.49, -0.01, 0.99, -0.01, 2.49, -0.01], '0.865 ± 1.023'],
  ])('shows the change from %j to %j', (before, after, expected) => {
    const [from, to] = [before, after].map((values) => quantityOf(Float64Array.from(values), [values.length]));
    expect(formatUpdate(from, to, 4)).toBe(expected);
  });
});
