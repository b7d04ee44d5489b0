/** Engine failures: they are reported once, and the next edit recovers. */

import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { startWorkerThread } from '../../server/src/node/workerThread.ts';
import { startEditor } from '../support/editor/editor.ts';
import { ScriptedWorkers } from '../support/workers/scriptedWorkers.ts';
import {
  misbehavingThread,
  misbehaviors,
  slowModel,
  startEngineThread,
  startInTurn,
  unlimited,
} from '../support/workers/threads.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///models/square.bp';
const square = 'param a = 3\nloss M = a^2';

test.each([
  ['exits', 'evaluation-failed'],
  ['throws', 'evaluation-failed'],
  ['runs out of memory', 'evaluation-failed'],
  ['hangs', 'too-slow'],
] as const)('an engine that %s is reported once, and the next edit recovers', async (misbehavior, code) => {
  const editor = await startEditor({
    startWorker: startInTurn(misbehavingThread(misbehaviors[misbehavior]), startEngineThread),
    limits: misbehavior === 'hangs' ? { timeLimit: 3_000, gradientCheckTimeLimit: 3_000, grace: 500 } : unlimited,
  });
  await editor.open(uri, square);
  await until(() => editor.published.some(({ diagnostics }) => diagnostics.length > 0));
  expect(await editor.problems(uri)).toEqual([code]);
  await until(() => editor.shownNumbers.at(-1)?.summary.errors === 1);
  expect(editor.shownNumbers.at(-1)?.summary).toMatchObject({ objectiveText: null, errors: 1 });
  await editor.replace(uri, 'a = 3', 'a = 4');
  expect((await editor.numbers(uri)).summary).toMatchObject({ objectiveText: '16', errors: 0 });
  expect(await editor.problems(uri)).toEqual([]);
  expect(await editor.lenses(uri)).toContain('1: M = 16');
  expect(editor.published.filter(({ diagnostics }) => diagnostics.length > 0)).toHaveLength(1);
});

test('the last numbers stay, marked stale, during an engine failure', async () => {
  const workers = new ScriptedWorkers();
  const editor = await startEditor({ startWorker: workers.start });
  await editor.open(uri, square);
  const first = await until(() => workers.evaluations[0]);
  workers.of(first).answer(first);
  const before = await editor.lenses(uri);
  await editor.replace(uri, 'a = 3', 'a = 4');
  const second = await until(() => workers.evaluations[1]);
  workers.of(second).die('the engine exited with code 1');
  await until(() => editor.published.at(-1)?.diagnostics.length);
  expect(await editor.lenses(uri)).toEqual(before.map((lens) => (lens.includes('=') ? `${lens} · stale` : lens)));
});

test('a step is refused during an engine failure', async () => {
  const editor = await startEditor({ startWorker: misbehavingThread(misbehaviors.exits) });
  await editor.open(uri, square);
  await editor.step(uri);
  await until(() => editor.messages.length > 0);
  expect(editor.messages[0].message).toMatch(/^No step taken: .*the engine exited with code 3/);
  expect(editor.text(uri)).toBe(square);
});

test('an engine that cannot start is reported, and the next edit starts another one', async () => {
  const refusal = vi.spyOn(workerThreads, 'Worker').mockImplementation(function refuse() {
    throw new Error('too many threads');
  });
  syncBuiltinESMExports();
  try {
    const editor = await startEditor({ startWorker: startWorkerThread });
    await editor.open(uri, square);
    await until(() => editor.published.at(-1)?.diagnostics.length);
    expect(editor.published.at(-1)?.diagnostics[0].message).toBe(
      "evaluation failed: the engine can't start (too many threads); edit the file to try again",
    );
    refusal.mockRestore();
    syncBuiltinESMExports();
    await editor.replace(uri, 'a = 3', 'a = 4');
    expect((await editor.numbers(uri)).summary).toMatchObject({ objectiveText: '16', errors: 0 });
  } finally {
    refusal.mockRestore();
    syncBuiltinESMExports();
  }
});

test('a keystroke cancels a slow evaluation', async () => {
  const editor = await startEditor({
    limits: { timeLimit: 3_600_000, gradientCheckTimeLimit: 3_600_000, grace: 3_600_000 },
  });
  const slow = slowModel();
  await editor.open(uri, slow);
  await until(() => editor.shownNumbers.length > 0);
  await editor.replace(uri, slow, square);
  expect((await editor.numbers(uri)).summary.objectiveText).toBe('9');
  expect(editor.shownNumbers.filter(({ version, summary }) => version === 1 && summary.objectiveText !== null)).toEqual(
    [],
  );
});

test('closing a file during a long evaluation frees the engine for another file', async () => {
  const editor = await startEditor({
    limits: { timeLimit: 3_600_000, gradientCheckTimeLimit: 3_600_000, grace: 3_600_000 },
  });
  const other = 'file:///models/other.bp';
  await editor.open(uri, slowModel());
  await until(() => editor.shownNumbers.length > 0);
  await editor.open(other, square);
  await editor.close(uri);
  expect((await editor.numbers(other)).summary.objectiveText).toBe('9');
});

test('a message with a text of the model has no link that runs a command', async () => {
  const editor = await startEditor();
  const uri = 'file:///models/links.bp';
  await editor.open(
    uri,
    'data d = csv("[Fix it](command:workbench.action.terminal.new)")\nparam a = 3\nloss L = a^2\n',
  );
  await editor.step(uri);
  const { message } = await until(() => editor.messages[0]);
  expect(message).toContain('[Fix it]');
  expect(message).not.toContain('](');
});
