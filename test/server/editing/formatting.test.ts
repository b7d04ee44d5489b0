/** Formatting over the connection. */

import { expect, test } from 'vitest';
import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startEditor } from '../../support/editor/editor.ts';

const uri = 'file:///model.bp';
const textDocument = { uri };
const options = { tabSize: 4, insertSpaces: true };
const text = 'param  x=2\nparam  y=3\nfn f(x) {\n return x\n}\nloss L = f(x,\n';

function applied(edits: TextEdit[] | null): string {
  return TextDocument.applyEdits(TextDocument.create(uri, 'bp', 1, text), edits ?? []);
}

test('documents and ranges are formatted, and lines on type', async () => {
  const editor = await startEditor();
  await editor.open(uri, text);
  const { connection } = editor;
  expect(applied(await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options }))).toBe(
    'param x = 2\nparam y = 3\nfn f(x) {\n    return x\n}\nloss L = f(x,\n',
  );
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 2 } };
  expect(
    applied(await connection.sendRequest(DocumentRangeFormattingRequest.type, { textDocument, range, options })),
  ).toBe('param  x=2\nparam y = 3\nfn f(x) {\n return x\n}\nloss L = f(x,\n');
  const typed = (ch: string, line: number, character: number): Promise<TextEdit[] | null> =>
    connection.sendRequest(DocumentOnTypeFormattingRequest.type, {
      ...{ textDocument, ch, options },
      position: { line, character },
    });
  expect(applied(await typed('\n', 1, 0))).toBe('param x = 2\nparam  y=3\nfn f(x) {\n return x\n}\nloss L = f(x,\n');
  expect(applied(await typed('}', 4, 1))).toBe('param  x=2\nparam  y=3\nfn f(x) {\n    return x\n}\nloss L = f(x,\n');
  expect(applied(await typed('\n', 6, 0))).toBe(`${text}    `);
});

test('a file that is not open is not formatted', async () => {
  const { connection } = await startEditor();
  expect(await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options })).toBeNull();
});
