/** The mode of a file's numbers: toggled by a command, named in the summary, and independent of training. */

import { expect, test } from 'vitest';
import { toggleModeCommand, trainingStepCommand } from '../../protocol/editor/commands.ts';
import { type Editor, startEditor } from '../support/editor/editor.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///models/dropout.bp';

const text = `param w = 1
x = [1, 1, 1, 1, 1, 1, 1, 1]
h = sum(dropout(x * w, 0.5, seed = 1))
loss L = h^2
expect h ≈ 8
train sgd(lr = 0.001)`;

const modeOf = (editor: Editor) => editor.shownNumbers.at(-1)?.summary.mode;

test('is training until it is toggled, and stays with the file while it is edited', async () => {
  const editor = await startEditor();
  await editor.open(uri, text);
  const inTraining = await editor.lenses(uri);
  await until(() => modeOf(editor) === 'training');
  expect(inTraining.join('\n')).not.toContain('h = 8');
  await editor.run(toggleModeCommand, uri);
  await until(() => modeOf(editor) === 'evaluation');
  const inEvaluation = await editor.lenses(uri);
  // An update would follow the gradients of training.
  expect(inEvaluation).toContain('0: w = 1 · ∂L/∂w = 128');
  expect(inEvaluation).toContain('2: h = 8 · ∂L/∂h = 16');
  await editor.replace(uri, 'expect h ≈ 8', 'expect 8 ≈ h');
  expect(await editor.lenses(uri)).toEqual(inEvaluation);
  await editor.run(toggleModeCommand, uri);
  await until(() => modeOf(editor) === 'training');
  expect(await editor.lenses(uri)).toEqual(inTraining);
});

test('does not change the steps of training', async () => {
  const texts: string[] = [];
  for (const mode of ['training', 'evaluation']) {
    const editor = await startEditor();
    await editor.open(uri, text);
    await until(() => modeOf(editor) === 'training');
    if (mode === 'evaluation') await editor.run(toggleModeCommand, uri);
    await until(() => modeOf(editor) === mode);
    await editor.run(trainingStepCommand, uri);
    texts.push(editor.text(uri));
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).not.toBe(text);
});

test('is absent from the summary of a model that has no modes, and toggling says so', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param w = 1\nloss L = w^2');
  const before = await editor.lenses(uri);
  await editor.run(toggleModeCommand, uri);
  expect(await editor.lenses(uri)).toEqual(before);
  expect(modeOf(editor)).toBeUndefined();
  expect(editor.messages.map(({ message }) => message)).toEqual([
    'The mode makes no difference here: the model has no dropout and no batch_norm that keeps statistics.',
  ]);
});
