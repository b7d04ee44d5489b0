/** Columns that a text occupies. */

import { expect, test } from 'vitest';
import { textWidth } from '../../server/src/display/textWidth.ts';

test.each([
  ['', 0],
  ['x = −2 ∂', 8],
  ['사과', 4],
  ['ｱ', 1],
  ['Ａ', 2],
  ['x\u0304', 1],
  ['x\u200d', 1],
  ['𝑥', 1],
  ['😀', 2],
])('%j occupies %d columns', (text, columns) => {
  expect(textWidth(text)).toBe(columns);
});
