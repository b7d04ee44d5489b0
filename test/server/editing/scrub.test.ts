/** Scrubbing over the connection: all views follow, the text stays, and the release is one edit. */

import { describe, expect, test } from 'vitest';
import { trainCommand } from '../../../protocol/editor/commands.ts';
import {
  endScrubMethod,
  type ScrubbableNumber,
  type ScrubParams,
  scrubbableMethod,
  scrubMethod,
} from '../../../protocol/editor/scrub.ts';
import type { ShownNumbers } from '../../../protocol/editor/shownNumbers.ts';
import { stepBackMethod } from '../../../protocol/editor/stepBack.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { ScriptedWorkers } from '../../support/workers/scriptedWorkers.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/lesson.bp';
const lesson = `param x = -2
param y = 5
param z = -4
const target = -10
q = x + y
f = q * z
loss L = (target - f)^2
expect ∂L/∂x ≈ 16`;

describe('a scrub', () => {
  test('updates every view, but not the text', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    await scrub(editor, 'x', -1);
    await objective(editor, '36');
    expect(await editor.lenses(uri)).toEqual([
      '0: x = −1 → −1.48 · ∂L/∂x = 48',
      '1: y = 5 → 4.52 · ∂L/∂y = 48',
      '2: z = −4 → −3.52 · ∂L/∂z = −48',
      '4: q = 4 · ∂L/∂q = 48',
      '5: f = −16 · ∂L/∂f = −12',
      '6: L = 36',
      '6: SGD step',
      '6: Train',
      '7: ✗ 48 ≉ 16',
    ]);
    expect(await editor.hover(uri, 'f =')).toContain('−16');
    expect(await editor.problems(uri)).toEqual(['expectation-failed']);
    const { version, summary, decorations } = editor.shownNumbers.at(-1)!;
    expect({ version, summary }).toEqual({
      version: 1,
      summary: { objectiveName: 'L', objectiveText: '36', steps: 0, errors: 0 },
    });
    expect(decorations[0].value.trim()).toBe('−1');
    expect(editor.text(uri)).toBe(lesson);
    expect(editor.edits).toEqual([]);
  });

  test('can move a const, through zero', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    for (const [target, L] of [
      [-12, '0'],
      [0, '144'],
      [2, '196'],
    ] as const) {
      await scrub(editor, 'target', target);
      await objective(editor, L);
    }
  });

  test('queues only the newest number during an evaluation', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    await answer(workers, 0);
    await editor.numbers(uri);
    for (const value of [1, 2, 3, 4]) await scrub(editor, 'x', value);
    // The answer comes after the server has handled all of them.
    await scrubbable(editor, 0, 0);
    await answer(workers, 1);
    await answer(workers, 2);
    await objective(editor, '676');
    expect(editor.shownNumbers.map(({ summary }) => summary.objectiveText)).toEqual(['4', '196', '676']);
    expect(workers.evaluations).toHaveLength(3);
  });

  test('waits for the evaluation of the text', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1);
    await answer(workers, 0);
    await answer(workers, 1);
    await objective(editor, '36');
  });

  test('refreshes lenses once for each request of them, and line ends with each number', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    await editor.lenses(uri);
    const [start, { refreshes }] = [performance.now(), editor];
    let step = 0;
    // Several of the intervals in which numbers alone would be refreshed.
    while (performance.now() - start < 600) {
      await scrub(editor, 'x', ++step);
      await until(() => shownValue(editor.shownNumbers.at(-1)!) === `${step}`);
    }
    // Reminders come each second. VS Code would restart its delay at each refresh, and never ask.
    expect(editor.refreshes - refreshes).toBeLessThanOrEqual(1 + Math.floor((performance.now() - start) / 1_000));
    expect(await editor.lenses(uri)).toContainEqual(expect.stringMatching(`^0: x = ${step} `));
    const refreshesBefore = editor.refreshes;
    await scrub(editor, 'x', step + 1);
    await until(() => editor.refreshes > refreshesBefore);
  });
});

describe('a kept number', () => {
  test('becomes one edit of the digits and does not count as a step', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1.5);
    await scrub(editor, 'x', -1);
    expect(await end(editor, true)).toBe(true);
    expect(editor.text(uri)).toBe(lesson.replace('x = -2', 'x = -1'));
    expect(editor.edits).toEqual([
      {
        label: 'Scrub',
        edit: {
          documentChanges: [
            {
              textDocument: { uri, version: 1 },
              edits: [{ range: { start: { line: 0, character: 11 }, end: { line: 0, character: 12 } }, newText: '1' }],
            },
          ],
        },
      },
    ]);
    expect((await editor.numbers(uri)).summary).toEqual({
      objectiveName: 'L',
      objectiveText: '36',
      steps: 0,
      errors: 0,
    });
    await editor.replace(uri, editor.text(uri), lesson);
    expect((await editor.numbers(uri)).summary).toEqual({
      objectiveName: 'L',
      objectiveText: '4',
      steps: 0,
      errors: 0,
    });
  });

  test.each([
    ['param x = -2', 3, 'param x = 3'],
    ['param x = 2', -3, 'param x = -3'],
    ['const x = --2.50 # a', 1e-7, 'const x = 1e-7 # a'],
    ['data x = [ 2 ]', 0.3, 'data x = [ 0.3 ]'],
  ])('changes %j by %d to %j', async (text, value, expected) => {
    const editor = await startEditor();
    await editor.open(uri, text);
    await scrub(editor, 'x', value);
    expect(await end(editor, true)).toBe(true);
    expect(editor.text(uri)).toBe(expected);
  });

  test('is not previewed if it changes the program', async () => {
    const editor = await startEditor();
    const text = 'const n = 2\nparam x = [1, 2, 3]\nloss L = sum(x[0:n])';
    await editor.open(uri, text);
    await scrub(editor, 'n', 3);
    expect(await end(editor, true)).toBe(true);
    await objective(editor, '6');
    expect(editor.shownNumbers.map(({ summary }) => summary.objectiveText).filter(Boolean)).toEqual(['3', '6']);
  });

  test('is not written if it equals its original value', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1);
    await objective(editor, '36');
    await scrub(editor, 'x', -2);
    expect(await end(editor, true)).toBe(false);
    expect(editor.edits).toEqual([]);
    await objective(editor, '4');
  });

  test('is not written if the text changes at the same time', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1);
    await objective(editor, '36');
    editor.beforeEdit = () => editor.replace(uri, 'y = 5', 'y = 4');
    expect(await end(editor, true)).toBe(false);
    expect(editor.text(uri)).toBe(lesson.replace('y = 5', 'y = 4'));
    await objective(editor, '4', 2);
  });

  test('is not written if the client declines edits', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1);
    editor.isRefusing = true;
    expect(await end(editor, true)).toBe(false);
    editor.isRefusing = false;
    await objective(editor, '4');
  });
});

describe('a discarded number', () => {
  test('restores all views', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    const before = await editor.lenses(uri);
    await scrub(editor, 'x', -1);
    await objective(editor, '36');
    expect(await end(editor, false)).toBe(false);
    expect(await editor.lenses(uri)).toEqual(before);
    expect(await editor.problems(uri)).toEqual([]);
    expect(editor.text(uri)).toBe(lesson);
  });

  test('is not shown if its evaluation finishes late', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    await answer(workers, 0);
    await scrub(editor, 'x', -1);
    await until(() => workers.evaluations[1]);
    expect(await end(editor, false)).toBe(false);
    await answer(workers, 1);
    await scrub(editor, 'y', 6);
    await answer(workers, 2);
    await objective(editor, '36');
    expect(editor.shownNumbers.map(({ decorations }) => decorations[0].value.trim())).not.toContain('−1');
  });

  test('is never shown if it still waits for the evaluation of the text', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1);
    const ended = end(editor, false);
    // The answer comes after the server has handled both.
    await editor.connection.sendRequest(stepBackMethod, { uri });
    await answer(workers, 0);
    expect(await ended).toBe(false);
    await answer(workers, 1);
    await scrub(editor, 'y', 6);
    await answer(workers, 2);
    await objective(editor, '36');
    expect(editor.shownNumbers.map(({ decorations }) => decorations[0].value.trim())).not.toContain('−1');
  });

  test('is discarded when the text changes', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1);
    await objective(editor, '36');
    await editor.replace(uri, 'y = 5', 'y = 4');
    await objective(editor, '4', 2);
    expect(await end(editor, true)).toBe(false);
    expect(editor.text(uri)).toBe(lesson.replace('y = 5', 'y = 4'));
  });

  test('does not affect the stale numbers of a broken text', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1);
    await objective(editor, '36');
    await editor.replace(uri, 'q = x + y', 'q = x +');
    expect(await editor.lenses(uri)).toContain('4: q = 3 · ∂L/∂q = 16 · stale');
  });

  test('does not affect a step, which starts from the text', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await scrub(editor, 'x', -1);
    await objective(editor, '36');
    await editor.step(uri);
    expect(editor.text(uri)).toContain('param x = -2.16\n');
    expect(await end(editor, true)).toBe(false);
  });

  test('does not disturb training', async () => {
    const editor = await startEditor();
    const text = 'param x = 100\nloss L = x\ntrain sgd(lr = 1e-6, epochs = 1000000000)\ndata s = [1, 2]';
    await editor.open(uri, text);
    const run = editor.run(trainCommand, uri);
    await until(() => editor.shownNumbers.length > 3);
    await scrub(editor, 'x', 7);
    expect(await end(editor, true)).toBe(false);
    await editor.progress.cancel();
    await run;
    expect(editor.messages).toEqual([]);
    expect(editor.edits.map(({ label }) => label)).toEqual(['Train']);
  });
});

describe('an invalid scrub', () => {
  test.each([
    ['an unknown name', lesson, 'w'],
    ['a computed node', lesson, 'q'],
    ['a list', 'param x = [1, 2]', 'x'],
    ['a random param', 'param x[2] ~ normal()', 'x'],
    ['a file with an error', lesson.replace('q = x + y', 'q = x +'), 'x'],
  ])('is refused for %s', async (_, text, name) => {
    const editor = await startEditor();
    await editor.open(uri, text);
    await scrubbable(editor, 0, 0);
    const results = editor.shownNumbers.length;
    await scrub(editor, name, 3);
    expect(await end(editor, true)).toBe(false);
    expect(editor.shownNumbers).toHaveLength(results);
    expect(editor.text(uri)).toBe(text);
  });

  test('is refused for a file that is not open or was closed', async () => {
    const editor = await startEditor();
    await scrub(editor, 'x', 3);
    expect(await end(editor, true)).toBe(false);
    await editor.open(uri, lesson);
    await scrub(editor, 'x', 3);
    await editor.close(uri);
    expect(await end(editor, true)).toBe(false);
    expect(await scrubbable(editor, 0, 0)).toBeNull();
  });

  test.each([
    [{ uri, scrubbed: { name: 'x', value: null } }],
    [{ uri, scrubbed: { name: 'x' } }],
    [{ uri, scrubbed: { name: 7, value: 1 } }],
    [{ scrubbed: { name: 'x', value: 1 } }],
    [null],
  ])('is refused for the malformed message %j', async (params) => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await scrubbable(editor, 0, 0);
    const results = editor.shownNumbers.length;
    await editor.connection.sendNotification(scrubMethod, params);
    expect(await end(editor, true)).toBe(false);
    expect(editor.shownNumbers).toHaveLength(results);
    const [{ message }] = editor.logMessages.splice(0);
    expect(message).toBe(`backprop/scrub has unknown parameters: ${JSON.stringify(params)}`);
  });

  test.each([[{ uri }], [{ isCommitted: true }], [{ uri, isCommitted: 'yes' }], [null]])(
    'is refused for the malformed request %j',
    async (params) => {
      const editor = await startEditor();
      await expect(editor.connection.sendRequest(endScrubMethod, params)).rejects.toThrow('takes the URI of a file');
      await expect(editor.connection.sendRequest(scrubbableMethod, params)).rejects.toThrow('takes the URI of a file');
    },
  );
});

describe('the number at a position', () => {
  test("is the statement's number with its sign", async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    const range = { start: { line: 0, character: 10 }, end: { line: 0, character: 12 } };
    for (const character of [0, 6, 11, 12]) {
      expect(await scrubbable(editor, 0, character)).toEqual({ name: 'x', value: -2, range });
    }
    expect(await scrubbable(editor, 3, 6)).toMatchObject({ name: 'target', value: -10 });
  });

  test('is missing elsewhere, and in a file with an error', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    expect(await scrubbable(editor, 4, 0)).toBeNull();
    expect(await scrubbable(editor, 99, 0)).toBeNull();
    await editor.replace(uri, 'q = x + y', 'q = x +');
    expect(await scrubbable(editor, 0, 0)).toBeNull();
  });
});

async function scrub(editor: Editor, name: string, value: number): Promise<void> {
  const params: ScrubParams = { uri, scrubbed: { name, value } };
  await editor.connection.sendNotification(scrubMethod, params);
}

function end(editor: Editor, isCommitted: boolean): Promise<boolean> {
  return editor.connection.sendRequest(endScrubMethod, { uri, isCommitted });
}

function scrubbable(editor: Editor, line: number, character: number): Promise<ScrubbableNumber | null> {
  return editor.connection.sendRequest(scrubbableMethod, { uri, position: { line, character } });
}

/** Waits until the newest result has this objective. */
async function objective(editor: Editor, shown: string, version?: number): Promise<void> {
  await until(() => {
    const result = editor.shownNumbers.at(-1);
    return result?.summary.objectiveText === shown && (version === undefined || result.version === version);
  });
}

function shownValue({ decorations }: ShownNumbers): string {
  return decorations[0].value.trim();
}

/** Answers one evaluation when it is requested. */
async function answer(workers: ScriptedWorkers, index: number): Promise<void> {
  const request = await until(() => workers.evaluations[index]);
  workers.of(request).answer(request);
}
