/** Check Gradients over the connection: messages, diagnostics and cancellation. */

import { expect, test } from 'vitest';
import { ExecuteCommandRequest, MessageType } from 'vscode-languageserver/node';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { ScriptedWorkers } from '../../support/workers/scriptedWorkers.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/net.bp';
const net = `data X = [[1, 2, 3], [4, 5, 6]]
param W[3, 2] ~ normal(0, 0.5)
param b = [0.1, -0.2]
param s = 2
loss L = mean((tanh(X @ W + b) * s)^2)`;
const stopped = 'param x = 3\nparam y = 0\nloss L = clip(x, 3, 9) + clip(x, 0, 3) + relu(y)';

test('agreeing gradients are summarized in a message', async () => {
  const editor = await startEditor();
  await editor.open(uri, net);
  await editor.check(uri);
  const message = await until(() => editor.messages[0]);
  expect(message).toEqual({
    type: MessageType.Info,
    message: expect.stringMatching(/^Gradients agree: 3 params, 9 elements, worst relative difference \d(\.\d)?e−\d+$/),
  });
  expect(await editor.problems(uri)).toEqual([]);
});

test('a check reports progress from begin to end', async () => {
  const editor = await startEditor();
  await editor.open(uri, net);
  await editor.check(uri);
  await until(() => editor.progress.events.length === 2);
  expect(editor.progress.events).toEqual([
    { kind: 'begin', title: 'Checking gradients', cancellable: true },
    { kind: 'end' },
  ]);
});

test.each([
  ['cannot show progress', { capabilities: {} }, false],
  ['declines to show progress', {}, true],
])('a client that %s still gets the result', async (_, setup, isRefusing) => {
  const editor = await startEditor(setup);
  editor.isRefusing = isRefusing;
  await editor.open(uri, net);
  await editor.check(uri);
  expect((await until(() => editor.messages[0])).message).toMatch(/^Gradients agree: /);
  expect(editor.progress.tokens).toEqual([]);
});

test('wrong gradients and kinks are marked until the next change and counted as errors', async () => {
  const editor = await startEditor();
  await editor.open(uri, stopped);
  await editor.check(uri);
  const found = await marked(editor);
  expect(found.map(({ code, severity, message, range }) => [code, severity, message, range.start])).toEqual([
    ['gradient-mismatch', 1, '∂L/∂x is 2, but finite differences give 1', { line: 0, character: 6 }],
    [
      'gradient-at-kink',
      2,
      'L has a kink at this value of y; ∂L/∂y = 0 lies between the slopes on both sides',
      { line: 1, character: 6 },
    ],
    ['dead-relu', 2, expect.any(String), { line: 2, character: 41 }],
  ]);
  const message = await until(() => editor.messages[0]);
  expect(message).toEqual({
    type: MessageType.Warning,
    message:
      'Gradients disagree in ∂L/∂x: 2 params, 1 of 2 elements, worst relative difference 0.5, 1 element at a kink',
  });
  await until(() => editor.shownNumbers.at(-1)?.summary.errors === 1);
  await editor.replace(uri, 'x = 3', 'x = 4');
  expect((await editor.numbers(uri)).summary.errors).toBe(0);
  expect(await editor.problems(uri)).toEqual(['dead-relu']);
});

test('a wrong rule is reported at its wrong elements', async () => {
  const workers = new ScriptedWorkers();
  workers.areImmediate = true;
  const editor = await startEditor({ startWorker: workers.start });
  await editor.open(uri, 'param x = [[1, 2], [3, 4]]\nparam y = [[1, 2], [3, 5]]\nloss L = sum(x * y)');
  const checked = editor.check(uri);
  const request = await until(() => workers.checks[0]);
  // The worker reports x for both gradients, which is right only for y.
  const [, { adjoint }] = request.leaves;
  workers.of(request).answerCheck({ ...request, leaves: request.leaves.map(({ node }) => ({ node, adjoint })) });
  await checked;
  expect((await marked(editor)).map(({ message }) => message)).toEqual([
    '∂L/∂x is 4 at [1, 1], but finite differences give 5',
  ]);
});

test('a second check replaces the marks of the first', async () => {
  const editor = await startEditor();
  await editor.open(uri, stopped);
  await editor.check(uri);
  await editor.check(uri);
  await until(() => editor.messages.length === 2);
  expect((await marked(editor)).map(({ code }) => code)).toEqual([
    'gradient-mismatch',
    'gradient-at-kink',
    'dead-relu',
  ]);
});

test('a new version cancels the check silently', async () => {
  const { editor, workers, checked } = await underway();
  const [request] = workers.checks;
  await editor.replace(uri, 's = 2', 's = 3');
  await until(() => workers.of(request).cancelled.includes(request.requestId));
  // This answer arrives after the cancellation.
  workers.of(request).answerCheck(request);
  await checked;
  await editor.numbers(uri);
  expect(editor.messages).toEqual([]);
  expect(await editor.problems(uri)).toEqual([]);
});

test('numbers of another file do not wait for a check', async () => {
  const { editor, workers, checked } = await underway();
  const other = 'file:///models/other.bp';
  await editor.open(other, 'param a = 3\nloss M = a^2');
  expect((await editor.numbers(other)).summary.objectiveText).toBe('9');
  workers.of(workers.checks[0]).answerCheck(workers.checks[0]);
  await checked;
  expect((await until(() => editor.messages[0])).message).toMatch(/^Gradients agree: /);
});

test('the user can cancel a check', async () => {
  const { editor, workers, checked } = await underway();
  const [request] = workers.checks;
  await until(() => editor.progress.events.length === 1);
  await editor.progress.cancel();
  await until(() => workers.of(request).cancelled.includes(request.requestId));
  workers.of(request).reply({ kind: 'cancelled', requestId: request.requestId });
  await checked;
  await until(() => editor.progress.events.length === 2);
  expect(editor.messages).toEqual([]);
  expect((await editor.numbers(uri)).summary.errors).toBe(0);
});

test('closing a file cancels its check', async () => {
  const { editor, workers, checked } = await underway();
  const [request] = workers.checks;
  await editor.close(uri);
  await until(() => workers.of(request).cancelled.includes(request.requestId));
  workers.of(request).answerCheck(request);
  await checked;
  expect(editor.messages).toEqual([]);
});

test('a lost engine is reported', async () => {
  const { editor, workers, checked } = await underway();
  workers.of(workers.checks[0]).die('the engine ran out of memory');
  await checked;
  expect(await until(() => editor.messages[0])).toEqual({
    type: MessageType.Warning,
    message: "Can't check gradients: the engine ran out of memory. Run the check again.",
  });
});

test('a check waits for the current text', async () => {
  const editor = await startEditor();
  await editor.open(uri, stopped);
  await editor.replace(uri, 'clip(x, 3, 9)', 'x');
  await editor.check(uri);
  expect((await until(() => editor.messages[0])).message).toMatch(/^Gradients agree: /);
});

test.each([
  ['no loss', 'param x = 1', /^Can't check gradients: there is no loss\. Add one/],
  ['no param', 'loss L = 2', /^Can't check gradients: the file has no param\.$/],
])('a file with %s is not checked, and a message says why', async (_, text, reason) => {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.check(uri);
  expect((await until(() => editor.messages[0])).message).toMatch(reason);
});

test('a file that is not open is not checked', async () => {
  const editor = await startEditor();
  await editor.check(uri);
  expect((await until(() => editor.messages[0])).message).toBe(
    "Can't check gradients: the file is not open in the editor.",
  );
});

test.each([[undefined], [[]], [[7]]])('the arguments %j are refused', async (given) => {
  const editor = await startEditor();
  const request = { command: 'backprop.checkGradients', ...(given && { arguments: given }) };
  await expect(editor.connection.sendRequest(ExecuteCommandRequest.type, request)).rejects.toThrow(
    'backprop.checkGradients takes one argument',
  );
});

/** Starts a check in a scripted worker. */
async function underway() {
  const workers = new ScriptedWorkers();
  workers.areImmediate = true;
  const editor = await startEditor({ startWorker: workers.start });
  await editor.open(uri, net);
  await editor.numbers(uri);
  const checked = editor.check(uri);
  await until(() => workers.checks[0]);
  return { editor, workers, checked };
}

/** The diagnostics after a check has reported a mismatch. */
async function marked(editor: Editor) {
  const { diagnostics } = await until(() =>
    editor.published.findLast(({ diagnostics: all }) => all.some(({ code }) => code === 'gradient-mismatch')),
  );
  return diagnostics;
}
