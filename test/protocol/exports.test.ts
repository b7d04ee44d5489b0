/** Validation of the panel's exports: format and size. */
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { fromPage } from '../../protocol/panel/messages.ts';

const tooLong = 'A'.repeat((1 << 27) + 1);

test.each([
  [{ kind: 'save', format: 'svg', base64: 'PHN2Zy8+' }],
  [{ kind: 'copy', text: 'digraph {}', formatName: 'Graphviz DOT' }],
  [{ kind: 'showWarning', reason: 'The graph is too large for a PNG.' }],
])('%j is accepted', (message) => {
  expect(v.parse(fromPage, message)).toEqual(message);
});

test.each([
  ['a picture in another format', { kind: 'save', format: 'exe', base64: 'TVo=' }],
  ['a picture that is too large', { kind: 'save', format: 'svg', base64: tooLong }],
  ['a text that is too long', { kind: 'copy', text: tooLong, formatName: 'SVG' }],
  ['a text without a name', { kind: 'copy', text: 'a' }],
])('%s is rejected', (_, message) => {
  expect(v.safeParse(fromPage, message).success).toBe(false);
});
