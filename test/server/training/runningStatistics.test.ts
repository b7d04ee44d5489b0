/** Running statistics of a file whose params are all in its text: kept, undone, saved and discarded with the steps. */

import { expect, test } from 'vitest';
import { discardLearnedCommand, toggleModeCommand, trainingStepCommand } from '../../../protocol/editor/commands.ts';
import { readSafetensors } from '../../../server/src/data/safetensors.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { TrainingPanel } from '../../support/editor/trainingPanel.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///w/normalized.bp';
const checkpoint = `${uri}.safetensors`;

/** The batch has mean 2, and the unbiased variance 8. In training L is w². */
const text = `data X = [[0], [4]]
param w = 1
h = batch_norm(X, eps = 0)
loss L = mean((h * w)^2)
train sgd(lr = 0.25)`;

const steppedText = text.replace('w = 1', 'w = 0.5');

/** After a step: 0.25 · mean((X − 0.2)² / 1.7). */
const steppedLoss = '1.065';

/** Waits until the objective has this value. */
const objective = (editor: Editor, value: string) =>
  until(() => editor.shownNumbers.at(-1)?.summary.objectiveText === value && editor.shownNumbers.at(-1));

async function startInEvaluation(source: string, files = new ClientFiles({})) {
  const editor = await startEditor({ files });
  await editor.open(uri, source);
  await until(() => editor.shownNumbers.at(-1)?.summary.mode === 'training');
  await editor.run(toggleModeCommand, uri);
  return { editor, files };
}

test('a step updates them, the undo of the text restores them, and its redo too', async () => {
  const { editor } = await startInEvaluation(text);
  await objective(editor, '8');
  await editor.run(trainingStepCommand, uri);
  await objective(editor, steppedLoss);
  expect(editor.text(uri)).toBe(steppedText);
  await editor.replace(uri, 'w = 0.5', 'w = 1');
  await objective(editor, '8');
  await editor.replace(uri, 'w = 1', 'w = 0.5');
  await objective(editor, steppedLoss);
});

test('a session in the panel shows them at each step, and Keep keeps them', async () => {
  const { editor } = await startInEvaluation(text);
  await objective(editor, '8');
  const panel = new TrainingPanel(editor, uri);
  await panel.watch();
  await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
  await panel.sendUntil({ kind: 'step' }, ({ state }) => state.shownStep === 1);
  await objective(editor, steppedLoss);
  await panel.sendUntil({ kind: 'seek', step: 0 }, ({ state }) => state.shownStep === 0);
  await objective(editor, '8');
  await panel.sendUntil({ kind: 'seek', step: 1 }, ({ state }) => state.shownStep === 1);
  await panel.send({ kind: 'keep' });
  await until(() => editor.text(uri) === steppedText);
  await panel.send({ kind: 'close' });
  await panel.ended();
  await objective(editor, steppedLoss);
  // A second step starts from the statistics of the first: 0.0625 · mean((X − 0.38)² / 2.33).
  await editor.run(trainingStepCommand, uri);
  await objective(editor, '0.1777');
});

test('saving the text saves them, the next session reads them, and discarding deletes them', async () => {
  const { editor, files } = await startInEvaluation(text);
  await objective(editor, '8');
  await editor.run(trainingStepCommand, uri);
  await objective(editor, steppedLoss);
  await editor.save(uri);
  const saved = await until(() => files.contents.get(checkpoint));
  const tensors = readSafetensors(saved) as ReadonlyMap<string, { readonly values: Float64Array }>;
  expect([...tensors.keys()].filter((name) => name.startsWith('h.'))).toEqual(['h.running_mean', 'h.running_var']);
  expect(tensors.get('h.running_mean')!.values[0]).toBeCloseTo(0.2, 14);
  expect(tensors.get('h.running_var')!.values[0]).toBeCloseTo(1.7, 14);
  const { editor: next } = await startInEvaluation(steppedText, files);
  await objective(next, steppedLoss);
  next.answer = 'Discard';
  await next.run(discardLearnedCommand, uri);
  await objective(next, '2');
  expect(files.contents.has(checkpoint)).toBe(false);
});
