/** Malformed parameters: requests are refused as invalid, notifications are dropped and logged, and the server lives on. */

import { expect, test } from 'vitest';
import {
  type CallHierarchyIncomingCallsParams,
  type CodeActionParams,
  type CompletionItem,
  type DidChangeTextDocumentParams,
  type DidChangeWatchedFilesParams,
  type DidChangeWorkspaceFoldersParams,
  type DidOpenTextDocumentParams,
  type DocumentOnTypeFormattingParams,
  type DocumentRangeFormattingParams,
  type DocumentSymbolParams,
  ErrorCodes,
  type ExecuteCommandParams,
  type HoverParams,
  type InlayHint,
  type InlayHintParams,
  LSPErrorCodes,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  type SelectionRangeParams,
  type SemanticTokensDeltaParams,
  type ServerCapabilities,
  SymbolKind,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver/node';
import type { ScrubbableParams } from '../../protocol/editor/scrub.ts';
import { paramsSchemas } from '../../server/src/connection/requestSchemas.ts';
import { type Editor, startEditor } from '../support/editor/editor.ts';

const uri = 'file:///models/lesson.bp';
const lesson = 'param x = -2\nparam y = 5\nq = x + y\nloss L = q^2\ntrain sgd(lr = 0.1)\n';

const position = { line: 2, character: 0 };
const range = { start: position, end: { line: 2, character: 1 } };
const textDocument = { uri };
const file: DocumentSymbolParams = { textDocument };
const cursor: HoverParams = { textDocument, position };
const span: InlayHintParams = { textDocument, range };
const options = { tabSize: 2, insertSpaces: true };
const item = { uri, name: 'q', kind: SymbolKind.Variable, range, selectionRange: range };
const call: CallHierarchyIncomingCallsParams = { item };
const panel = { uri };
const subject = { kind: 'called', calleeKind: 'function', name: 'relu' };

/** Requests with the fields that LSP requires, and no others but the data of resolve requests. */
const requests: Readonly<Record<string, object>> = {
  'textDocument/hover': cursor,
  'textDocument/completion': cursor,
  'completionItem/resolve': { label: 'relu', data: { uri, subject } } satisfies CompletionItem,
  'textDocument/signatureHelp': cursor,
  'textDocument/definition': cursor,
  'textDocument/references': { ...cursor, context: { includeDeclaration: true } } satisfies ReferenceParams,
  'textDocument/documentHighlight': cursor,
  'textDocument/documentSymbol': file,
  'workspace/symbol': { query: 'q' } satisfies WorkspaceSymbolParams,
  'textDocument/codeAction': { ...span, context: { diagnostics: [] } } satisfies CodeActionParams,
  'textDocument/codeLens': file,
  'textDocument/documentLink': file,
  'textDocument/formatting': { textDocument, options },
  'textDocument/rangeFormatting': { ...span, options } satisfies DocumentRangeFormattingParams,
  'textDocument/onTypeFormatting': { ...cursor, ch: '}', options } satisfies DocumentOnTypeFormattingParams,
  'textDocument/prepareRename': cursor,
  'textDocument/rename': { ...cursor, newName: 'r' } satisfies RenameParams,
  'textDocument/foldingRange': file,
  'textDocument/selectionRange': { textDocument, positions: [position] } satisfies SelectionRangeParams,
  'textDocument/inlayHint': span,
  'inlayHint/resolve': {
    label: '3',
    position,
    data: { uri, version: 1, statementIndex: 2 },
  } satisfies InlayHint,
  'textDocument/semanticTokens/full': file,
  'textDocument/semanticTokens/full/delta': { textDocument, previousResultId: '1' } satisfies SemanticTokensDeltaParams,
  'textDocument/semanticTokens/range': span,
  'textDocument/prepareCallHierarchy': cursor,
  'callHierarchy/incomingCalls': call,
  'callHierarchy/outgoingCalls': call,
  'workspace/executeCommand': {
    command: 'backprop.trainingStep',
    arguments: [uri],
  } satisfies ExecuteCommandParams,
  'backprop/backwardPass': panel,
  'backprop/embeddedModel': { uri, text: lesson },
  'backprop/endScrub': { uri, isCommitted: true },
  'backprop/findNode': { uri, query: 'q' },
  'backprop/graphHover': { uri, node: 'q' },
  'backprop/graphText': { uri, format: 'dot' },
  'backprop/playback': panel,
  'backprop/roots': panel,
  'backprop/pickRoot': { uri, name: 'q' },
  'backprop/scrubbable': { uri, position } satisfies ScrubbableParams,
  'backprop/stepBack': panel,
  'backprop/tensor': { uri, node: 'q', first: 0 },
};

const notifications: Readonly<Record<string, object>> = {
  'textDocument/didOpen': {
    textDocument: { uri: 'file:///models/other.bp', languageId: 'bp', version: 1, text: '' },
  } satisfies DidOpenTextDocumentParams,
  'textDocument/didChange': {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: 'x = 1' }],
  } satisfies DidChangeTextDocumentParams,
  'textDocument/didClose': file,
  'textDocument/didSave': file,
  'workspace/didChangeWatchedFiles': { changes: [{ uri, type: 2 }] } satisfies DidChangeWatchedFilesParams,
  'workspace/didChangeWorkspaceFolders': {
    event: { added: [{ uri: 'file:///models', name: 'models' }], removed: [] },
  } satisfies DidChangeWorkspaceFoldersParams,
  'backprop/hoverPictures': { theme: 'dark' },
  'backprop/scrub': { uri, scrubbed: { name: 'x', value: 1 } },
  'backprop/trainingCommand': { uri, command: { kind: 'set', setting: 'lr', value: 1 } },
  'backprop/visibleLines': { [uri]: [{ first: 0, last: 1 }] },
  'backprop/watchGraph': { watched: { uri, collapseState: { isCollapsed: true, except: ['q'] } } },
};

/** Messages whose fields are all optional, or that must not fail for a detail. */
const lenient = ['initialize', '$/setTrace'];

/** The requests that each capability of the server stands for. */
const requestsOf: Readonly<Partial<Record<keyof ServerCapabilities, readonly string[]>>> = {
  hoverProvider: ['textDocument/hover'],
  completionProvider: ['textDocument/completion', 'completionItem/resolve'],
  signatureHelpProvider: ['textDocument/signatureHelp'],
  definitionProvider: ['textDocument/definition'],
  referencesProvider: ['textDocument/references'],
  documentHighlightProvider: ['textDocument/documentHighlight'],
  documentSymbolProvider: ['textDocument/documentSymbol'],
  workspaceSymbolProvider: ['workspace/symbol'],
  codeActionProvider: ['textDocument/codeAction'],
  codeLensProvider: ['textDocument/codeLens'],
  documentLinkProvider: ['textDocument/documentLink'],
  documentFormattingProvider: ['textDocument/formatting'],
  documentRangeFormattingProvider: ['textDocument/rangeFormatting'],
  documentOnTypeFormattingProvider: ['textDocument/onTypeFormatting'],
  renameProvider: ['textDocument/prepareRename', 'textDocument/rename'],
  foldingRangeProvider: ['textDocument/foldingRange'],
  selectionRangeProvider: ['textDocument/selectionRange'],
  inlayHintProvider: ['textDocument/inlayHint', 'inlayHint/resolve'],
  semanticTokensProvider: [
    'textDocument/semanticTokens/full',
    'textDocument/semanticTokens/full/delta',
    'textDocument/semanticTokens/range',
  ],
  callHierarchyProvider: [
    'textDocument/prepareCallHierarchy',
    'callHierarchy/incomingCalls',
    'callHierarchy/outgoingCalls',
  ],
  executeCommandProvider: ['workspace/executeCommand'],
  textDocumentSync: [],
  workspace: [],
};

/** Values of other types, and numbers and strings beyond every limit. */
function wrongValues(value: unknown, key: string): readonly unknown[] {
  const others = [null, true, 7, 'x', {}, []].filter((other) => kindOf(other) !== kindOf(value));
  // The label of a hint may be a list.
  if (key === 'label') return others.filter((other) => !Array.isArray(other));
  if (typeof value === 'number') return key === 'value' ? others : [...others, 1.5, 2 ** 31, -(2 ** 40)];
  return typeof value === 'string' && key !== 'text' ? [...others, 'x'.repeat(2 ** 17)] : others;
}

/** Fields that may be absent or null, and fields that may be null. */
const optional = new Set(['data']);
const nullable = new Set([...optional, 'watched', 'value', 'isCollapsed', 'name', 'theme']);

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** The parameters with one field missing, of another type, or huge. */
function* malformed(params: unknown, key = ''): Generator<unknown> {
  yield* wrongValues(params, key);
  if (Array.isArray(params)) {
    for (const [index, element] of params.entries())
      for (const wrong of malformed(element)) yield params.with(index, wrong);
  } else if (typeof params === 'object' && params !== null) {
    for (const [name, value] of Object.entries(params)) {
      if (name !== uri && !optional.has(name)) yield { ...params, [name]: undefined };
      for (const wrong of malformed(value, name))
        if (!(wrong === null && nullable.has(name))) yield { ...params, [name]: wrong };
    }
  }
}

/** The parameters with one number or text replaced by another that has the right type. */
function* withExtremes(params: unknown): Generator<object> {
  if (typeof params !== 'object' || params === null) return;
  for (const [name, value] of Object.entries(params)) {
    const extremes =
      typeof value === 'number' ? [0, 2 ** 31 - 1] : typeof value === 'string' ? ['', 'x', '__proto__'] : [];
    for (const extreme of [...extremes, ...withExtremes(value)])
      yield Array.isArray(params) ? params.with(Number(name), extreme) : { ...params, [name]: extreme };
  }
}

test('every message with parameters is tested', async () => {
  const editor = await startEditor();
  const capabilities = Object.keys(editor.capabilities!) as (keyof ServerCapabilities)[];
  expect(capabilities.filter((name) => requestsOf[name] === undefined)).toEqual([]);
  expect(capabilities.flatMap((name) => requestsOf[name]!).filter((method) => !(method in requests))).toEqual([]);
  const tested = [...Object.keys(requests), ...Object.keys(notifications), ...lenient];
  expect(Object.keys(paramsSchemas).sort()).toEqual(tested.sort());
});

test('malformed requests are refused as invalid, and well-formed ones are answered', async () => {
  const editor = await opened();
  const unexpected: string[] = [];
  for (const [method, params] of Object.entries(requests)) {
    for (const wrong of malformed(params)) {
      const code = await codeOf(editor, method, wrong);
      if (code !== ErrorCodes.InvalidParams)
        unexpected.push(`${code} ${method} ${JSON.stringify(wrong)?.slice(0, 200)}`);
    }
    const code = await codeOf(editor, method, params);
    if (code !== undefined && code !== LSPErrorCodes.RequestFailed)
      unexpected.push(`${code} ${method} ${JSON.stringify(params)}`);
  }
  expect(unexpected).toEqual([]);
});

test('malformed notifications are dropped with one line in the log', async () => {
  const editor = await opened();
  const before = await editor.lenses(uri);
  const unexpected: string[] = [];
  for (const [method, params] of Object.entries(notifications)) {
    for (const wrong of malformed(params)) {
      await editor.connection.sendNotification(method, wrong);
      await editor.evaluated(uri);
      const log = editor.logMessages.splice(0).map(({ message }) => message);
      const [line = ''] = log;
      const isExpected = log.length === 1 && line.startsWith(`${method} has unknown parameters: `);
      if (!isExpected || line.length > 300 || line.includes('\n'))
        unexpected.push(`${method} ${JSON.stringify(wrong)?.slice(0, 200)} ${log}`);
    }
  }
  expect(unexpected).toEqual([]);
  expect(await editor.lenses(uri)).toEqual(before);
  expect(editor.text(uri)).toBe(lesson);
});

test('well-formed parameters without a meaning cause no error', async () => {
  const editor = await opened();
  const failed: string[] = [];
  for (const [method, params] of Object.entries({ ...requests, ...notifications })) {
    for (const extreme of withExtremes(params)) {
      if (method in notifications) await editor.connection.sendNotification(method, extreme);
      const code = method in requests ? await codeOf(editor, method, extreme) : undefined;
      await editor.evaluated(uri);
      const log = editor.logMessages.splice(0).filter(({ message }) => !message.includes('has unknown parameters'));
      if (code === ErrorCodes.InternalError || log.length > 0)
        failed.push(`${code} ${method} ${JSON.stringify(extreme).slice(0, 200)} ${log[0]?.message}`);
    }
  }
  expect(failed).toEqual([]);
});

test('null stands for an absent optional field', async () => {
  const editor = await opened();
  const answer = (method: string, params: object) => editor.connection.sendRequest(method, params);
  const items = await answer('textDocument/completion', { ...cursor, context: null, workDoneToken: null });
  expect(items).toEqual(await answer('textDocument/completion', cursor));
  const actions = await answer('textDocument/codeAction', { ...span, context: { diagnostics: [], only: null } });
  expect(actions).toEqual(await answer('textDocument/codeAction', { ...span, context: { diagnostics: [] } }));
  const change = { textDocument: { uri, version: 2 }, contentChanges: [{ range: null, text: 'z = 1 + 1' }] };
  await editor.connection.sendNotification('textDocument/didChange', change);
  expect(await editor.lenses(uri)).toEqual(['0: z = 2']);
});

test('an introduction needs capabilities alone, and options of the right type', async () => {
  const editor = await opened();
  const nulls = { processId: null, rootUri: null, workspaceFolders: null, locale: null, clientInfo: null };
  expect(await codeOf(editor, 'initialize', { capabilities: {} })).toBeUndefined();
  expect(
    await codeOf(editor, 'initialize', { capabilities: {}, ...nulls, initializationOptions: null }),
  ).toBeUndefined();
  const wrong = [
    {},
    { capabilities: null },
    { capabilities: {}, locale: 7 },
    { capabilities: {}, workspaceFolders: [{ uri: 7 }] },
    { capabilities: {}, initializationOptions: { translations: { a: 1 } } },
    { capabilities: {}, initializationOptions: { commands: { rename: 'rename' } } },
    { capabilities: {}, initializationOptions: { hoverPictures: { theme: 'sepia' } } },
  ];
  const codes = await Promise.all(wrong.map((params) => codeOf(editor, 'initialize', params)));
  expect(codes).toEqual(wrong.map(() => ErrorCodes.InvalidParams));
});

async function opened(): Promise<Editor> {
  const editor = await startEditor();
  await editor.open(uri, lesson);
  await editor.numbers(uri);
  return editor;
}

async function codeOf(editor: Editor, method: string, params: unknown): Promise<number | undefined> {
  try {
    await editor.connection.sendRequest(method, params);
    return undefined;
  } catch (error) {
    if (error instanceof ResponseError) return error.code;
    throw error;
  }
}
