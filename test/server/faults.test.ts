/**
 * Faults of the engine's threads in every phase of the work. After each one the text is complete, requests are answered,
 * the user is told what happened and what to do, and the next edit works.
 */

import { expect, test } from 'vitest';
import { trainCommand } from '../../protocol/editor/commands.ts';
import { withInlineEngine } from '../../server/src/evaluation/inlineEngine.ts';
import { type Editor, startEditor } from '../support/editor/editor.ts';
import { TrainingPanel } from '../support/editor/trainingPanel.ts';
import { FaultyThread, type Trigger } from '../support/workers/faultyThread.ts';
import { type Misbehavior, startEngineThread, startInTurn, unlimited } from '../support/workers/threads.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///models/square.bp';
const square = 'param a = 3\nloss M = a^2\ntrain sgd(lr = 1e-9, epochs = 1000000000)\ndata x = [1, 2]\n';

interface Phase {
  readonly trigger: Trigger;
  /** True if evaluations run in the thread that fails, instead of the server's own. */
  readonly evaluatesInThread: boolean;
  /** Does the work until the fault is reported. Returns what the user is told. */
  readonly work: (editor: Editor, thread: FaultyThread, fault: Misbehavior) => Promise<string | undefined>;
}

const phases: Readonly<Record<string, Phase>> = {
  idle: {
    trigger: { kind: 'idle' },
    evaluatesInThread: true,
    async work(editor, thread, fault) {
      await editor.open(uri, square);
      await editor.numbers(uri);
      await thread.failIdle(fault);
      await editor.replace(uri, 'a = 3', 'a = 2');
      return await problemOf(editor);
    },
  },
  'the first evaluation': {
    trigger: { kind: 'evaluate' },
    evaluatesInThread: true,
    async work(editor) {
      await editor.open(uri, square);
      return await problemOf(editor);
    },
  },
  'a step': {
    trigger: { kind: 'evaluate' },
    evaluatesInThread: true,
    async work(editor) {
      await editor.open(uri, square);
      await editor.step(uri);
      return (await until(() => editor.messages[0])).message;
    },
  },
  training: {
    trigger: { kind: 'command', after: 3 },
    evaluatesInThread: false,
    async work(editor) {
      await editor.open(uri, square);
      await editor.run(trainCommand, uri);
      return (await until(() => editor.messages[0])).message;
    },
  },
  'a gradient check': {
    trigger: { kind: 'check' },
    evaluatesInThread: false,
    async work(editor) {
      await editor.open(uri, square);
      await editor.check(uri);
      return (await until(() => editor.messages[0])).message;
    },
  },
  "the panel's session": {
    trigger: { kind: 'command', after: 5 },
    evaluatesInThread: false,
    async work(editor) {
      await editor.open(uri, square);
      const panel = new TrainingPanel(editor, uri);
      await panel.watch();
      await panel.sendUntil({ kind: 'open' }, () => true);
      await panel.send({ kind: 'run' });
      return (await panel.ended()) ?? undefined;
    },
  },
};

async function problemOf(editor: Editor): Promise<string | undefined> {
  await editor.evaluated(uri);
  const version = editor.version(uri);
  const { diagnostics } = await until(() => editor.published.findLast((published) => published.version === version));
  return diagnostics.map(({ message }) => message).join() || undefined;
}

/** What the user is told in each phase. @param reason why the engine was lost. @param slow why it was given up. */
const reports = (reason: string, slow = reason) => ({
  idle: undefined as string | undefined,
  'the first evaluation': `evaluation failed: ${reason}; edit the file to try again`,
  'a step': `No step taken: line 1 has an error: evaluation failed: ${reason}; edit the file to try again.`,
  training: `Training failed: ${reason}. Nothing was written. Train again.`,
  'a gradient check': `Can't check gradients: ${slow}. Run the check again.`,
  "the panel's session": `Training failed: ${reason}. The text is unchanged. Start again.`,
});

const tooSlow = 'evaluation stopped after 3 s; use smaller tensors or fewer samples';

const expected: Readonly<Record<Misbehavior, ReturnType<typeof reports>>> = {
  exits: reports('the engine exited with code 3'),
  throws: reports('the engine failed (boom)'),
  'runs out of memory': reports('the engine ran out of memory'),
  hangs: {
    ...reports('the engine did not respond', 'it did not respond within 3 s'),
    idle: tooSlow,
    'the first evaluation': tooSlow,
    'a step': `No step taken: line 1 has an error: ${tooSlow}.`,
  },
};

test.each(Object.keys(expected) as Misbehavior[])(
  'an engine that %s in any phase is reported, and replaced',
  async (fault) => {
    const told = Object.entries(phases).map(async ([phase, { trigger, evaluatesInThread, work }]) => {
      const thread = await FaultyThread.create(fault, trigger);
      const editor = await startEditor({
        startWorker: evaluatesInThread
          ? startInTurn(thread.start, withInlineEngine(startEngineThread))
          : withInlineEngine(startInTurn(thread.start, startEngineThread)),
        limits: fault === 'hangs' ? { timeLimit: 3_000, gradientCheckTimeLimit: 3_000, grace: 500 } : unlimited,
      });
      const report = await work(editor, thread, fault);
      expect(editor.text(uri).replace('a = 2', 'a = 3')).toBe(square);
      await editor.replace(uri, editor.text(uri), square.replace('a = 3', 'a = 4'));
      expect((await editor.numbers(uri)).summary).toMatchObject({ objectiveText: '16', errors: 0 });
      return [phase, report];
    });
    expect(Object.fromEntries(await Promise.all(told))).toEqual(expected[fault]);
  },
);
