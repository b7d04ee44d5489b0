/** Params kept outside the text: training, saving, undoing and resetting them. */

import { expect, test } from 'vitest';
import { discardLearnedCommand, saveLearnedCommand, trainingStepCommand } from '../../../protocol/editor/commands.ts';
import { stepBackMethod } from '../../../protocol/editor/stepBack.ts';
import { readSafetensors } from '../../../server/src/data/safetensors.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///w/drawn.bp';
const checkpoint = `${uri}.safetensors`;
const randomModel = 'param W[2] ~ ones()\nloss L = sum(W^2)\ntrain sgd(lr = 0.25)';

async function start(text = randomModel) {
  const files = new ClientFiles({});
  const editor = await startEditor({ files });
  await editor.open(uri, text);
  return { files, editor };
}

/** Waits until the objective has this value. */
const objective = (editor: Editor, value: string) =>
  until(() => editor.shownNumbers.at(-1)?.summary.objectiveText === value && editor.shownNumbers.at(-1));

const stepBack = (editor: Editor) => editor.connection.sendRequest<boolean>(stepBackMethod, { uri });
const savedValues = (files: ClientFiles) => {
  const bytes = files.contents.get(checkpoint);
  return bytes && readSafetensors(bytes);
};

test('a step changes random params but not the text', async () => {
  const { editor } = await start();
  await objective(editor, '2');
  await editor.run(trainingStepCommand, uri);
  expect((await objective(editor, '0.5'))?.summary.steps).toBe(1);
  expect(editor.text(uri)).toBe(randomModel);
  expect(await editor.lenses(uri)).toContain('0: trained, not saved: save');
});

test('steps are undone one by one until none are left', async () => {
  const { editor } = await start();
  await objective(editor, '2');
  await editor.run(trainingStepCommand, uri);
  await objective(editor, '0.5');
  await editor.run(trainingStepCommand, uri);
  await objective(editor, '0.125');
  expect(await stepBack(editor)).toBe(true);
  await objective(editor, '0.5');
  expect(await stepBack(editor)).toBe(true);
  await objective(editor, '2');
  expect(await stepBack(editor)).toBe(false);
});

test('typing elsewhere keeps learned params', async () => {
  const { editor } = await start();
  await objective(editor, '2');
  await editor.run(trainingStepCommand, uri);
  await objective(editor, '0.5');
  await editor.replace(uri, 'sum(W^2)', '2 * sum(W^2)');
  await objective(editor, '1');
});

test('undoing literal params also restores random ones', async () => {
  const text = 'param W[2] ~ ones()\nparam a = 1\nloss L = sum(W^2) + a^2\ntrain sgd(lr = 0.25)';
  const { editor } = await start(text);
  await objective(editor, '3');
  await editor.run(trainingStepCommand, uri);
  await objective(editor, '0.75');
  expect(await stepBack(editor)).toBe(false);
  await editor.replace(uri, 'param a = 0.5', 'param a = 1');
  await objective(editor, '3');
});

test('saving the text saves learned params, and the next session starts from them', async () => {
  const { editor, files } = await start();
  await objective(editor, '2');
  await editor.run(trainingStepCommand, uri);
  await objective(editor, '0.5');
  expect(savedValues(files)).toBeUndefined();
  await editor.save(uri);
  await until(() => savedValues(files));
  expect(savedValues(files)).toEqual(new Map([['W', { shape: [2], values: Float64Array.of(0.5, 0.5) }]]));
  await until(async () => (await editor.lenses(uri)).includes('0: trained: discard…'));
  await editor.close(uri);
  await editor.open(uri, randomModel);
  await objective(editor, '0.5');
});

test('discarding asks, reinitializes learned params and deletes the saved ones', async () => {
  const { editor, files } = await start();
  await objective(editor, '2');
  await editor.run(trainingStepCommand, uri);
  await editor.run(saveLearnedCommand, uri);
  expect(savedValues(files)).toBeDefined();
  await editor.run(discardLearnedCommand, uri);
  expect(editor.questions).toEqual([
    "Discard the learned params of drawn.bp? Its randomly initialized params are drawn again, and drawn.bp.safetensors is deleted. This can't be undone.",
  ]);
  await objective(editor, '0.5');
  expect(savedValues(files)).toBeDefined();
  editor.answer = 'Discard';
  await editor.run(discardLearnedCommand, uri);
  await objective(editor, '2');
  expect(savedValues(files)).toBeUndefined();
});

test('a failed save is reported and can be retried', async () => {
  const { editor, files } = await start();
  await objective(editor, '2');
  await editor.run(trainingStepCommand, uri);
  files.isReadOnly = true;
  await editor.save(uri);
  const message = await until(() => editor.messages[0]);
  expect(message.message).toMatch(/^Can't save the learned params: .*the disk is full/);
  files.isReadOnly = false;
  await editor.save(uri);
  await until(() => savedValues(files));
});

test.each(['precious', ''])('a save does not replace what is not a file of learned params: %j', async (content) => {
  const { editor, files } = await start();
  await objective(editor, '2');
  await editor.run(trainingStepCommand, uri);
  await objective(editor, '0.5');
  files.write(checkpoint, content);
  await editor.save(uri);
  const message = await until(() => editor.messages[0]);
  expect(message.message).toMatch(
    /^Can't save the learned params: drawn\.bp\.safetensors is not a file of learned params, so it is not replaced \(.+\); move it away, or discard the learned params\.$/,
  );
  expect(new TextDecoder().decode(files.contents.get(checkpoint))).toBe(content);
  files.contents.delete(checkpoint);
  await editor.save(uri);
  await until(() => savedValues(files));
});

test('a file without random params saves nothing', async () => {
  const { editor, files } = await start('param a = 1\nloss L = a^2');
  await objective(editor, '1');
  await editor.run(trainingStepCommand, uri);
  await editor.save(uri);
  await editor.run(saveLearnedCommand, uri);
  expect(files.contents.size).toBe(0);
});
