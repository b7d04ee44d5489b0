/** Navigation over open, imported and workspace files. */

import { describe, expect, test } from 'vitest';
import {
  CallHierarchyPrepareRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  type Location,
  type LocationLink,
  type Position,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  type WorkspaceEdit,
  type WorkspaceSymbol,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, type Setup, startEditor } from '../../support/editor/editor.ts';
import { editsOf } from '../../support/editor/workspaceEdits.ts';

const folder = 'file:///w';
const model = 'file:///w/model.bp';
const layers = 'file:///w/lib/layers.bp';
const other = 'file:///w/other.bp';

const text = `import "lib/layers.bp"
data X = csv("samples.csv")
param w = 0.5
h = scaled(mean(X), by = w)
loss L = (h - 1)^2`;

const files = {
  [layers]: 'const half = 1 / 2\nfn scaled(x, by) = x * by * half',
  [other]: 'import "lib/layers.bp"\ny = scaled(1, by = half)',
  'file:///w/.hidden/no.bp': 'hidden = 1',
  'file:///w/node_modules/no.bp': 'dependency = 1',
  'file:///w/samples.csv': 'a\n1\n3\n',
};

async function opened(setup: Setup = {}): Promise<Editor> {
  const editor = await startEditor({ files: new ClientFiles(files), folders: [folder], ...setup });
  await editor.open(model, text);
  await editor.numbers(model);
  return editor;
}

/** The position of the first occurrence of some words. */
function at(words: string, within = text, uri = model) {
  const lines = within.slice(0, within.indexOf(words)).split('\n');
  const position: Position = { line: lines.length - 1, character: lines.at(-1)!.length };
  return { textDocument: { uri }, position };
}

/** `lib/layers.bp 1:3`, lines and columns from 0. */
function show({ uri, range }: Location): string {
  return `${uri.slice(folder.length + 1)} ${range.start.line}:${range.start.character}`;
}

describe('a definition', () => {
  test('is a location link if the client supports links', async () => {
    const linkSupport = { textDocument: { definition: { linkSupport: true } } };
    const editor = await opened({ capabilities: linkSupport });
    const link = async (words: string) =>
      (await editor.connection.sendRequest(DefinitionRequest.type, at(words))) as LocationLink[] | null;
    expect(await link('scaled')).toEqual([
      {
        originSelectionRange: { start: { line: 3, character: 4 }, end: { line: 3, character: 10 } },
        targetUri: layers,
        targetRange: { start: { line: 1, character: 0 }, end: { line: 1, character: 32 } },
        targetSelectionRange: { start: { line: 1, character: 3 }, end: { line: 1, character: 9 } },
      },
    ]);
    expect((await link('"lib/layers.bp"'))?.[0].targetUri).toBe(layers);
    expect(await link('mean')).toBeNull();
  });

  test('is a location if the client does not support links', async () => {
    const editor = await opened({ capabilities: {} });
    const location = await editor.connection.sendRequest(DefinitionRequest.type, at('w)'));
    expect(show(location as Location)).toBe('model.bp 2:6');
  });
});

test('references are found in files that are not open', async () => {
  const editor = await opened();
  const ask = async (words: string, includeDeclaration: boolean) => {
    const params = { ...at(words), context: { includeDeclaration } };
    return (await editor.connection.sendRequest(ReferencesRequest.type, params))?.map(show);
  };
  expect(await ask('scaled', true)).toEqual(['model.bp 3:4', 'lib/layers.bp 1:3', 'other.bp 1:4']);
  expect(await ask('by =', false)).toEqual(['model.bp 3:20', 'lib/layers.bp 1:23', 'other.bp 1:14']);
  expect(await ask('w)', true)).toEqual(['model.bp 2:6', 'model.bp 3:25']);
});

test('references use the text in the editor', async () => {
  const editor = await opened();
  await editor.open(other, files[other]);
  await editor.replace(other, 'half', 'scaled(2, 3)');
  const params = { ...at('scaled'), context: { includeDeclaration: false } };
  const locations = await editor.connection.sendRequest(ReferencesRequest.type, params);
  expect(locations?.map(show)).toEqual(['model.bp 3:4', 'other.bp 1:4', 'other.bp 1:19']);
});

describe('rename', () => {
  test('edits all files at the version that was read', async () => {
    const editor = await opened();
    const prepared = await editor.connection.sendRequest(PrepareRenameRequest.type, at('scaled'));
    expect(prepared).toEqual({
      range: { start: { line: 3, character: 4 }, end: { line: 3, character: 10 } },
      placeholder: 'scaled',
    });
    const edit: WorkspaceEdit | null = await editor.connection.sendRequest(RenameRequest.type, {
      ...at('scaled'),
      newName: 'times',
    });
    expect(editsOf(edit!).map(({ uri, version, changes }) => [uri, version, changes.length])).toEqual([
      [model, 1, 1],
      [layers, null, 1],
      [other, null, 1],
    ]);
    const unversioned = await opened({ capabilities: {} });
    const plain = await unversioned.connection.sendRequest(RenameRequest.type, { ...at('w)'), newName: 'v' });
    expect(plain).toEqual({
      changes: {
        [model]: [
          { range: { start: { line: 2, character: 6 }, end: { line: 2, character: 7 } }, newText: 'v' },
          { range: { start: { line: 3, character: 25 }, end: { line: 3, character: 26 } }, newText: 'v' },
        ],
      },
    });
  });

  test('gives a reason for refusal', async () => {
    const editor = await opened();
    const ask = (words: string, newName: string) =>
      editor.connection.sendRequest(RenameRequest.type, { ...at(words), newName });
    await expect(ask('h =', 'w')).rejects.toThrow(
      "'w' is already the name of the param on line 3. Choose another name.",
    );
    await expect(editor.connection.sendRequest(PrepareRenameRequest.type, at('mean'))).rejects.toThrow(
      'Only names that the model defines can be renamed',
    );
  });

  test('warns that a random param is drawn again, and works in untitled files', async () => {
    const editor = await opened();
    const randomModel = 'param W[2] ~ normal(0, 1)\nloss L = sum(W^2)';
    await editor.open('file:///w/drawn.bp', randomModel);
    await editor.connection.sendRequest(RenameRequest.type, {
      ...at('W', randomModel, 'file:///w/drawn.bp'),
      newName: 'V',
    });
    expect(editor.messages.map(({ message }) => message)).toEqual([
      "Params are drawn by name: 'V' starts over with new values, and the values trained as 'W' are lost.",
    ]);
    const untitled = 'untitled:Untitled-1';
    await editor.open(untitled, 'fn f(x) = x\ny = f(1)');
    const params = { ...at('f(x)', 'fn f(x) = x', untitled), newName: 'g' };
    const edit: WorkspaceEdit | null = await editor.connection.sendRequest(RenameRequest.type, params);
    expect(editsOf(edit!).map(({ uri, changes }) => [uri, changes.length])).toEqual([[untitled, 2]]);
  });
});

test('workspace symbols come from all models in its folders, open or not', async () => {
  const editor = await opened();
  const ask = async (query: string) => {
    const symbols = await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query });
    return (symbols as WorkspaceSymbol[]).map(({ name, containerName }) => `${name} in ${containerName}`);
  };
  expect(await ask('')).toEqual([
    'X in model.bp',
    'w in model.bp',
    'h in model.bp',
    'L in model.bp',
    'half in layers.bp',
    'scaled in layers.bp',
    'y in other.bp',
  ]);
  expect(await ask('SLD')).toEqual(['scaled in layers.bp']);
});

test('links lead only to readable files', async () => {
  const editor = await opened();
  const ask = async (uri: string) =>
    (await editor.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } }))?.map(
      ({ range, target, tooltip }) => `${range.start.line}: ${target} (${tooltip})`,
    );
  expect(await ask(model)).toEqual([`0: ${layers} (Open layers.bp)`, '1: file:///w/samples.csv (Open samples.csv)']);
  await editor.open(other, 'import "missing.bp"\nimport "../../outside.bp"\ndata X = csv("no.csv")\ny = 1');
  expect(await ask(other)).toEqual([]);
});

test('outline, folding ranges, highlights and selection ranges are answered', async () => {
  const editor = await opened();
  const textDocument = { uri: model };
  const symbols = await editor.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
  expect((symbols as DocumentSymbol[]).map(({ name, detail }) => `${name} ${detail}`)).toEqual([
    'X [2]',
    'w 0.5',
    'h scaled(mean(X), by = w)',
    'L (h - 1)^2',
  ]);
  expect(await editor.connection.sendRequest(FoldingRangeRequest.type, { textDocument })).toEqual([]);
  expect(await editor.connection.sendRequest(DocumentHighlightRequest.type, at('h ='))).toHaveLength(2);
  const { position } = at('h -');
  const [selection] = (await editor.connection.sendRequest(SelectionRangeRequest.type, {
    textDocument,
    positions: [position],
  }))!;
  expect([selection.range.end.character, selection.parent?.range.end.character]).toEqual([11, 15]);
  // A file that is not open has no answers.
  const nowhere = { textDocument: { uri: 'file:///w/closed.bp' }, position: { line: 0, character: 0 } };
  expect(await editor.connection.sendRequest(DefinitionRequest.type, nowhere)).toBeNull();
  expect(await editor.connection.sendRequest(DocumentSymbolRequest.type, nowhere)).toBeNull();
  expect(await editor.connection.sendRequest(CallHierarchyPrepareRequest.type, nowhere)).toBeNull();
});
