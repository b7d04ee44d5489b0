/** Formatting on type: indentation of the new line and the finished statement. */

import { expect, test } from 'vitest';
import { formatAfterKey } from '../../server/src/format/formatOnType.ts';
import { defaultStyle } from '../../server/src/format/style.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import { withCursor } from '../support/fixtures/fixture.ts';

test.each([
  ['a statement that ends is formatted', 'x=1\n$0', 'x = 1\n'],
  ['and so is one of several lines', 'q=f(x,\ny)\n  $0', 'q = f(x,\n  y)\n'],
  ['but none before it', 'x=1\ny=2\n$0', 'x=1\ny = 2\n'],
  ['nor one that can not be read', 'x=1 +\n$0', 'x=1 +\n'],
  ['nor the empty lines', 'x = 1\n\n\n$0\n\ny = 2\n', 'x = 1\n\n\n\n\ny = 2\n'],
  ['what is open indents', 'q=f(x,\n$0', 'q=f(x,\n  '],
  ['by what the line is indented that it is opened in', 'fn f(x) {\n    y = g(\n$0', 'fn f(x) {\n    y = g(\n      '],
  ['once for all brackets of a line', 'q = f(g([\n$0', 'q = f(g([\n  '],
  ['also before what closes it', 'q = f(\n$0)', 'q = f(\n)'],
  ['and where the next statement follows', 'q = f(\n$0\ny = 2\n', 'q = f(\n  \ny = 2\n'],
  ['a body indents', 'fn f(x) {\n$0\n}\n', 'fn f(x) {\n  \n}\n'],
  ['and goes on after a statement', 'fn f(x) {\n  y = x\n$0\n}\n', 'fn f(x) {\n  y = x\n  \n}\n'],
  ['after one of several lines, too', 'fn f(x) {\n  y = g(\n    x)\n$0\n}\n', 'fn f(x) {\n  y = g(\n    x)\n  \n}\n'],
  ['a row stands below the one above', 'W = [[1, 2],\n$0', 'W = [[1, 2],\n     '],
  ['also in a list of matrices', 'W = [[[1, 2],\n      [3, 4]],\n$0', 'W = [[[1, 2],\n      [3, 4]],\n     '],
  ['but not below several', 'W = [[1, 2], [3, 4],\n$0', 'W = [[1, 2], [3, 4],\n  '],
  ['what was broken before is no matter', 'x = ((\ny = f(\n$0', 'x = ((\ny = f(\n  '],
  ['nothing before the first statement', '  # one\n  $0\nx = 1\n', '  # one\n  \nx = 1\n'],
])('Enter: %s', (_, marked, expected) => {
  const { text, offset } = withCursor(marked);
  expect(applyEdits(text, formatAfterKey(text, '\n', offset, defaultStyle))).toBe(expected);
});

test.each([
  ['a function that it ends is formatted', 'fn f(x){\n y=x\n return y\n }$0', 'fn f(x) {\n  y = x\n  return y\n}'],
  ['also on one line', 'x=1\nfn f(x){return x}$0\ny=2\n', 'x=1\nfn f(x) { return x }\ny=2\n'],
  ['but none that it does not end', 'fn f(x){\n  y=}$0', 'fn f(x){\n  y=}'],
])('a closing brace: %s', (_, marked, expected) => {
  const { text, offset } = withCursor(marked);
  expect(applyEdits(text, formatAfterKey(text, '}', offset, defaultStyle))).toBe(expected);
});
