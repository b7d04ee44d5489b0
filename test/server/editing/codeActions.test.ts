/** Code actions on a model. */

import { expect, test } from 'vitest';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  type Command,
  type Range,
} from 'vscode-languageserver/node';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { sampleModels } from '../../support/models/fuzzedTexts.ts';

const uri = 'file:///lesson.bp';
const [lesson] = sampleModels;

const literals: ClientCapabilities = {
  textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['source'] } } } },
};

const start = { line: 0, character: 0 };

async function actions(
  editor: Editor,
  only?: string[],
  range: Range = { start, end: start },
): Promise<readonly (CodeAction | Command)[]> {
  const context = { diagnostics: [], ...(only && { only }) };
  const asked = { textDocument: { uri }, range, context };
  return (await editor.connection.sendRequest(CodeActionRequest.type, asked)) ?? [];
}

function titlesOf(offered: readonly (CodeAction | Command)[]): readonly string[] {
  return offered.map(({ title }) => title);
}

test('a model with a loss offers step, training and check', async () => {
  const editor = await startEditor({ capabilities: literals });
  await editor.open(uri, lesson);
  await editor.step(uri);
  const offered = await actions(editor);
  expect(titlesOf(offered)).toEqual(['SGD step', 'Train', 'Check gradients']);
  expect(offered[0]).toMatchObject({ kind: 'source.backprop.trainingStep', command: { arguments: [uri] } });
});

test('trained random params can be saved and reset', async () => {
  const editor = await startEditor({ capabilities: literals });
  await editor.open(uri, 'param w[2] ~ normal(0, 1)\nloss L = sum(w^2)');
  await editor.step(uri);
  expect(titlesOf(await actions(editor, ['source'])).slice(3)).toEqual([
    'Save learned params',
    'Discard learned params…',
  ]);
});

test('a model without a loss offers no source actions', async () => {
  const editor = await startEditor({ capabilities: literals });
  await editor.open(uri, 'param x = 1');
  expect(await actions(editor, ['source'])).toEqual([]);
});

test('only requested kinds are offered', async () => {
  const editor = await startEditor({ capabilities: literals });
  await editor.open(uri, lesson);
  await editor.step(uri);
  expect(titlesOf(await actions(editor, ['source.backprop.train']))).toEqual(['Train']);
  expect(await actions(editor, ['source'])).toHaveLength(3);
  expect(await actions(editor, ['quickfix'])).toEqual([]);
});

test('clients without code action literals get plain commands', async () => {
  const editor = await startEditor({ capabilities: {} });
  await editor.open(uri, lesson);
  await editor.step(uri);
  expect((await actions(editor))[0]).toEqual({ title: 'SGD step', command: 'backprop.trainingStep', arguments: [uri] });
});

test('an extraction starts a rename if the client supports it', async () => {
  const text = 'param x = 3\n# The loss.\nloss L = (x + 1)^2\n';
  const sum = { start: { line: 2, character: 10 }, end: { line: 2, character: 15 } };
  const commands = { completion: 'complete', signatureHelp: 'help', rename: 'rename' };
  const [asks, doesNot] = [
    await startEditor({ capabilities: literals, commands }),
    await startEditor({ capabilities: literals }),
  ];
  await asks.open(uri, text);
  await doesNot.open(uri, text);
  expect(await actions(asks, ['refactor.extract'], sum)).toMatchObject([
    { title: 'Extract node total', command: { command: 'rename', arguments: [uri, { line: 1, character: 0 }] } },
    { title: 'Extract fn f', command: { command: 'rename', arguments: [uri, { line: 1, character: 3 }] } },
  ]);
  const without = await actions(doesNot, ['refactor.extract'], sum);
  expect(without).toMatchObject([{ title: 'Extract node total' }, { title: 'Extract fn f' }]);
  expect(without.filter(({ command }) => command !== undefined)).toEqual([]);
});
