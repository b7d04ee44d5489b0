/** Scrub steps: each changes a visible digit and none adds unreadable ones. */

import { expect, test } from 'vitest';
import { scrubBy } from '../../protocol/shared/scrubSteps.ts';

test.each([
  [-2, 1, -1.9],
  [-2, 20, 0],
  [-2, 33, 1.3],
  [5, -1, 4.9],
  [0, 1, 0.1],
  [0.5, 1, 0.51],
  [1.1, 1, 1.2],
  [100, 1, 101],
  [-10, 1, -9],
  [151, 1, 152],
  [0.1, 2, 0.12],
  [1e-7, 1, 1.1e-7],
  [2e6, 3, 2.003e6],
])('scrubbing %d by %d steps gives %d', (value, steps, expected) => {
  expect(scrubBy(value, steps)).toBe(expected);
});

test('digits finer than the step are dropped', () => {
  expect(scrubBy(-2.164836181234567, 1)).toBe(-2.164);
  expect(scrubBy(0.012345678, -1)).toBe(0.01234);
});

test('tenths of a step keep one more digit', () => {
  expect(scrubBy(-2, 0.1)).toBe(-1.99);
  expect(scrubBy(0.5, -0.3)).toBe(0.497);
});

test('zero steps leave the number unchanged', () => {
  expect(scrubBy(-2.164836181234567, 0)).toBe(-2.164836181234567);
  expect(scrubBy(-0, 0)).toBe(-0);
});

test.each([Number.MAX_VALUE, Number.MIN_VALUE, -Number.MAX_VALUE, 1e300, 1e-300])(
  'scrubbing keeps %d finite',
  (value) => {
    for (const steps of [1, -1, 1e6, 0.1]) expect(Number.isFinite(scrubBy(value, steps))).toBe(true);
  },
);

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d cannot be scrubbed', (value) => {
  expect(scrubBy(value, 1)).toBe(value);
});
