/** A client that supports only standard LSP. */

import { expect, test } from 'vitest';
import { RenameRequest } from 'vscode-languageserver/node';
import { trainCommand } from '../../protocol/editor/commands.ts';
import { startEditor } from '../support/editor/editor.ts';
import { sampleModels } from '../support/models/fuzzedTexts.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///lesson.bp';
const [lesson] = sampleModels;

const text = lesson.replace('expect', '#');

test('a standard client gets lenses and steps, but no custom notifications', async () => {
  const editor = await startEditor({
    capabilities: { workspace: { workspaceEdit: { documentChanges: true } } },
    shownNumbers: false,
  });
  await editor.open(uri, text);
  await editor.step(uri);
  expect(editor.text(uri)).toContain('param x = -2.16');
  expect(await editor.lenses(uri)).toContain('6: q = 2.68 · ∂L/∂q = 3.092');
  expect(await editor.problems(uri)).toEqual([]);
  expect(editor.shownNumbers).toEqual([]);
});

test('a client without versions of edits is told why it gets no steps, and gets the edits that it asks for', async () => {
  const editor = await startEditor({ capabilities: {}, shownNumbers: false });
  await editor.open(uri, text);
  await editor.step(uri);
  await editor.run(trainCommand, uri);
  await until(() => editor.messages.length === 2);
  const reason =
    "the editor doesn't support versions of edits (LSP's workspace.workspaceEdit.documentChanges), so what you type meanwhile could be garbled. Run bp train --write instead.";
  expect(editor.messages.map(({ message }) => message)).toEqual([
    `No step taken: ${reason}`,
    `Can't start training: ${reason}`,
  ]);
  expect(editor.edits).toEqual([]);
  expect(editor.text(uri)).toBe(text);
  const rename = { textDocument: { uri }, position: { line: 1, character: 6 }, newName: 'w' };
  expect(await editor.connection.sendRequest(RenameRequest.type, rename)).toMatchObject({
    changes: { [uri]: [{}, {}] },
  });
});

test('a client without versions of edits takes steps of params that the text does not hold', async () => {
  const editor = await startEditor({ capabilities: {} });
  await editor.open(uri, 'param w ~ normal(0, 1)\nloss L = w^2\ntrain sgd(lr = 0.1)');
  await editor.step(uri);
  await until(() => editor.shownNumbers.some(({ summary }) => summary.steps === 1));
  expect(editor.messages).toEqual([]);
});

test('Neovim gets versioned edits, which it does not declare', async () => {
  const editor = await startEditor({ capabilities: {}, clientInfo: { name: 'Neovim' } });
  await editor.open(uri, text);
  await editor.step(uri);
  expect(editor.edits).toMatchObject([{ edit: { documentChanges: [{ textDocument: { uri, version: 1 } }] } }]);
});
