/** The elements of a product in the panel: their order, their sums, and the time they take. */
import { expect, test } from 'vitest';
import { elementAt, sumText } from '../../../client/webview/src/playback/productElement.ts';
import { durationOf, elementDuration } from '../../../client/webview/src/playback/productTiming.ts';
import type { MatrixProduct, PlaybackStep } from '../../../protocol/panel/playback.ts';

const matrix = (rows: readonly (readonly string[])[]) => ({ label: '', tone: 'value' as const, rows });
const product: MatrixProduct = {
  left: matrix([
    ['0.5', '−0.6'],
    ['1', '2'],
  ]),
  right: matrix([
    ['1', '2', '3'],
    ['0', '−1', '4'],
  ]),
  result: matrix([
    ['0.5', '1.6', '−0.9'],
    ['1', '0', '11'],
  ]),
};

test('elements are computed row by row', () => {
  expect([0, 2, 3, 5].map((index) => elementAt(product, index))).toEqual([
    { row: 0, column: 0 },
    { row: 0, column: 2 },
    { row: 1, column: 0 },
    { row: 1, column: 2 },
  ]);
});

test('a sum has one product for each column of the row', () => {
  expect(sumText(product, { row: 0, column: 1 })).toBe('0.5 · 2 + (−0.6) · −1 = 1.6');
  expect(sumText(product, { row: 1, column: 2 })).toBe('1 · 3 + 2 · 4 = 11');
});

test('a step takes longer by the time of its elements', () => {
  const step = { product: null } as PlaybackStep;
  const withProduct = { product } as PlaybackStep;
  expect(durationOf(withProduct, true) - durationOf(step, true)).toBe(6 * elementDuration(product));
  expect(durationOf(withProduct, false)).toBe(durationOf(step, false));
});

test('many elements take no longer than 5 seconds', () => {
  const row = Array.from({ length: 6 }, () => '1');
  const large = matrix(Array.from({ length: 6 }, () => row));
  expect(36 * elementDuration({ left: large, right: large, result: large })).toBeCloseTo(5000);
});
