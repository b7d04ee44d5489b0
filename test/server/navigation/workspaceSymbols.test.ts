/** Workspace requests over extreme files: each answers for the other files, and reports what it left out. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import {
  CancellationTokenSource,
  LSPErrorCodes,
  ReferencesRequest,
  RenameRequest,
  type WorkspaceSymbol,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { until } from '../../support/workers/until.ts';

const files = {
  'a.bp': 'import "model.bp"\ny = f(1)',
  'huge.bp': `f = 1\n${'a'.repeat(10_000_000)} = 1`,
  'large.bp': `import "model.bp"\nz = f(1) #${'#'.repeat(1 << 24)}`,
  'model.bp': 'fn f(x) = x',
};

test('symbols of the other files are found, and the user is told once what was left out', async () => {
  const { editor } = await opened();
  expect(await symbols(editor, '')).toEqual(['f in model.bp', 'y in a.bp', 'f in huge.bp']);
  expect(await symbols(editor, 'y')).toEqual(['y in a.bp']);
  await until(() => editor.messages.length > 0);
  expect(editor.messages.map(({ message }) => message)).toEqual([
    'Some models of the workspace were left out: a search reads 1,000 models of at most 16 MB, and 1,024 MB in all.',
  ]);
});

test('references are found with a warning, and a rename is refused', async () => {
  const { editor, model } = await opened();
  const at = { textDocument: { uri: model }, position: { line: 0, character: 3 } };
  const context = { includeDeclaration: false };
  const references = await editor.connection.sendRequest(ReferencesRequest.type, { ...at, context });
  expect(references?.map(({ uri }) => uri.slice(uri.lastIndexOf('/')))).toEqual(['/a.bp']);
  await until(() => editor.messages.length > 0);
  expect(editor.messages[0].message).toMatch(/^Some references may be missing/);
  await expect(editor.connection.sendRequest(RenameRequest.type, { ...at, newName: 'g' })).rejects.toThrow(
    "'f' can't be renamed: the models of the workspace are too large to be searched completely.",
  );
});

test('a search that is cancelled ends without reading the rest', async () => {
  const clientFiles = new ClientFiles({ 'file:///w/a.bp': 'y = 1', 'file:///w/b.bp': 'z = 1' });
  const editor = await startEditor({ files: clientFiles, folders: ['file:///w'] });
  const release = clientFiles.hold();
  const source = new CancellationTokenSource();
  const answer = editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query: '' }, source.token);
  await until(() => clientFiles.reads.includes('file:///w/a.bp'));
  source.cancel();
  release();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
});

/** An editor with a folder on the disk, in which one model is open. */
async function opened(): Promise<{ readonly editor: Editor; readonly model: string }> {
  const path = await mkdtemp(join(tmpdir(), 'workspace-'));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  const editor = await startEditor({ folders: [pathToFileURL(path).href] });
  const model = pathToFileURL(join(path, 'model.bp')).href;
  await editor.open(model, files['model.bp']);
  return { editor, model };
}

async function symbols(editor: Editor, query: string): Promise<readonly string[]> {
  const found = await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query });
  return (found as WorkspaceSymbol[]).map(({ name, containerName }) => `${name} in ${containerName}`);
}
