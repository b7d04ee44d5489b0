/** Training steps over the connection: one edit of the intended version, or a reason for refusal. */

import { expect, test } from 'vitest';
import { ExecuteCommandRequest } from 'vscode-languageserver/node';
import { scrubMethod } from '../../../protocol/editor/scrub.ts';
import { Batches } from '../../../server/src/engine/training/batches.ts';
import { startEditor } from '../../support/editor/editor.ts';
import { ScriptedWorkers } from '../../support/workers/scriptedWorkers.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/lesson.bp';
const lesson = `# The lesson
param x = -2   # from the left
param y = 5
param z = -4
q = x + y
f = q * z
loss L = (-10 - f)^2
train sgd(lr = 0.01)
`;

test('a step is one edit of its version and changes only digits', async () => {
  const editor = await startEditor();
  await editor.open(uri, lesson);
  await editor.step(uri);
  expect(editor.edits).toHaveLength(1);
  expect(editor.edits[0].edit.documentChanges).toMatchObject([{ textDocument: { uri, version: 1 } }]);
  expect(editor.text(uri)).toBe(lesson.replace('-2', '-2.16').replace('= 5', '= 4.84').replace('-4', '-3.88'));
  expect(editor.messages).toEqual([]);
});

test('the step count follows steps, undo and edits', async () => {
  const editor = await startEditor();
  await editor.open(uri, lesson);
  const counts = [(await editor.numbers(uri)).summary.steps];
  const texts = [editor.text(uri)];
  for (let step = 0; step < 3; step++) {
    await editor.step(uri);
    texts.push(editor.text(uri));
    counts.push((await editor.numbers(uri)).summary.steps);
  }
  for (const previous of texts.toReversed().slice(1)) {
    await editor.replace(uri, editor.text(uri), previous);
    counts.push((await editor.numbers(uri)).summary.steps);
  }
  await editor.step(uri);
  await editor.replace(uri, '0.01', '0.02');
  counts.push((await editor.numbers(uri)).summary.steps);
  await editor.replace(uri, 'param x = ', 'param x = 1');
  counts.push((await editor.numbers(uri)).summary.steps);
  // As in PyTorch, another learning rate continues; another value starts over.
  expect(counts).toEqual([0, 1, 2, 3, 2, 1, 0, 1, 0]);
});

test('a lens shows the number that the next step writes, and that of a first step after an edit or while a number is scrubbed', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param w = 8\nloss L = w\ntrain sgd(lr = 1, momentum = 0.5)');
  const shown = async () => {
    await editor.numbers(uri);
    return (await editor.lenses(uri))[0];
  };
  const seen = [await shown()];
  for (const next of ['w = 7\n', 'w = 5.5\n', 'w = 3.75\n']) {
    await editor.step(uri);
    expect(editor.text(uri)).toContain(next);
    seen.push(await shown());
  }
  await editor.connection.sendNotification(scrubMethod, { uri, scrubbed: { name: 'w', value: 9 } });
  await until(() => editor.shownNumbers.at(-1)!.summary.objectiveText === '9');
  seen.push((await editor.lenses(uri))[0]);
  await editor.replace(uri, '3.75', '2');
  seen.push(await shown());
  expect(seen.map((lens) => /→ (\S+)/.exec(lens)?.[1])).toEqual(['7', '5.5', '3.75', '1.875', '8', '1']);
});

test('steps continue through mini-batches with momentum, also after undo', async () => {
  const text = (w: number): string => `data x = [1, 2, 4, 8, 16]
param w = ${w}
loss L = w * sum(x)
train sgd(lr = 1, momentum = 0.5, batch = 2, seed = 5)
`;
  const batches = new Batches(5, { batch: 2, seed: 5, holdout: 0 });
  const texts = [text(0)];
  let [w, velocity] = [0, 0];
  for (let step = 0; step < 4; step++) {
    const { indices: order, start, length } = batches.at(step);
    velocity = order.slice(start, start + length).reduce((sum, sample) => sum + 2 ** sample, velocity / 2);
    w -= velocity;
    texts.push(text(w));
  }
  const editor = await startEditor();
  await editor.open(uri, texts[0]);
  for (const expected of texts.slice(1)) {
    await editor.step(uri);
    expect(editor.text(uri)).toBe(expected);
  }
  await editor.replace(uri, texts[4], texts[3]);
  await editor.replace(uri, texts[3], texts[2]);
  await editor.step(uri);
  expect(editor.text(uri)).toBe(texts[3]);
  await editor.replace(uri, 'momentum = 0.5', 'momentum = 0');
  await editor.step(uri);
  const { indices: order, start, length } = batches.at(3);
  const next = order.slice(start, start + length).reduce((sum, sample) => sum + 2 ** sample, 0);
  expect(editor.text(uri)).toBe(
    texts[3].replace('0.5', '0').replace(/(?<=param w = ).*/, (at) => `${Number(at) - next}`),
  );
});

test('a step waits for the current text', async () => {
  const editor = await startEditor();
  await editor.open(uri, lesson);
  await editor.replace(uri, 'x = -2', 'x = 1');
  await editor.replace(uri, 'x = 1', 'x = 2');
  await editor.step(uri);
  expect(editor.edits[0].edit.documentChanges).toMatchObject([{ textDocument: { version: 3 } }]);
  expect(editor.text(uri)).toContain('param x = 0.56 ');
});

test('a step waiting for numbers uses the changed text', async () => {
  const workers = new ScriptedWorkers();
  const editor = await startEditor({ startWorker: workers.start });
  await editor.open(uri, lesson);
  const step = editor.step(uri);
  const first = await until(() => workers.evaluations[0]);
  await editor.replace(uri, 'x = -2', 'x = 2');
  await until(() => workers.of(first).cancelled.includes(first.requestId));
  workers.of(first).answer(first);
  const second = await until(() => workers.evaluations[1]);
  workers.of(second).answer(second);
  await step;
  expect(editor.edits[0].edit.documentChanges).toMatchObject([{ textDocument: { version: 2 } }]);
  expect(editor.text(uri)).toContain('param x = 0.56 ');
});

test('a text that changes before the edit arrives is not edited, and a message says why', async () => {
  const editor = await startEditor();
  await editor.open(uri, lesson);
  await editor.numbers(uri);
  editor.beforeEdit = () => editor.replace(uri, 'x = -2', 'x = 2');
  await editor.step(uri);
  expect(editor.text(uri)).toBe(lesson.replace('x = -2', 'x = 2'));
  await until(() => editor.messages.length > 0);
  expect(editor.messages.map(({ message }) => message)).toEqual([
    'No step taken: the text changed at the same time. Try again.',
  ]);
  expect((await editor.numbers(uri)).summary.steps).toBe(0);
});

test.each([
  ['an error', lesson.replace('q = x + y', 'q = x + '), /^No step taken: line 5 has an error: /],
  ['no loss', 'param x = 1', /^No step taken: there is no loss/],
  ['no param', 'const x = 1\nloss L = x^2', /^No step taken: the loss does not depend on any param/],
])('a file with %s is not stepped, and a message says why', async (_, text, reason) => {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.step(uri);
  await until(() => editor.messages.length > 0);
  expect(editor.messages[0].message).toMatch(reason);
  expect(editor.edits).toEqual([]);
});

test('a file that is not open is not stepped', async () => {
  const editor = await startEditor();
  await editor.step(uri);
  await until(() => editor.messages.length > 0);
  expect(editor.messages[0].message).toBe('No step taken: the file is not open in the editor.');
});

test('a file that closes while the step waits for numbers is not stepped', async () => {
  const workers = new ScriptedWorkers();
  const editor = await startEditor({ startWorker: workers.start });
  await editor.open(uri, lesson);
  const step = editor.step(uri);
  const first = await until(() => workers.evaluations[0]);
  await editor.close(uri);
  await until(() => workers.of(first).cancelled.includes(first.requestId));
  workers.of(first).answer(first);
  await step;
  await until(() => editor.messages.length > 0);
  expect(editor.edits).toEqual([]);
});

test.each([[undefined], [[]], [[7]], [[{ uri }]], [[null, uri]]])('the arguments %j are refused', async (given) => {
  const editor = await startEditor();
  await editor.open(uri, lesson);
  const request = { command: 'backprop.trainingStep', ...(given && { arguments: given }) };
  await expect(editor.connection.sendRequest(ExecuteCommandRequest.type, request)).rejects.toThrow(
    'takes one argument',
  );
  expect(editor.text(uri)).toBe(lesson);
});

test('an unknown command is refused', async () => {
  const editor = await startEditor();
  const request = { command: 'backprop.fly', arguments: [uri] };
  await expect(editor.connection.sendRequest(ExecuteCommandRequest.type, request)).rejects.toThrow('backprop.fly');
});
