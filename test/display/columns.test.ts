/** How much room a text takes on a line. */

import { expect, test } from 'vitest';
import { widthOf } from '../../server/src/display/columns.ts';

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
])('%j', (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});
