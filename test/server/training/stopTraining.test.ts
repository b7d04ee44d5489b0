/** Stopping what trains, by the command of the lens and the status bar. */

import { expect, test } from 'vitest';
import { stopTrainingCommand, trainCommand } from '../../../protocol/editor/commands.ts';
import { type RunningTraining, runningTrainingMethod } from '../../../protocol/editor/runningTraining.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { TrainingPanel } from '../../support/editor/trainingPanel.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/line.bp';
const text = 'param w = 4\nloss L = w^2\ntrain sgd(lr = 1e-6, epochs = 1000000000)';
const lossActions = ['SGD step', 'Train'];

async function start(): Promise<{ editor: Editor; running: (readonly string[])[] }> {
  const editor = await startEditor();
  const running: (readonly string[])[] = [];
  editor.connection.onNotification(runningTrainingMethod, ({ uris }: RunningTraining) => {
    running.push(uris);
  });
  await editor.open(uri, text);
  await editor.numbers(uri);
  return { editor, running };
}

/** The lenses on the loss without its numbers. */
async function actions(editor: Editor): Promise<readonly string[]> {
  return (await editor.lenses(uri))
    .filter((lens) => lens.startsWith('1: '))
    .slice(1)
    .map((lens) => lens.slice(3));
}

test('a session in the panel pauses', async () => {
  const { editor, running } = await start();
  const panel = new TrainingPanel(editor, uri);
  await panel.watch();
  await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
  expect(await actions(editor)).toEqual(lossActions);
  await panel.sendUntil({ kind: 'run' }, ({ state }) => state.step > 1);
  expect(running).toEqual([[uri]]);
  expect(await actions(editor)).toEqual(['Stop', 'training, lenses may lag']);
  const { refreshes } = editor;
  const before = panel.pushed.length;
  await editor.run(stopTrainingCommand, uri);
  const { state } = await until(() => panel.sessions(before).find((session) => session.state.phase === 'paused'));
  expect(await actions(editor)).toEqual(lossActions);
  expect(running).toEqual([[uri], []]);
  await until(() => editor.refreshes > refreshes);
  expect(editor.text(uri)).toBe(text);
  const next = await panel.sendUntil({ kind: 'step' }, (session) => session.state.step > state.step);
  expect(next.state.step).toBe(state.step + 1);
  expect(running).toEqual([[uri], []]);
});

test('Train keeps the steps that were taken', async () => {
  const { editor, running } = await start();
  const run = editor.run(trainCommand, uri);
  await until(() => editor.progress.events.length > 1);
  expect(await actions(editor)).toEqual(['Stop', 'training, lenses may lag']);
  await editor.run(stopTrainingCommand, uri);
  await run;
  expect(editor.edits).toHaveLength(1);
  expect(running).toEqual([[uri], []]);
  expect(await actions(editor)).toEqual(lossActions);
  await editor.run(stopTrainingCommand, uri);
  expect(editor.messages).toEqual([]);
});
