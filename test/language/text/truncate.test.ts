/** Long names are truncated between characters. */
import { expect, test } from 'vitest';
import { truncate } from '../../../server/src/language/text/truncate.ts';

test.each([
  ['abcd', 'abcd'],
  ['abcde', 'abc…'],
  // Characters of two code units each.
  ['𝑥𝑥𝑥𝑥', '𝑥𝑥𝑥𝑥'],
  ['𝑥𝑥𝑥𝑥𝑥', '𝑥𝑥𝑥…'],
  ['a𝑥b𝑥c𝑥', 'a𝑥b…'],
])('%s truncated to four characters is %s', (text, expected) => {
  expect(truncate(text, 4)).toBe(expected);
});
