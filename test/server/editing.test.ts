/** Opening and editing files: the server shows the numbers of the newest text. */

import { describe, expect, test } from 'vitest';
import { CodeLensRequest, HoverRequest } from 'vscode-languageserver/node';
import { startEditor } from '../support/editor/editor.ts';
import { ScriptedWorkers } from '../support/workers/scriptedWorkers.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///models/lesson.bp';
const lesson = ['param x = -2', 'param y = 5', 'param z = -4', 'q = x + y', 'f = q * z', 'loss L = (-10 - f)^2'].join(
  '\n',
);

describe('a file', () => {
  test('gets its numbers pushed with their version', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    const { version, summary, decorations } = await editor.numbers(uri);
    expect(version).toBe(1);
    expect(summary).toEqual({ objectiveName: 'L', objectiveText: '4', steps: 0, errors: 0 });
    expect(decorations.map(({ line }) => line)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(decorations[3].value.trim()).toBe('3');
    expect(decorations[3].gradient).toContain('16');
    expect(decorations[0].update).toContain('−2.16');
  });

  test('gets numbers only for visible lines', async () => {
    const editor = await startEditor();
    const lines = () => editor.shownNumbers.at(-1)?.decorations.map(({ line }) => line) ?? [];
    await editor.showLines({ [uri]: [{ first: 2, last: 3 }] });
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    expect(lines()).toEqual([2, 3]);
    await editor.showLines({ [uri]: [{ first: 3, last: 99 }] });
    await until(() => lines().length === 3);
    expect(lines()).toEqual([3, 4, 5]);
    await editor.showLines({});
    await editor.replace(uri, '5', '6');
    expect((await editor.numbers(uri)).decorations).toEqual([]);
  });

  test('has lenses and hovers', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    const lenses = await editor.lenses(uri);
    expect(lenses).toContain('3: q = 3 · ∂L/∂q = 16');
    expect(lenses).toContain('5: SGD step');
    expect(await editor.hover(uri, 'q = x')).toContain('∂L/∂q = 16');
  });

  test('links the hover of a tensor to the tensor viewer of a client that has one', async () => {
    const text = 'param W = [1, 2]\nloss L = sum(W)';
    const link = `[View all elements](command:view?${encodeURIComponent(JSON.stringify([uri, 'W']))})`;
    const commands = { completion: 'complete', signatureHelp: 'help', rename: 'rename', viewTensor: 'view' };
    const editor = await startEditor({ commands });
    await editor.open(uri, text);
    expect(await editor.hover(uri, 'W = ')).toContain(link);
    expect(await editor.hover(uri, 'L = ')).not.toContain('command:');
    const other = await startEditor();
    await other.open(uri, text);
    expect(await other.hover(uri, 'W = ')).not.toContain('command:');
  });

  test('publishes its problems, and none after closing', async () => {
    const editor = await startEditor();
    await editor.open(uri, `${lesson}\ng = missing + 1`);
    expect(await editor.problems(uri)).toEqual(['undefined-name']);
    await editor.close(uri);
    const last = await until(() => editor.published.find(({ version }) => version === undefined));
    expect(last).toEqual({ uri, diagnostics: [] });
  });

  test('may be empty', async () => {
    const editor = await startEditor();
    await editor.open(uri, '');
    expect(await editor.problems(uri)).toEqual([]);
    expect(await editor.lenses(uri)).toEqual([]);
    expect(editor.shownNumbers.at(-1)?.summary).toEqual({
      objectiveName: null,
      objectiveText: null,
      steps: 0,
      errors: 0,
    });
  });

  test('is unknown before opening and after closing', async () => {
    const editor = await startEditor();
    const params = { textDocument: { uri }, position: { line: 0, character: 6 } };
    expect(await editor.connection.sendRequest(CodeLensRequest.type, params)).toEqual([]);
    await editor.open(uri, lesson);
    await editor.close(uri);
    expect(await editor.connection.sendRequest(CodeLensRequest.type, params)).toEqual([]);
    expect(await editor.connection.sendRequest(HoverRequest.type, params)).toBeNull();
  });
});

describe('typing', () => {
  test('pushes numbers for each keystroke', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    const objectives: (string | null)[] = [];
    for (const [before, after] of [
      ['x = -2', 'x = -1'],
      ['x = -1', 'x = -12'],
      ['y = 5', 'y = 15'],
      ['z = -4', 'z = 4'],
    ]) {
      await editor.replace(uri, before, after);
      objectives.push((await editor.numbers(uri)).summary.objectiveText);
    }
    expect(objectives).toEqual(['36', '1444', '4', '484']);
    expect(await editor.lenses(uri)).toContain('3: q = 3 · ∂L/∂q = 176');
  });

  test('moves numbers with their lines', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    await editor.edit(uri, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, '# lesson\n\n');
    expect((await editor.numbers(uri)).decorations.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test('keeps two files apart', async () => {
    const editor = await startEditor();
    const other = 'file:///models/other.bp';
    await Promise.all([editor.open(uri, lesson), editor.open(other, 'param a = 3\nloss M = a^2')]);
    await Promise.all([editor.replace(uri, 'x = -2', 'x = -1'), editor.replace(other, 'a = 3', 'a = 4')]);
    const [first, second] = await Promise.all([editor.numbers(uri), editor.numbers(other)]);
    expect(first.summary).toMatchObject({ objectiveName: 'L', objectiveText: '36' });
    expect(second.summary).toMatchObject({ objectiveName: 'M', objectiveText: '16' });
    expect(await editor.lenses(other)).toContain('1: M = 16');
  });

  test('reopens a file with another text', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    await editor.close(uri);
    editor.shownNumbers.length = 0;
    await editor.open(uri, 'param a = 3\nloss M = a^2');
    expect((await editor.numbers(uri)).summary).toEqual({
      objectiveName: 'M',
      objectiveText: '9',
      steps: 0,
      errors: 0,
    });
    expect(await editor.lenses(uri)).toContain('1: M = 9');
  });

  test('keeps the last lens of a broken line, marked stale, until it is repaired', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    const before = await editor.lenses(uri);
    await editor.replace(uri, 'f = q * z', 'f = q * ');
    const broken = await editor.lenses(uri);
    expect(broken.map(lineOf)).toEqual(before.map(lineOf));
    expect(broken).toContain('4: f = −12 · ∂L/∂f = −4 · stale');
    expect(broken).toContain('0: x = −2 → −2.16 · ∂L/∂x = 16 · stale');
    expect(await editor.problems(uri)).toEqual(['missing-operand']);
    await editor.replace(uri, 'f = q * ', 'f = q * z');
    expect(await editor.lenses(uri)).toEqual(before);
  });

  test('evaluates several quick changes together', async () => {
    const workers = new ScriptedWorkers();
    workers.areImmediate = true;
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    const keys = Array.from({ length: 50 }, (_, i) => editor.replace(uri, `y = ${5 + i}`, `y = ${6 + i}`));
    await Promise.all(keys);
    expect((await editor.numbers(uri)).version).toBe(51);
    expect(workers.evaluations.length).toBeLessThan(keys.length / 2);
  });

  test('applies several changes of one message together', async () => {
    const editor = await startEditor();
    await editor.open(uri, lesson);
    await editor.replaceAll(uri, { 'y = 5': 'y = 3', 'x = -2': 'x = 2' });
    expect(editor.text(uri)).toContain('param x = 2\nparam y = 3');
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('100');
  });
});

describe('late numbers', () => {
  test('are dropped if the text has changed', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    const [first] = await until(() => workers.evaluations.length === 1 && workers.evaluations);
    await editor.replace(uri, 'x = -2', 'x = -1');
    const [worker] = workers.started;
    await until(() => worker.cancelled.includes(first.requestId));
    worker.answer(first);
    const second = await until(() => workers.evaluations[1]);
    worker.answer(first);
    worker.answer(second);
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('36');
    expect(
      editor.shownNumbers.filter(({ summary }) => summary.objectiveText !== null).map(({ version }) => version),
    ).toEqual([2]);
  });

  test('are shown only for the newest text, and versions in between are skipped', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    const first = await until(() => workers.evaluations[0]);
    for (let y = 6; y <= 20; y++) await editor.replace(uri, `y = ${y - 1}`, `y = ${y}`);
    await until(() => workers.of(first).cancelled.includes(first.requestId));
    await editor.hover(uri, 'q');
    workers.of(first).reply({ kind: 'cancelled', requestId: first.requestId });
    workers.of(first).answer(await until(() => workers.evaluations[1]));
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('3844');
    expect(workers.evaluations).toHaveLength(2);
  });

  test('make lenses stale after a short wait, and refresh them later', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    const first = await until(() => workers.evaluations[0]);
    workers.of(first).answer(first);
    await editor.numbers(uri);
    await editor.lenses(uri);
    const refreshes = editor.refreshes;

    await editor.replace(uri, 'x = -2', 'x = -1');
    expect(await editor.lenses(uri)).toContain('3: q = 3 · ∂L/∂q = 16 · stale');
    expect(editor.shownNumbers.at(-1)).toMatchObject({ version: 2, summary: { objectiveText: null } });
    expect(await editor.hover(uri, 'q = x')).toContain('q = 3 · ∂L/∂q = 16 · stale');
    expect(editor.refreshes).toBe(refreshes);

    const second = await until(() => workers.evaluations[1]);
    workers.of(second).answer(second);
    await until(() => editor.refreshes === refreshes + 1);
    expect(await editor.lenses(uri)).toContain('3: q = 4 · ∂L/∂q = 48');
  });

  test('are dropped when the file closes, and the next file is evaluated', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    const other = 'file:///models/other.bp';
    await editor.open(uri, lesson);
    const first = await until(() => workers.evaluations[0]);
    await editor.open(other, 'param a = 3\nloss M = a^2');
    await editor.close(uri);
    await until(() => workers.of(first).cancelled.includes(first.requestId));
    workers.of(first).answer(first);
    const second = await until(() => workers.evaluations[1]);
    workers.of(second).answer(second);
    await editor.numbers(other);
    expect(editor.shownNumbers.filter((result) => result.uri === uri)).toEqual([]);
  });

  test('are dropped when the file is reopened', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    const first = await until(() => workers.evaluations[0]);
    await editor.close(uri);
    await editor.open(uri, 'param a = 3\nloss M = a^2');
    await until(() => workers.of(first).cancelled.includes(first.requestId));
    expect(await editor.lenses(uri)).toEqual([]);
    workers.of(first).answer(first);
    const second = await until(() => workers.evaluations[1]);
    workers.of(second).answer(second);
    expect((await editor.numbers(uri)).summary.objectiveName).toBe('M');
    expect(editor.shownNumbers.some(({ summary }) => summary.objectiveName === 'L')).toBe(false);
  });
});

describe('requests', () => {
  test('do not block the next one if canceled', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    const outcomes = await Promise.all([
      editor.cancelRequest(CodeLensRequest.method, { textDocument: { uri } }),
      editor.cancelRequest(HoverRequest.method, { textDocument: { uri }, position: { line: 0, character: 6 } }),
    ]);
    expect(outcomes).toEqual(['answered', 'answered']);
    workers.of(workers.evaluations[0]).answer(workers.evaluations[0]);
    await editor.numbers(uri);
    expect(await editor.lenses(uri)).toContain('3: q = 3 · ∂L/∂q = 16');
  });

  test('are answered for the newest text', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, lesson);
    const lenses = editor.lenses(uri);
    const first = await until(() => workers.evaluations[0]);
    await editor.replace(uri, 'x = -2', 'x = -1');
    await until(() => workers.of(first).cancelled.includes(first.requestId));
    workers.of(first).answer(first);
    const second = await until(() => workers.evaluations[1]);
    workers.of(second).answer(second);
    expect(await lenses).toContain('3: q = 4 · ∂L/∂q = 48');
  });
});

function lineOf(lens: string): string {
  return lens.slice(0, lens.indexOf(':'));
}
