/** Training in files that can't be edited, and in models that are not in a file yet. */

import { describe, expect, test } from 'vitest';
import {
  discardLearnedCommand,
  saveLearnedCommand,
  trainCommand,
  trainingStepCommand,
} from '../../../protocol/editor/commands.ts';
import { endScrubMethod, scrubMethod } from '../../../protocol/editor/scrub.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { TrainingPanel } from '../../support/editor/trainingPanel.ts';
import { until } from '../../support/workers/until.ts';

const text = 'param x = 2\nparam W[2] ~ ones()\nloss L = x^2 + sum(W^2)\ntrain sgd(lr = 0.25)\n';
const reason = 'the file is read-only. Make it writable, or run File: Save As… and train the copy.';

const shownObjective = (editor: Editor, value: string) =>
  until(() => editor.shownNumbers.at(-1)?.summary.objectiveText === value);

async function messagesOf(editor: Editor): Promise<readonly string[]> {
  await until(() => editor.messages.length > 0);
  return editor.messages.map(({ message }) => message);
}

describe('a read-only file', () => {
  const uri = 'file:///models/line.bp';

  async function opened(): Promise<Editor> {
    const editor = await startEditor({ isReadOnly: true });
    await editor.open(uri, text);
    await shownObjective(editor, '6');
    return editor;
  }

  test.each([
    [trainingStepCommand, `No step taken: ${reason}`],
    [trainCommand, `Can't start training: ${reason}`],
  ])('is not changed by %s, and a message says why', async (command, message) => {
    const editor = await opened();
    await editor.run(command, uri);
    expect(await messagesOf(editor)).toEqual([message]);
    expect(editor.edits).toEqual([]);
    expect(editor.shownNumbers.at(-1)?.summary).toMatchObject({ objectiveText: '6', steps: 0 });
  });

  test('can be trained in the panel, but not kept', async () => {
    const editor = await opened();
    const panel = new TrainingPanel(editor, uri);
    await panel.watch();
    await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
    await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
    const { state } = await panel.sendUntil({ kind: 'keep' }, ({ state }) => state.notice !== null);
    expect(state.notice).toBe(`Nothing was kept: ${reason}`);
    await panel.send({ kind: 'keepAndClose' });
    await panel.sendUntil({ kind: 'pause' }, ({ state }) => state.step === 1);
    expect(editor.edits).toEqual([]);
  });

  test('keeps its text after a scrub', async () => {
    const editor = await opened();
    await editor.connection.sendNotification(scrubMethod, { uri, scrubbed: { name: 'x', value: 3 } });
    await shownObjective(editor, '11');
    expect(await editor.connection.sendRequest(endScrubMethod, { uri, isCommitted: true })).toBe(false);
    expect(editor.edits).toEqual([]);
    await shownObjective(editor, '6');
  });
});

describe('a model that is not in a file yet', () => {
  const uri = 'untitled:Untitled-1';

  async function stepped(): Promise<{ readonly editor: Editor; readonly files: ClientFiles }> {
    const files = new ClientFiles({});
    const editor = await startEditor({ files });
    await editor.open(uri, text);
    await shownObjective(editor, '6');
    await editor.run(trainingStepCommand, uri);
    await shownObjective(editor, '1.5');
    return { editor, files };
  }

  test('is trained in its text', async () => {
    const { editor } = await stepped();
    expect(editor.text(uri)).toContain('param x = 1\n');
    await editor.run(trainCommand, uri);
    const [, x] = /^param x = (\S+)$/m.exec(editor.text(uri))!;
    expect(Number(x)).toBeLessThan(1e-9);
  });

  test('has no file for learned params, and a message says what to do', async () => {
    const { editor, files } = await stepped();
    await editor.run(saveLearnedCommand, uri);
    expect(await messagesOf(editor)).toEqual([
      "Can't save the learned params: the model is not in a file yet. Save it as a file, train again, and the file of learned params is written beside it.",
    ]);
    expect([...files.contents]).toEqual([]);
  });

  test('can discard its learned params', async () => {
    const { editor } = await stepped();
    editor.answer = 'Discard';
    await editor.run(discardLearnedCommand, uri);
    expect(editor.questions).toEqual([
      "Discard the learned params of Untitled-1? Its randomly initialized params are drawn again. This can't be undone.",
    ]);
    await shownObjective(editor, '3');
    expect(editor.messages).toEqual([]);
  });

  test('says how kept params are stored', async () => {
    const drawn = 'param W[2] ~ ones()\nloss L = sum(W^2)\ntrain sgd(lr = 0.25)\n';
    const editor = await startEditor();
    await editor.open(uri, drawn);
    await shownObjective(editor, '2');
    const panel = new TrainingPanel(editor, uri);
    await panel.watch();
    await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
    await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
    const { state } = await panel.sendUntil({ kind: 'keep' }, ({ state }) => state.notice !== null);
    expect(state.notice).toBe(
      'Kept the params of step 1 until the editor is closed. To store them, save the model as a file, train again and keep them.',
    );
  });
});
