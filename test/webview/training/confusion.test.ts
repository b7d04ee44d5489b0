/** The confusion matrix: rows, totals and tints. */
import { expect, test } from 'vitest';
import { correctCount, rowsOf, tintOf } from '../../../client/webview/src/training/confusion/confusion.ts';

test('a row has the predictions for one class', () => {
  const rows = rowsOf(2, [3, 1, 0, 4]);
  expect(rows).toEqual([
    { counts: [3, 1], total: 4 },
    { counts: [0, 4], total: 4 },
  ]);
  expect(correctCount(rows)).toEqual({ correct: 7, counted: 8 });
});

test('missing counts are 0', () => {
  expect(correctCount(rowsOf(2, []))).toEqual({ correct: 0, counted: 0 });
  expect(rowsOf(0, [1])).toEqual([]);
});

test('the tint is the share of the class, from none to one that texts are legible on', () => {
  const [row] = rowsOf(2, [3, 1, 0, 0]);
  expect([tintOf(0, row!), tintOf(1, row!), tintOf(4, row!)]).toEqual([0, 11, 42]);
  expect([tintOf(0, { counts: [0], total: 0 }), tintOf(-5, row!), tintOf(1e308, row!)]).toEqual([0, 0, 42]);
});
