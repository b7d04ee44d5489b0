/** Formatting on type: indentation of the new line and the finished statement. */

import { expect, test } from 'vitest';
import { formatAfterKey } from '../../server/src/format/formatOnType.ts';
import { defaultStyle } from '../../server/src/format/style.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import { withCursor } from '../support/fixtures/fixture.ts';

test.each([
  ['formats the statement that it ends', 'x=1\n$0', 'x = 1\n'],
  ['formats a statement of several lines', 'q=f(x,\ny)\n  $0', 'q = f(x,\n  y)\n'],
  ['does not format the statements before that', 'x=1\ny=2\n$0', 'x=1\ny = 2\n'],
  ['does not format a broken statement', 'x=1 +\n$0', 'x=1 +\n'],
  ['keeps empty lines', 'x = 1\n\n\n$0\n\ny = 2\n', 'x = 1\n\n\n\n\ny = 2\n'],
  ['indents inside an open bracket', 'q=f(x,\n$0', 'q=f(x,\n  '],
  ['indents relative to the line with the open bracket', 'fn f(x) {\n    y = g(\n$0', 'fn f(x) {\n    y = g(\n      '],
  ['indents once for all brackets of a line', 'q = f(g([\n$0', 'q = f(g([\n  '],
  ['does not indent before a closing bracket', 'q = f(\n$0)', 'q = f(\n)'],
  ['indents inside an open bracket before the next statement', 'q = f(\n$0\ny = 2\n', 'q = f(\n  \ny = 2\n'],
  ['indents in a body', 'fn f(x) {\n$0\n}\n', 'fn f(x) {\n  \n}\n'],
  ['indents after a statement in a body', 'fn f(x) {\n  y = x\n$0\n}\n', 'fn f(x) {\n  y = x\n  \n}\n'],
  [
    'indents after a statement of several lines in a body',
    'fn f(x) {\n  y = g(\n    x)\n$0\n}\n',
    'fn f(x) {\n  y = g(\n    x)\n  \n}\n',
  ],
  ['aligns a row with the one above', 'W = [[1, 2],\n$0', 'W = [[1, 2],\n     '],
  ['aligns a row in a list of matrices', 'W = [[[1, 2],\n      [3, 4]],\n$0', 'W = [[[1, 2],\n      [3, 4]],\n     '],
  ['does not align a row with several in one line', 'W = [[1, 2], [3, 4],\n$0', 'W = [[1, 2], [3, 4],\n  '],
  ['ignores broken statements above', 'x = ((\ny = f(\n$0', 'x = ((\ny = f(\n  '],
  ['does not indent before the first statement', '  # one\n  $0\nx = 1\n', '  # one\n  \nx = 1\n'],
])('Enter %s', (_, marked, expected) => {
  const { text, offset } = withCursor(marked);
  expect(applyEdits(text, formatAfterKey(text, '\n', offset, defaultStyle))).toBe(expected);
});

test.each([
  ['formats the function that it ends', 'fn f(x){\n y=x\n return y\n }$0', 'fn f(x) {\n  y = x\n  return y\n}'],
  ['formats a function on one line', 'x=1\nfn f(x){return x}$0\ny=2\n', 'x=1\nfn f(x) { return x }\ny=2\n'],
  ['formats no function that it does not end', 'fn f(x){\n  y=}$0', 'fn f(x){\n  y=}'],
])('a closing brace %s', (_, marked, expected) => {
  const { text, offset } = withCursor(marked);
  expect(applyEdits(text, formatAfterKey(text, '}', offset, defaultStyle))).toBe(expected);
});
