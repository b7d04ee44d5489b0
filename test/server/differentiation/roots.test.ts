/** The root picker: temporary gradients of another scalar. */

import { describe, expect, test } from 'vitest';
import {
  type PickRootParams,
  pickRootMethod,
  type Roots,
  type RootsParams,
  rootsMethod,
} from '../../../protocol/editor/roots.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { ScriptedWorkers } from '../../support/workers/scriptedWorkers.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/lesson.bp';
const lesson = `const target = -10
data X = [1, 2]
param x = -2
param y = 5
param z = -4
q = x + y
v = X * q
f = q * z
loss L = (target - f)^2`;
const shop = 'param apple = 100\nparam apples = 2\nparam tax = 1.1\nbasket = apple * apples\ntotal = basket * tax';

describe('the list of roots', () => {
  test('contains each named scalar with its value, but no const', async () => {
    const editor = await promptEditor();
    await editor.open(uri, lesson);
    expect(await roots(editor)).toEqual({
      roots: [
        { name: 'x', value: '−2' },
        { name: 'y', value: '5' },
        { name: 'z', value: '−4' },
        { name: 'q', value: '3' },
        { name: 'f', value: '−12' },
        { name: 'L', value: '4' },
      ],
      picked: null,
    });
  });

  test('has no values before the evaluation', async () => {
    const workers = new ScriptedWorkers();
    const editor = await startEditor({ startWorker: workers.start });
    await editor.open(uri, 'param x = 1');
    expect(await roots(editor)).toEqual({ roots: [{ name: 'x', value: null }], picked: null });
  });

  test('is empty for a closed file', async () => {
    const editor = await promptEditor();
    expect(await roots(editor)).toEqual({ roots: [], picked: null });
    await pickRoot(editor, 'q');
  });
});

describe('a picked root', () => {
  test('has gradients in a file without a loss until unpicked', async () => {
    const editor = await promptEditor();
    await editor.open(uri, shop);
    expect(await editor.lenses(uri)).toContain('3: basket = 200');
    const before = await editor.lenses(uri);
    await pickRoot(editor, 'total');
    expect(await editor.lenses(uri)).toEqual([
      '0: apple = 100 · ∂total/∂apple = 2.2',
      '1: apples = 2 · ∂total/∂apples = 110',
      '2: tax = 1.1 · ∂total/∂tax = 200',
      '3: basket = 200 · ∂total/∂basket = 1.1',
      '4: total = 220',
    ]);
    expect((await editor.numbers(uri)).summary).toEqual({
      objectiveName: 'total',
      isPicked: true,
      objectiveText: '220',
      steps: 0,
      errors: 0,
    });
    expect(await editor.hover(uri, 'tax')).toContain('∂total/∂tax = 200');
    expect((await roots(editor)).picked).toBe('total');

    await pickRoot(editor, null);
    expect(await editor.lenses(uri)).toEqual(before);
    expect((await roots(editor)).picked).toBeNull();
    await until(() => editor.shownNumbers.at(-1)?.summary.objectiveName === null);
  });

  test('replaces the losses and prevents steps', async () => {
    const editor = await promptEditor();
    await editor.open(uri, lesson);
    await editor.numbers(uri);
    await pickRoot(editor, 'q');
    expect(await editor.lenses(uri)).toEqual([
      '2: x = −2 · ∂q/∂x = 1',
      '3: y = 5 · ∂q/∂y = 1',
      '5: q = 3',
      '6: v = [3, 6]',
      '7: f = −12',
      '8: L = 4',
      '8: SGD step',
      '8: Train',
    ]);
    expect(await editor.problems(uri)).toEqual([]);
    await editor.step(uri);
    expect((await until(() => editor.messages[0])).message).toBe(
      "No step taken: the root is q, and training minimizes the losses. Pick the file's own losses as the root first.",
    );
    expect(editor.text(uri)).toBe(lesson);
    await pickRoot(editor, null);
    await editor.step(uri);
    expect(editor.text(uri)).toContain('param x = -2.16');
  });

  test('may depend on gradients of the losses', async () => {
    const editor = await promptEditor();
    await editor.open(uri, 'param x = 3\nloss L = x^2\nt = 2 * L');
    await pickRoot(editor, 't');
    expect(await editor.lenses(uri)).toEqual([
      '0: x = 3 · ∂t/∂x = 12',
      '1: L = 9 · ∂t/∂L = 2',
      '1: SGD step',
      '1: Train',
      '2: t = 18',
    ]);
  });

  test('may be one of several losses', async () => {
    const editor = await promptEditor();
    await editor.open(uri, 'param x = 3\nloss a = x^2\nloss b = x');
    await pickRoot(editor, 'a');
    expect(await editor.lenses(uri)).toContain('0: x = 3 · ∂a/∂x = 6');
  });

  test('does not affect expectations, as gradient expressions name their own root', async () => {
    const editor = await promptEditor();
    await editor.open(uri, `${lesson}\nexpect ∂L/∂x ≈ 16\nexpect ∂q/∂x ≈ 1`);
    await pickRoot(editor, 'q');
    expect(await editor.lenses(uri)).toContain('9: ✓ 16 ≈ 16');
    expect(await editor.lenses(uri)).toContain('10: ✓ 1 ≈ 1');
  });

  test('stays picked during typing, also on its own line', async () => {
    const editor = await promptEditor();
    await editor.open(uri, shop);
    await pickRoot(editor, 'total');
    await editor.replace(uri, 'tax = 1.1', 'tax = 1.2');
    expect(await editor.lenses(uri)).toContain('0: apple = 100 · ∂total/∂apple = 2.4');
    await editor.replace(uri, 'basket * tax', 'basket *');
    expect(await editor.lenses(uri)).toContain('0: apple = 100 · ∂total/∂apple = 2.4 · stale');
    expect((await roots(editor)).picked).toBe('total');
    expect(editor.shownNumbers.at(-1)?.summary).toMatchObject({
      objectiveName: 'total',
      isPicked: true,
      objectiveText: null,
      errors: 1,
    });
    await editor.replace(uri, 'basket *', 'basket * 2');
    expect(await editor.lenses(uri)).toContain('0: apple = 100 · ∂total/∂apple = 4');
  });

  test.each([
    ['is removed', '\ntotal = basket * tax', ''],
    ['is renamed', 'total = ', 'sum = '],
    ['becomes a tensor', 'total = ', 'total = [1, 2] * '],
  ])('is unpicked if it %s, and not picked again when restored', async (_, text, replacement) => {
    const editor = await promptEditor();
    await editor.open(uri, shop);
    await pickRoot(editor, 'total');
    await editor.lenses(uri);
    await editor.replace(uri, text, replacement);
    expect(await editor.lenses(uri)).toContain('3: basket = 200');
    expect((await roots(editor)).picked).toBeNull();
    await editor.replace(uri, editor.text(uri), shop);
    expect(await editor.lenses(uri)).toContain('3: basket = 200');
    expect(editor.messages).toEqual([]);
  });

  test('is unpicked when its file is closed', async () => {
    const editor = await promptEditor();
    await editor.open(uri, shop);
    await pickRoot(editor, 'total');
    await editor.close(uri);
    await editor.open(uri, shop);
    expect((await roots(editor)).picked).toBeNull();
  });

  test('applies only to its file', async () => {
    const editor = await promptEditor();
    const other = 'file:///models/other.bp';
    await editor.open(uri, shop);
    await editor.open(other, shop);
    await pickRoot(editor, 'total');
    expect((await roots(editor, other)).picked).toBeNull();
    expect(await editor.lenses(other)).toContain('3: basket = 200');
  });

  test('can have its gradients checked', async () => {
    const editor = await startEditor();
    await editor.open(uri, shop);
    await pickRoot(editor, 'total');
    await editor.check(uri);
    expect((await until(() => editor.messages[0])).message).toMatch(/^Gradients agree: 3 params, 3 elements, /);
  });
});

test('a pick refreshes lenses and keeps the step count', async () => {
  const editor = await promptEditor();
  await editor.open(uri, lesson);
  await editor.step(uri);
  await editor.lenses(uri);
  const refreshes = editor.refreshes;
  await pickRoot(editor, 'q');
  await until(() => editor.refreshes > refreshes);
  expect((await pickedResult(editor)).summary).toMatchObject({ objectiveName: 'q', steps: 1 });
});

test('the last of several picks wins', async () => {
  const workers = new ScriptedWorkers();
  const editor = await startEditor({ startWorker: workers.start });
  await editor.open(uri, lesson);
  const first = await until(() => workers.evaluations[0]);
  workers.of(first).answer(first);
  await editor.numbers(uri);
  await pickRoot(editor, 'q');
  const second = await until(() => workers.evaluations[1]);
  await pickRoot(editor, 'f');
  await until(() => workers.of(second).cancelled.includes(second.requestId));
  workers.of(second).answer(second);
  const third = await until(() => workers.evaluations[2]);
  workers.of(third).answer(third);
  expect((await pickedResult(editor)).summary).toMatchObject({ objectiveName: 'f', objectiveText: '−12' });
});

test('an unknown name has no effect', async () => {
  const editor = await promptEditor();
  await editor.open(uri, lesson);
  for (const name of ['nothing', 'v', 'relu', '__proto__', '']) await pickRoot(editor, name);
  expect((await roots(editor)).picked).toBeNull();
  expect(await editor.lenses(uri)).toContain('5: q = 3 · ∂L/∂q = 16');
});

test.each([[{}], [{ uri }], [{ uri, name: 7 }], [{ uri: 7, name: null }]])(
  'the parameters %j are refused',
  async (params) => {
    const editor = await promptEditor();
    await editor.open(uri, lesson);
    await expect(editor.connection.sendRequest(pickRootMethod, params)).rejects.toThrow('takes the URI of a file');
  },
);

function roots(editor: Editor, file = uri): Promise<Roots> {
  const params: RootsParams = { uri: file };
  return editor.connection.sendRequest(rootsMethod, params);
}

async function pickRoot(editor: Editor, name: string | null): Promise<void> {
  const params: PickRootParams = { uri, name };
  await editor.connection.sendRequest(pickRootMethod, params);
}

/** An editor that gets its numbers immediately. */
function promptEditor(): Promise<Editor> {
  const workers = new ScriptedWorkers();
  workers.areImmediate = true;
  return startEditor({ startWorker: workers.start });
}

/** The last result with a picked root. */
function pickedResult(editor: Editor) {
  return until(() => editor.shownNumbers.findLast(({ summary }) => summary.isPicked && summary.objectiveText !== null));
}
