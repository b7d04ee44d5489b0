/** Training in the editor continues after a restart of everything, and after Keep in the panel, as if it had not been interrupted. */

import { expect, test } from 'vitest';
import {
  discardLearnedCommand,
  saveLearnedCommand,
  trainCommand,
  trainingStepCommand,
} from '../../../protocol/editor/commands.ts';
import { stepBackMethod } from '../../../protocol/editor/stepBack.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { TrainingPanel } from '../../support/editor/trainingPanel.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///w/resumed.bp';
const checkpoint = `${uri}.safetensors`;

/** Params in the text and beside it, dropout, and an uneven last batch. */
const mixed = (train = 'adam(lr = 0.05, batch = 2, epochs = 2, seed = 3)'): string => `data x = [1, 2, 3, 4, 5]
data y = [3, 5, 7, 9, 10]
param b = [0.5, -0.5]
param W[2] ~ normal(0, 1)
h = dropout(tanh(reshape(x, [size(x, 0), 1]) * W + b), 0.25)
loss L = mean((sum(h, axis = 1) - y)^2)
train ${train}
`;

const written = (
  train = 'sgd(lr = 0.01, momentum = 0.9, batch = 2, epochs = 2, seed = 3)',
): string => `data x = [1, 2, 3, 4, 5]
data y = [3, 5, 7, 9, 10]
param w = 0
param b = 0
loss L = mean((w * x + b - y)^2)
train ${train}
`;

interface Opened {
  readonly editor: Editor;
  readonly files: ClientFiles;
}

async function open(text: string, files = new ClientFiles({})): Promise<Opened> {
  const editor = await startEditor({ files });
  await editor.open(uri, text);
  await editor.numbers(uri);
  return { editor, files };
}

/** Waits until this number of steps is shown. */
async function untilSteps({ editor }: Opened, count: number): Promise<void> {
  await until(() => editor.shownNumbers.at(-1)?.summary.steps === count);
}

async function takeSteps({ editor }: Opened, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await editor.run(trainingStepCommand, uri);
}

async function train({ editor }: Opened): Promise<void> {
  await editor.run(trainCommand, uri);
}

/** Trains and keeps the result in the panel, which takes epochs as Train does. */
async function keep(opened: Opened): Promise<void> {
  const { editor } = opened;
  const panel = new TrainingPanel(editor, uri);
  await panel.watch();
  await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
  const { state } = await panel.sendUntil({ kind: 'run' }, ({ state: { phase } }) => phase === 'done');
  await panel.send({ kind: 'keep' });
  await untilSteps(opened, state.shownStep);
  await panel.send({ kind: 'close' });
  await panel.ended();
}

/** Saves the text and what is beside it, ends the server, and opens the file in another one. */
async function restart({ editor, files }: Opened): Promise<Opened> {
  await editor.run(saveLearnedCommand, uri);
  const text = editor.text(uri);
  const remaining = new ClientFiles({});
  for (const [name, bytes] of files.contents) remaining.contents.set(name, bytes);
  return open(text, remaining);
}

/** All bits of the file and of what is saved beside it. */
async function bitsOf({ editor, files }: Opened): Promise<readonly (string | undefined)[]> {
  await editor.run(saveLearnedCommand, uri);
  const bytes = files.contents.get(checkpoint);
  return [editor.text(uri), bytes && Buffer.from(bytes).toString('latin1')];
}

const texts = { mixed: mixed(), written: written() };
const names = ['mixed', 'written'] as const;

test.each(names)('steps continue after a restart: %s', async (name) => {
  const whole = await open(texts[name]);
  await takeSteps(whole, 9);
  let parts = await open(texts[name]);
  for (const count of [4, 1, 4]) {
    parts = await restart(parts);
    await takeSteps(parts, count);
  }
  await untilSteps(parts, 9);
  expect(await bitsOf(parts)).toEqual(await bitsOf(whole));
  expect(parts.editor.messages).toEqual([]);
});

test.each([
  ['Train', 'mixed', train],
  ['Train', 'written', train],
  ['Keep', 'mixed', keep],
  ['Keep', 'written', keep],
] as const)('%s continues after a restart: %s', async (_, name, run) => {
  const whole = await open(texts[name].replace('epochs = 2', 'epochs = 4'));
  await train(whole);
  let parts = await open(texts[name]);
  await run(parts);
  parts = await restart(parts);
  await run(parts);
  const [text, bytes] = await bitsOf(parts);
  expect([text?.replace('epochs = 2', 'epochs = 4'), bytes]).toEqual(await bitsOf(whole));
});

test('a step continues after Keep', async () => {
  const whole = await open(mixed());
  await takeSteps(whole, 7);
  const parts = await open(mixed());
  await keep(parts);
  await takeSteps(parts, 1);
  expect(await bitsOf(parts)).toEqual(await bitsOf(whole));
});

test('undo returns to the state before a step, also that of a former session', async () => {
  const whole = await open(mixed());
  await takeSteps(whole, 4);
  let parts = await open(mixed());
  await takeSteps(parts, 3);
  parts = await restart(parts);
  const text = parts.editor.text(uri);
  await takeSteps(parts, 1);
  await parts.editor.replace(uri, parts.editor.text(uri), text);
  await untilSteps(parts, 3);
  await takeSteps(parts, 1);
  expect(await bitsOf(parts)).toEqual(await bitsOf(whole));
});

test('a text without params undoes steps to the state of a former session', async () => {
  const text = 'param W[2] ~ normal(0, 1)\nloss L = sum(W^2)\ntrain adam(lr = 0.1)';
  let parts = await open(text);
  await takeSteps(parts, 3);
  parts = await restart(parts);
  await takeSteps(parts, 1);
  expect(await parts.editor.connection.sendRequest<boolean>(stepBackMethod, { uri })).toBe(true);
  await untilSteps(parts, 3);
});

test('typing elsewhere keeps the state', async () => {
  const whole = await open(mixed());
  await takeSteps(whole, 5);
  const parts = await open(mixed());
  await takeSteps(parts, 2);
  await parts.editor.replace(uri, 'data x', '# A note.\ndata x');
  await untilSteps(parts, 2);
  await takeSteps(parts, 3);
  await parts.editor.replace(uri, '# A note.\n', '');
  expect(await bitsOf(parts)).toEqual(await bitsOf(whole));
});

test.each([
  ['a param', 'param b = ', 'param b = [1, 2] # ', 'the param b has changed since'],
  ['the optimizer', 'adam', 'adamw', 'the steps before were taken with Adam'],
])('a change of %s drops the state, and training says so', async (_, from, to, reason) => {
  let parts = await open(mixed());
  await takeSteps(parts, 2);
  parts = await restart(parts);
  await parts.editor.replace(uri, from, to);
  await untilSteps(parts, 0);
  await takeSteps(parts, 2);
  await untilSteps(parts, 2);
  expect(parts.editor.messages.map(({ message }) => message)).toEqual([`Training starts over at step 1: ${reason}.`]);
});

test('discarding drops the state', async () => {
  const parts = await open(mixed());
  await takeSteps(parts, 2);
  await parts.editor.run(saveLearnedCommand, uri);
  expect(parts.files.contents.has(checkpoint)).toBe(true);
  parts.editor.answer = 'Discard';
  await parts.editor.run(discardLearnedCommand, uri);
  expect(parts.files.contents.has(checkpoint)).toBe(false);
  await untilSteps(parts, 0);
});
