/** Fixes and refactorings over the connection, and their edits. */

import { expect, test } from 'vitest';
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  CodeActionRequest,
  CodeActionTriggerKind,
} from 'vscode-languageserver/node';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { editsOf } from '../../support/editor/workspaceEdits.ts';

const uri = 'file:///w/model.bp';

const capabilities: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [''] } }, disabledSupport: true },
  },
};

/** The actions at the first occurrence of a text, without source actions unless requested. */
async function offered(editor: Editor, text: string, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
  const asked = { textDocument: { uri }, range: editor.rangeOf(uri, text), context: { diagnostics: [], ...context } };
  const actions = ((await editor.connection.sendRequest(CodeActionRequest.type, asked)) ?? []) as CodeAction[];
  return actions.filter(({ kind }) => context.only || !kind?.startsWith('source'));
}

/** The text after an action. */
async function after(editor: Editor, { edit }: CodeAction): Promise<string> {
  const [{ uri: changed, version, changes }] = editsOf(edit!);
  expect([changed, version]).toEqual([uri, editor.version(uri)]);
  for (const { range, text } of changes) await editor.edit(uri, range, text);
  return editor.text(uri);
}

test('a single fix is preferred and names its problem', async () => {
  const editor = await startEditor({ capabilities });
  await editor.open(uri, '사과 = 1\r\n# 𝛼\r\nb = 사괴 + 1\r\n');
  const [fix, ...others] = await offered(editor, '사괴');
  expect(others).toEqual([]);
  expect(fix).toMatchObject({ title: "Change to '사과'", kind: 'quickfix', isPreferred: true });
  expect(fix.diagnostics).toMatchObject([{ code: 'undefined-name', range: editor.rangeOf(uri, '사괴') }]);
  expect(await after(editor, fix)).toBe('사과 = 1\r\n# 𝛼\r\nb = 사과 + 1\r\n');
  expect(await editor.problems(uri)).toEqual([]);
});

test('none of several fixes is preferred', async () => {
  const editor = await startEditor({ capabilities });
  await editor.open(uri, 'param x = [1, 2]\nloss L = x^2');
  const fixes = await offered(editor, 'x^2', { only: ['quickfix'] });
  expect(fixes.map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
    ['Wrap in mean(…)', undefined],
    ['Wrap in sum(…)', undefined],
  ]);
});

test('a request for source.fixAll fixes every unambiguous problem', async () => {
  const editor = await startEditor({ capabilities });
  await editor.open(uri, 'x = 2 ** 3 // two\r\ny = 1,5\r\n');
  expect((await offered(editor, 'x = 2')).map(({ kind }) => kind)).not.toContain('source.fixAll.backprop');
  const [all] = await offered(editor, 'x = 2', { only: ['source.fixAll'] });
  expect(all.kind).toBe('source.fixAll.backprop');
  expect(await after(editor, all)).toBe('x = 2 ^ 3 # two\r\ny = 1.5\r\n');
  expect(await offered(editor, 'x = 2', { only: ['source.fixAll'] })).toEqual([]);
});

test('a selection offers refactorings, or a reason for their absence', async () => {
  const editor = await startEditor({ capabilities });
  await editor.open(uri, 'param x = 2\nloss L = (x * 3)^2\n');
  const [node] = await offered(editor, 'x * 3', { only: ['refactor.extract'] });
  expect(node).toMatchObject({ title: 'Extract node product', kind: 'refactor.extract' });
  const [inline] = await offered(editor, 'x', { only: ['refactor.inline'] });
  expect(inline.disabled).toEqual({ reason: 'x is a param, which training updates.' });
  expect(await after(editor, node)).toBe('param x = 2\nproduct = x * 3\nloss L = product^2\n');
});

test('reasons are sent only to clients that support disabled actions', async () => {
  const codeAction = { codeActionLiteralSupport: { codeActionKind: { valueSet: [''] } } };
  const editor = await startEditor({ capabilities: { textDocument: { codeAction } } });
  await editor.open(uri, 'param x = 2\nloss L = x^2\n');
  expect(await offered(editor, 'x', { only: ['refactor.inline'] })).toEqual([]);
});

test('an automatic request gets only fixes', async () => {
  const editor = await startEditor({ capabilities });
  await editor.open(uri, 'param x = 2\nq = x * 3\nloss L = q^2\n');
  const triggerKind = CodeActionTriggerKind.Automatic;
  const start = editor.rangeOf(uri, 'q').start;
  const asked = { textDocument: { uri }, range: { start, end: start } };
  const passing = await editor.connection.sendRequest(CodeActionRequest.type, {
    ...asked,
    context: { diagnostics: [], triggerKind, only: ['refactor'] },
  });
  expect(passing).toEqual([]);
  const invoked = await editor.connection.sendRequest(CodeActionRequest.type, {
    ...asked,
    context: { diagnostics: [], only: ['refactor'] },
  });
  expect(invoked!.map(({ title }) => title)).toEqual(['Inline q']);
});

test('a const that another file uses cannot be inlined', async () => {
  const editor = await startEditor({ capabilities });
  await editor.open(uri, 'const two = 2\na = two * two\n');
  const importing = 'file:///w/importing.bp';
  await editor.open(importing, 'import "model.bp"\nb = two\n');
  const reason = { reason: 'two is used in other files.' };
  expect((await offered(editor, 'two', { only: ['refactor.inline'] }))[0].disabled).toEqual(reason);
  await editor.replace(importing, 'b = two', 'b = 2');
  expect((await offered(editor, 'two', { only: ['refactor.inline'] }))[0].disabled).toBeUndefined();
});

test('unreadable learned params are reset by a command', async () => {
  const files = new ClientFiles({});
  files.contents.set(`${uri}.safetensors`, new Uint8Array(3));
  const editor = await startEditor({ capabilities, files });
  await editor.open(uri, 'param W[2] ~ zeros()\nloss L = sum((W - 1)^2)');
  await editor.numbers(uri);
  const [fix] = await offered(editor, 'param W', { only: ['quickfix'] });
  expect(fix).toMatchObject({ title: 'Discard learned params…', command: { arguments: [uri] } });
  editor.answer = 'Discard';
  await editor.run(fix.command!.command, uri);
  expect(await offered(editor, 'param W', { only: ['quickfix'] })).toEqual([]);
});
