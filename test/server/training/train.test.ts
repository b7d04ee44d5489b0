/** Train over the connection: progress, cancellation, and one edit for the whole run. */

import { expect, test } from 'vitest';
import { trainCommand } from '../../../protocol/editor/commands.ts';
import { startEditor } from '../../support/editor/editor.ts';
import { batchOfOne } from '../../support/training/batchOfOne.ts';
import { laterOverflowingVariance, varianceAdvice } from '../../support/training/overflowingVariance.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/line.bp';
const line = (w: number, epochs: number, more = '') => `data x = [1, 2, 3, 4]
data y = [3, 5, 7, 9]
param w = ${w}
param b = 0
loss L = mean((w * x + b - y)^2)
train sgd(lr = 0.01, batch = 2, epochs = ${epochs}, seed = 1${more})
`;

const numberOf = (text: string, name: string): number => Number(new RegExp(`param ${name} = (\\S+)`).exec(text)![1]);

test('a run is one edit and counts all its steps', async () => {
  const editor = await startEditor();
  await editor.open(uri, line(0, 200));
  await editor.run(trainCommand, uri);
  expect(editor.edits.map(({ label }) => label)).toEqual(['Train']);
  const text = editor.text(uri);
  expect(numberOf(text, 'w')).toBeCloseTo(2, 1);
  expect(numberOf(text, 'b')).toBeCloseTo(1, 0);
  expect((await editor.numbers(uri)).summary.steps).toBe(400);
  await editor.replace(uri, text, line(0, 200));
  expect((await editor.numbers(uri)).summary.steps).toBe(0);
  expect(editor.messages).toEqual([]);
});

test('two runs equal one of twice the length', async () => {
  const [twice, once] = [await startEditor(), await startEditor()];
  await twice.open(uri, line(0, 5, ', momentum = 0.9'));
  await twice.run(trainCommand, uri);
  await twice.run(trainCommand, uri);
  await once.open(uri, line(0, 10, ', momentum = 0.9'));
  await once.run(trainCommand, uri);
  expect(twice.text(uri).replace('epochs = 5', 'epochs = 10')).toBe(once.text(uri));
});

test('a file without epochs takes a hundred steps', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param x = 100\nloss L = x\ntrain sgd(lr = 0.5)');
  await editor.run(trainCommand, uri);
  expect(editor.text(uri)).toBe('param x = 50\nloss L = x\ntrain sgd(lr = 0.5)');
});

test('a run shows progress and live numbers, and keeps its state when stopped', async () => {
  const editor = await startEditor();
  await editor.open(uri, line(0, 1_000_000_000, ', holdout = 0.25').replace('lr = 0.01', 'lr = 1e-6'));
  const { version } = await editor.numbers(uri);
  const run = editor.run(trainCommand, uri);
  const shown = () => new Set(editor.shownNumbers.map(({ decorations }) => decorations[2]?.value)).size;
  const heldOut = /^epoch \d+ of 1000000000 · L of the mini-batch = \S+ · held out \S+ · [\d,]+ steps\/s$/;
  await until(() => shown() > 3 && editor.progress.events.some(({ message }) => heldOut.test(message ?? '')));
  expect(editor.version(uri)).toBe(version);
  await editor.progress.cancel();
  await run;
  const [begin, ...reports] = editor.progress.events;
  expect(begin).toEqual({ kind: 'begin', title: 'Training line.bp', cancellable: true, percentage: 0 });
  expect(reports.at(-1)).toEqual({ kind: 'end' });
  expect(reports).toContainEqual({ kind: 'report', percentage: 0, message: expect.stringMatching(heldOut) });
  expect(editor.edits).toHaveLength(1);
  expect(numberOf(editor.text(uri), 'w')).not.toBe(0);
  expect((await editor.numbers(uri)).summary.steps).toBeGreaterThan(3);
});

test('a second run continues the epoch count', async () => {
  const editor = await startEditor();
  await editor.open(uri, line(0, 1_000_000_000).replace('lr = 0.01', 'lr = 1e-6'));
  await editor.step(uri);
  await editor.step(uri);
  const run = editor.run(trainCommand, uri);
  await until(() => editor.progress.events.length > 1);
  await editor.progress.cancel();
  await run;
  expect(editor.progress.events[1]).toMatchObject({ message: expect.stringMatching(/^epoch \d+ of 1000000001 · /) });
});

test('a run that continues within an epoch counts steps, as it ends within one', async () => {
  const editor = await startEditor();
  const text = line(0, 1_000_000_000).replace('lr = 0.01', 'lr = 1e-6').replace('[1, 2, 3, 4]', '[1, 2, 3, 4, 5]');
  await editor.open(uri, text.replace('[3, 5, 7, 9]', '[3, 5, 7, 9, 11]'));
  await editor.step(uri);
  const run = editor.run(trainCommand, uri);
  await until(() => editor.progress.events.length > 1);
  await editor.progress.cancel();
  await run;
  expect(editor.progress.events[1]).toMatchObject({ message: expect.stringMatching(/^step \d+ of 3000000001 · L/) });
});

test('a text change ends the run without an edit', async () => {
  const editor = await startEditor();
  await editor.open(uri, line(0, 1_000_000_000));
  await editor.numbers(uri);
  const run = editor.run(trainCommand, uri);
  await until(() => editor.progress.events.length > 1);
  await editor.replace(uri, 'param b = 0', 'param b = 7');
  await run;
  expect(editor.edits).toEqual([]);
  expect(editor.text(uri)).toBe(line(0, 1_000_000_000).replace('param b = 0', 'param b = 7'));
  expect(editor.messages.map(({ message }) => message)).toEqual([
    'Training stopped: the text was changed, so nothing was written.',
  ]);
});

test('a file has at most one training', async () => {
  const editor = await startEditor();
  await editor.open(uri, line(0, 1_000_000_000));
  const run = editor.run(trainCommand, uri);
  await until(() => editor.progress.events.length > 1);
  await editor.run(trainCommand, uri);
  expect(editor.messages.map(({ message }) => message)).toEqual([
    "Can't start training: this file is being trained. Stop training first.",
  ]);
  await editor.progress.cancel();
  await run;
});

test('a run keeps the state before values became non-finite', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param x = 2\nloss L = x^4\ntrain sgd(lr = 10, epochs = 50)');
  await editor.run(trainCommand, uri);
  expect(editor.messages.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Training stopped at step \d: x would overflow\. /),
  ]);
  expect(Number.isFinite(numberOf(editor.text(uri), 'x'))).toBe(true);
  expect(numberOf(editor.text(uri), 'x')).not.toBe(2);
});

test('a running statistic that overflows is not blamed on lr alone', async () => {
  const editor = await startEditor();
  await editor.open(uri, laterOverflowingVariance);
  await editor.run(trainCommand, uri);
  expect(editor.messages.map(({ message }) => message)).toEqual([
    `Training stopped at step 5: z.running_var would overflow. Earlier steps are kept. ${varianceAdvice}`,
  ]);
});

test('NaN in a mini-batch of one is not called an overflow', async () => {
  const editor = await startEditor();
  await editor.open(uri, batchOfOne);
  await editor.run(trainCommand, uri);
  expect(editor.messages.map(({ message }) => message)).toEqual([
    'Training stopped at step 3: w would become NaN. Earlier steps are kept. Look for an undefined operation such as 0 / 0 in its mini-batch of 1 sample. If the loss was growing, try a smaller lr.',
  ]);
  expect(numberOf(editor.text(uri), 'w')).not.toBe(1);
});

test.each([
  ['param x = 1', 'No step taken: there is no loss to minimize. Add one, for example: loss L = (target - f)^2'],
  [
    'data x = [1, 2, 3, 4]\nparam w = [1, 2, 3, 4]\nloss L = sum(w * x)\ntrain sgd(batch = 2)',
    "No step taken: line 3 has an error: in a mini-batch of 2 samples, [4] and [2] don't broadcast: 4 ≠ 2 on the last axis.",
  ],
])('%j is not trained', async (text, message) => {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.run(trainCommand, uri);
  expect(editor.messages.map((shown) => shown.message)).toEqual([message]);
  expect(editor.text(uri)).toBe(text);
});

test('a file whose name is not valid percent-encoding can be trained', async () => {
  const editor = await startEditor();
  const malformed = 'file:///models/100%.bp';
  await editor.open(malformed, line(0, 1));
  await editor.run(trainCommand, malformed);
  expect(editor.progress.events[0]).toMatchObject({ kind: 'begin', title: 'Training 100%.bp' });
});
