/** Completion, signature help and semantic tokens over the connection. */

import { expect, test } from 'vitest';
import {
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  CompletionResolveRequest,
  CompletionTriggerKind,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRefreshRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
} from 'vscode-languageserver/node';
import { ClientFiles } from '../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../support/editor/editor.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///w/models/line.bp';
const textDocument = { uri };

/** The completion items at the end of a line. */
async function offeredAt(editor: Editor, line: number, triggerCharacter?: string): Promise<readonly CompletionItem[]> {
  const character = editor.text(uri).split('\n')[line]!.length;
  const context = triggerCharacter
    ? { triggerKind: CompletionTriggerKind.TriggerCharacter, triggerCharacter }
    : { triggerKind: CompletionTriggerKind.Invoked };
  const params = { textDocument, position: { line, character }, context };
  const list = (await editor.connection.sendRequest(CompletionRequest.type, params)) as CompletionList | null;
  return list?.items ?? [];
}

function labels(items: readonly CompletionItem[]): readonly string[] {
  return items.toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label }) => label);
}

test('completion finds a partial name and resolves its value lazily', async () => {
  const editor = await startEditor();
  await editor.open(uri, '# The rate.\nparam rate = 2\nloss L = rate^2\ny = 3 * ra');
  await editor.numbers(uri);
  const items = await offeredAt(editor, 3);
  expect(labels(items).slice(0, 2)).toEqual(['L', 'rate']);
  const item = items.find(({ label }) => label === 'rate')!;
  expect(item.detail).toBeUndefined();
  const resolved = await editor.connection.sendRequest(CompletionResolveRequest.type, item);
  expect(resolved.detail).toBe('2');
  expect(resolved.documentation).toEqual({ kind: 'markdown', value: '```bp\nparam rate = 2\n```\n\nThe rate.' });
});

test('completion lists files, and columns of unread files', async () => {
  const contents = {
    'file:///w/models/points.csv': 'x,y\n1,2\n',
    'file:///w/models/more/iris.csv': 'petal\n1\n',
    'file:///w/layers.bp': 'const bias = 1',
    'file:///secret.csv': 'x\n1\n',
  };
  const editor = await startEditor({ files: new ClientFiles(contents), folders: ['file:///w'] });
  const lines = [
    'import "../',
    'data X = csv("',
    'data X = csv("more/',
    'data X = csv("points.csv", columns = ["',
    'import "../../',
  ];
  await editor.open(uri, lines.join('\n'));
  const offered = await Promise.all(lines.map((_, line) => offeredAt(editor, line)));
  expect(offered.map(labels)).toEqual([
    ['layers.bp', 'models/'],
    ['points.csv', 'more/'],
    ['iris.csv'],
    ['x', 'y'],
    [],
  ]);
});

test('a slash triggers completion only in paths and derivatives', async () => {
  const editor = await startEditor({ files: new ClientFiles({ 'file:///w/models/a/b.bp': '' }) });
  await editor.open(uri, 'param x = 1\nloss L = x^2\nz = ∂L/\ny = x /\nimport "a/');
  expect(await offeredAt(editor, 3, '/')).toEqual([]);
  expect(labels(await offeredAt(editor, 3))).toContain('x');
  expect(labels(await offeredAt(editor, 2, '/'))).toEqual(['∂L/∂x']);
  expect(labels(await offeredAt(editor, 4, '/'))).toEqual(['b.bp']);
});

test('signature help follows the innermost call', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'y = sum(1, ');
  const params = { textDocument, position: { line: 0, character: 11 } };
  const help = await editor.connection.sendRequest(SignatureHelpRequest.type, params);
  expect(help!.signatures[help!.activeSignature!]!.label).toBe('sum(x, axis = …, keep = …)');
  expect(help!.activeParameter).toBe(1);
});

test('tokens are refreshed when an import changes', async () => {
  const layers = 'file:///w/models/layers.bp';
  const files = new ClientFiles({ [layers]: 'const bias = 1' });
  const editor = await startEditor({
    files,
    capabilities: { workspace: { semanticTokens: { refreshSupport: true } } },
  });
  let refreshes = 0;
  editor.connection.onRequest(SemanticTokensRefreshRequest.type, () => {
    refreshes++;
  });
  await editor.open(uri, 'import "layers.bp"\ny = bias');
  const types = async () => (await editor.connection.sendRequest(SemanticTokensRequest.type, { textDocument }))!.data;
  expect(await types()).toEqual([1, 0, 1, 3, 1, 0, 4, 4, 2, 0]);
  files.write(layers, 'const other = 1');
  await editor.filesChanged(layers);
  await until(() => refreshes > 0);
  expect(await types()).toEqual([1, 0, 1, 3, 1]);
});

test('tokens are served in full, for a range and as a delta', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param x = 1\ny = x\nloss L = y');
  const full = await editor.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
  // Per token: line and character deltas, length, type, and 1 for a declaration.
  expect(full!.data).toEqual([0, 6, 1, 0, 1, 1, 0, 1, 3, 1, 0, 4, 1, 0, 0, 1, 5, 1, 4, 1, 0, 4, 1, 3, 0]);
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
  const ofRange = await editor.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range });
  expect(ofRange!.data).toEqual([1, 0, 1, 3, 1, 0, 4, 1, 0, 0]);
  await editor.replace(uri, 'param x', 'const x');
  const params = { textDocument, previousResultId: full!.resultId! };
  const delta = await editor.connection.sendRequest(SemanticTokensDeltaRequest.type, params);
  expect(delta).toMatchObject({ edits: [{ start: expect.any(Number), deleteCount: expect.any(Number) }] });
});
