/** Training sessions in the panel: commands, pushed states, and the final edit. */

import { describe, expect, test } from 'vitest';
import { checkGradientsCommand, trainCommand, trainingStepCommand } from '../../../protocol/editor/commands.ts';
import { pickRootMethod } from '../../../protocol/editor/roots.ts';
import { scrubMethod } from '../../../protocol/editor/scrub.ts';
import { stepBackMethod } from '../../../protocol/editor/stepBack.ts';
import { type TrainingState, trainingCommandMethod } from '../../../protocol/panel/training.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, type Setup, startEditor } from '../../support/editor/editor.ts';
import { TrainingPanel } from '../../support/editor/trainingPanel.ts';
import { batchOfOne } from '../../support/training/batchOfOne.ts';
import { laterOverflowingVariance, varianceAdvice } from '../../support/training/overflowingVariance.ts';
import { misbehavingThread, startEngineThread, startInTurn } from '../../support/workers/threads.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/line.bp';
const line = (epochs: number | null, more = ', momentum = 0.9') => `data x = [1, 2, 3, 4]
data y = [3, 5, 7, 9]
param w = 0
param b = 0
loss L = mean((w * x + b - y)^2)
train sgd(lr = 0.01, batch = 2${epochs === null ? '' : `, epochs = ${epochs}`}, seed = 1${more})
`;

async function opened(text: string, setup: Setup = {}): Promise<{ editor: Editor; panel: TrainingPanel }> {
  const editor = await startEditor(setup);
  const panel = new TrainingPanel(editor, uri);
  await editor.open(uri, text);
  await editor.numbers(uri);
  await panel.watch();
  return { editor, panel };
}

async function led(text: string, setup: Setup = {}): Promise<{ editor: Editor; panel: TrainingPanel }> {
  const { editor, panel } = await opened(text, setup);
  await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
  await panel.send({ kind: 'pace', stepsPerSecond: null });
  return { editor, panel };
}

/** The text after the Train command. */
async function trained(text: string): Promise<string> {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.run(trainCommand, uri);
  return editor.text(uri);
}

const objective = ({ shownNumbers }: Editor) => shownNumbers.at(-1)!.summary.objectiveText;

test('an opened session describes its training and waits', async () => {
  const { panel } = await led(line(10, ', holdout = 0.25'));
  const [{ info, state, curves, surface }] = panel.sessions();
  expect(info).toEqual({
    loss: 'L',
    optimizer: 'sgd',
    samples: 3,
    heldOut: 1,
    shown: null,
    evaluated: null,
    layers: ['w', 'b'],
    scalars: [],
    metric: null,
    keptIn: 'text',
    decisionSurface: {
      kind: 'fit',
      x: { name: 'x', from: 0.7, to: 4.3 },
      columns: 192,
      output: 'w * x + b',
      boundary: null,
      label: 'y',
      points: expect.arrayContaining([{ x: 4, label: 9, isHeldOut: expect.any(Boolean) }]),
    },
    confusionMatrix: null,
  });
  expect(state).toEqual({
    phase: 'paused',
    firstStep: 0,
    step: 0,
    shownStep: 0,
    textStep: 0,
    epoch: 0,
    stepsPerEpoch: 2,
    lastStep: 20,
    lastEpoch: 10,
    pace: 10,
    stepsPerSecond: null,
    loss: null,
    heldOutLoss: null,
    lr: 0.01,
    batch: 2,
    schedule: null,
    rejections: { lr: null, batch: null },
    notice: null,
  });
  expect(curves.training).toEqual({ isComplete: true, steps: [], loss: [], norms: [[], []] });
  expect(surface).toEqual({ step: 0, values: Array.from({ length: 192 }, () => 0) });
});

test('keeping a whole run equals Train bit for bit, with one undo', async () => {
  const { editor, panel } = await led(line(20));
  const done = await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
  expect(done.state).toMatchObject({ step: 40, shownStep: 40, epoch: 20, lastStep: 40 });
  expect(editor.text(uri)).toBe(line(20));
  await panel.send({ kind: 'keep' });
  const text = await trained(line(20));
  await until(() => editor.text(uri) === text);
  expect(editor.edits.map(({ label }) => label)).toEqual(['Keep learned params']);
  expect((await editor.numbers(uri)).summary.steps).toBe(40);
  const again = await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 41);
  expect(again.state).toMatchObject({ firstStep: 0, shownStep: 41 });
  await panel.sendUntil({ kind: 'seek', step: 0 }, ({ state }) => state.shownStep === 0);
  await until(() => objective(editor) === '41');
  await editor.replace(uri, text, line(20));
  expect(await panel.ended()).toBe('Training ended: the text was changed. Start again to train the file as it is now.');
  expect((await editor.numbers(uri)).summary).toMatchObject({ objectiveText: '41', steps: 0 });
});

test('training continues from a kept intermediate step', async () => {
  const { editor, panel } = await led(line(5));
  await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
  await panel.send({ kind: 'keep' });
  await until(() => editor.version(uri) === 2);
  await editor.numbers(uri);
  await panel.sendUntil({ kind: 'reset' }, ({ state }) => state.step === 10 && state.firstStep === 10);
  await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
  await panel.send({ kind: 'keep' });
  await until(() => editor.version(uri) === 3);
  expect(editor.text(uri).replace('epochs = 5', 'epochs = 10')).toBe(await trained(line(10)));
});

test('a finished run continues for as many epochs, or until paused', async () => {
  const { panel } = await led(line(3));
  await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
  const { state } = await panel.sendUntil({ kind: 'run' }, ({ state: { step } }) => step === 12);
  expect(state).toMatchObject({ phase: 'done', lastStep: 12 });
  const open = await led(line(null));
  await open.panel.sendUntil({ kind: 'run' }, (session) => session.state.step > 1);
  const paused = await open.panel.sendUntil({ kind: 'pause' }, (session) => session.state.phase === 'paused');
  expect(paused.state).toMatchObject({ lastStep: null, stepsPerSecond: null });
});

test('a run without epochs pauses when the loss plateaus, and says so', async () => {
  const { panel } = await led('param x = 3\nloss L = (x - 1)^2\ntrain sgd(lr = 0.1)');
  const { state } = await panel.sendUntil({ kind: 'run' }, ({ state: { notice } }) => notice !== null);
  expect(state).toMatchObject({
    phase: 'paused',
    notice: `Paused at step ${state.step}: L has plateaued. Press Run to continue.`,
  });
});

test('a pace is kept by runs and survives a restart', async () => {
  const { panel } = await led(line(null));
  await panel.sendUntil({ kind: 'pace', stepsPerSecond: 100 }, ({ state }) => state.pace === 100);
  const { state } = await panel.sendUntil({ kind: 'run' }, ({ state: { step } }) => step > 10);
  expect(state).toMatchObject({ phase: 'running', pace: 100 });
  expect(state.stepsPerSecond).toBeLessThanOrEqual(100);
  const reset = await panel.sendUntil({ kind: 'reset' }, ({ state: { step } }) => step === 0);
  expect(reset.state.pace).toBe(100);
});

test('a run that continues within an epoch names no last epoch, as it ends within one', async () => {
  const { editor, panel } = await led(line(2));
  await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
  await panel.send({ kind: 'keep' });
  await until(() => editor.version(uri) === 2);
  await editor.numbers(uri);
  const reset = await panel.sendUntil({ kind: 'reset' }, ({ state }) => state.firstStep === 1);
  expect(reset.state).toMatchObject({ step: 1, epoch: 1, lastStep: 5, lastEpoch: null });
  const done = await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
  expect(done.state).toMatchObject({ step: 5, epoch: 3, lastEpoch: null });
});

test('a change of batches begins an epoch, so the last epoch is counted on from there', async () => {
  const { panel } = await led(line(3));
  await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
  const { state } = await panel.sendUntil(
    { kind: 'set', setting: 'batch', value: 1 },
    ({ state: { batch } }) => batch === 1,
  );
  expect(state).toMatchObject({ step: 1, epoch: 1, stepsPerEpoch: 4, lastStep: 9, lastEpoch: 3 });
  const done = await panel.sendUntil({ kind: 'run' }, ({ state: { phase } }) => phase === 'done');
  expect(done.state).toMatchObject({ step: 9, epoch: 3, lastEpoch: 3 });
});

test('a previous step is shown in every view, and training continues from the latest', async () => {
  const { editor, panel } = await led(line(null));
  const own = await editor.lenses(uri);
  const first = await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
  const moved = await editor.lenses(uri);
  expect(moved).not.toEqual(own);
  expect(moved).toContainEqual(expect.stringMatching(/^2: w = \S+ → \S+ · ∂L\/∂w = /));
  await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 2);
  const shown = await panel.sendUntil({ kind: 'seek', step: 1 }, ({ state }) => state.shownStep === 1);
  expect(shown.state).toMatchObject({ step: 2, phase: 'paused' });
  expect(await editor.lenses(uri)).toEqual(moved);
  await panel.sendUntil({ kind: 'seek', step: 0 }, ({ state }) => state.shownStep === 0);
  expect(await editor.lenses(uri)).toEqual(own);
  const third = await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 3);
  expect(third.state.shownStep).toBe(3);
  expect(third.state.loss).not.toBe(first.state.loss);
  expect(editor.text(uri)).toBe(line(null));
  expect(editor.edits).toEqual([]);
});

describe('keep', () => {
  test('writes the shown step, or reports that the text has it already', async () => {
    const { editor, panel } = await led(line(4));
    await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
    await panel.sendUntil({ kind: 'seek', step: 4 }, ({ state }) => state.shownStep === 4);
    await panel.send({ kind: 'keep' });
    const text = await trained(line(2));
    await until(() => editor.text(uri) === text.replace('epochs = 2', 'epochs = 4'));
    await editor.numbers(uri);
    const { state } = await panel.sendUntil({ kind: 'keep' }, (session) => session.state.notice !== null);
    expect(state).toMatchObject({ notice: 'The text already has the params of step 4.', step: 8, shownStep: 4 });
    expect(editor.edits).toHaveLength(1);
  });

  test('stores params outside the text, and the session continues after saving', async () => {
    const folder = 'file:///models';
    const files = new ClientFiles({});
    const text = `data x = [1, 2, 3]\nparam w[3] ~ normal(0, 1)\nloss L = sum((x - w)^2)\ntrain adam(lr = 0.1, epochs = 20)`;
    const { editor, panel } = await led(text, { files, folders: [folder] });
    await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
    const loss = objective(editor);
    const { state } = await panel.sendUntil({ kind: 'keep' }, (session) => session.state.notice !== null);
    expect(state.notice).toBe('Kept the params of step 20. Save the file to store them beside it.');
    expect(editor.edits).toEqual([]);
    await until(() => editor.shownNumbers.at(-1)!.summary.steps === 20);
    expect(objective(editor)).toBe(loss);
    const { length } = editor.shownNumbers;
    await editor.save(uri);
    await until(() => editor.shownNumbers.length > length);
    expect(files.contents.size).toBe(1);
    await panel.sendUntil({ kind: 'step' }, (session) => session.state.step === 21);
    expect(panel.pushed.every(({ kind }) => kind === 'session')).toBe(true);
  });

  test('restarts training if a param is written as an expression', async () => {
    const { editor, panel } = await led('const k = 2\nparam w = 3 * k\nloss L = w^2');
    await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
    await panel.send({ kind: 'keep' });
    expect(await panel.ended()).toBe(
      'Training ended: the values you kept changed the structure of the model. Start again to train the file as it is now.',
    );
    expect(editor.text(uri)).toBe('const k = 2\nparam w = 5.88\nloss L = w^2');
  });

  test('closes the session if asked to, once the text has the params', async () => {
    const { editor, panel } = await led(line(4));
    await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
    await panel.send({ kind: 'keepAndClose' });
    expect(await panel.ended()).toBeNull();
    expect(editor.text(uri)).toBe(await trained(line(4)));
    expect((await editor.numbers(uri)).summary.steps).toBe(8);
  });

  test('does not close the session if nothing could be written', async () => {
    const { editor, panel } = await led(line(4), { capabilities: {} });
    await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
    const { state } = await panel.sendUntil({ kind: 'keepAndClose' }, (session) => session.state.notice !== null);
    expect(state.notice).toMatch(/^Nothing was kept: /);
    expect(state.textStep).toBe(0);
    expect(editor.text(uri)).toBe(line(4));
  });

  test.each([
    ['text', 'param w = 2\nloss L = w^2'],
    ['file', 'param w ~ normal(0, 1)\nloss L = w^2'],
    ['both', 'param w ~ normal(0, 1)\nparam b = 1\nloss L = (w + b)^2'],
  ] as const)('writes into %s', async (keptIn, text) => {
    const { panel } = await led(text);
    expect(panel.sessions()[0].info).toMatchObject({ keptIn });
    await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1 && state.textStep === 0);
    await panel.sendUntil({ kind: 'keep' }, ({ state }) => state.textStep === 1);
  });

  test('is reverted by undoing the step, for params that the text does not hold', async () => {
    const { editor, panel } = await led('param w ~ ones()\nloss L = w^2\ntrain sgd(lr = 0.25)');
    await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
    await panel.sendUntil({ kind: 'keep' }, ({ state }) => state.textStep === 1);
    await panel.send({ kind: 'close' });
    await panel.ended();
    await until(() => objective(editor) === '0.25');
    expect(await editor.connection.sendRequest(stepBackMethod, { uri })).toBe(true);
    await until(() => objective(editor) === '1');
  });

  test('does not overwrite newer text', async () => {
    const { editor, panel } = await led(line(4));
    await panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
    editor.beforeEdit = () => editor.replace(uri, 'param b = 0', 'param b = 7');
    await panel.send({ kind: 'keep' });
    expect(await panel.ended()).toMatch(/^Training ended: the text was changed\./);
    expect(editor.text(uri)).toBe(line(4).replace('param b = 0', 'param b = 7'));
  });
});

describe('a setting', () => {
  test('applies from the next step and survives a restart', async () => {
    const { editor, panel } = await led(line(4));
    await panel.sendUntil({ kind: 'set', setting: 'lr', value: 0.02 }, ({ state }) => state.lr === 0.02);
    await panel.sendUntil({ kind: 'set', setting: 'batch', value: 4 }, ({ state }) => state.batch === null);
    const { state } = await panel.sendUntil({ kind: 'run' }, (session) => session.state.phase === 'done');
    expect(state).toMatchObject({ step: 4, stepsPerEpoch: 1, lastStep: 4 });
    const reset = await panel.sendUntil({ kind: 'reset' }, (session) => session.state.step === 0);
    expect(reset.state).toMatchObject({ lr: 0.02, batch: null, lastStep: 4, phase: 'paused' });
    await panel.sendUntil({ kind: 'run' }, (session) => session.state.phase === 'done');
    await panel.send({ kind: 'keep' });
    const other = line(4).replace('lr = 0.01, batch = 2', 'lr = 0.02');
    const text = (await trained(other)).replace('lr = 0.02', 'lr = 0.01, batch = 2');
    await until(() => editor.text(uri) === text);
  });

  test('does not interrupt a run', async () => {
    const { panel } = await led(line(null));
    await panel.send({ kind: 'pace', stepsPerSecond: 100 });
    await panel.sendUntil({ kind: 'run' }, ({ state }) => state.step > 3);
    const before = panel.pushed.length;
    const { state } = await panel.sendUntil(
      { kind: 'set', setting: 'batch', value: 1 },
      (session) => session.state.stepsPerEpoch === 4,
    );
    const later = await until(() => panel.sessions().find((session) => session.state.step > state.step));
    expect(later.state.batch).toBe(1);
    expect(new Set(panel.sessions(before).map((session) => session.state.phase))).toEqual(new Set(['running']));
  });

  test('replaces a schedule until it is cleared', async () => {
    const { panel } = await led('param w = 0\nloss L = -w\ntrain sgd(lr = 0.5 * (1 - step / steps), epochs = 10)');
    const rateOf = ({ state: { lr, schedule } }: { readonly state: TrainingState }) => ({ lr, schedule });
    const step = async (count: number) => panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === count);
    expect(rateOf(await step(1))).toEqual({ lr: 0.5 * (1 - 1 / 10), schedule: 'followed' });
    const set = (value: number | null) => ({ kind: 'set', setting: 'lr', value }) as const;
    await panel.sendUntil(set(2), ({ state }) => state.lr === 2 && state.schedule === 'replaced');
    expect(rateOf(await step(2))).toEqual({ lr: 2, schedule: 'replaced' });
    const cleared = await panel.sendUntil(set(null), ({ state }) => state.schedule === 'followed');
    expect(rateOf(cleared)).toEqual({ lr: 0.5 * (1 - 2 / 10), schedule: 'followed' });
    await step(3);
    const first = await panel.sendUntil({ kind: 'seek', step: 0 }, ({ state }) => state.shownStep === 0);
    expect(rateOf(first)).toEqual({ lr: 0.5, schedule: 'followed' });
  });

  test('is refused with a reason until it is valid', async () => {
    const { panel } = await led(line(4));
    const refusals = [
      ['lr', 0, 'The learning rate must be a positive number.'],
      ['lr', null, 'The learning rate must be a positive number.'],
      ['batch', 2.5, 'The batch size must be a whole number, 1 or greater.'],
      ['batch', 0, 'The batch size must be a whole number, 1 or greater.'],
      ['batch', 5, 'The batch size must be at most 4, the number of training samples.'],
    ] as const;
    for (const [setting, value, reason] of refusals) {
      const command = { kind: 'set', setting, value } as const;
      const { state } = await panel.sendUntil(
        command,
        ({ state: { rejections: refused } }) => refused[setting] === reason,
      );
      expect(state).toMatchObject({ lr: 0.01, batch: 2 });
      const taken = await panel.sendUntil({ ...command, value: 1 }, ({ state: now }) => now[setting] === 1);
      expect(taken.state.rejections).toEqual({ lr: null, batch: null });
      await panel.sendUntil({ ...command, value: setting === 'lr' ? 0.01 : 2 }, ({ state: now }) => now[setting] !== 1);
    }
  });

  test('refuses a batch size that the model does not support', async () => {
    const { panel } = await led('data x = [1, 2, 3, 4]\nparam w = [1, 2, 3, 4]\nloss L = sum(w * x)');
    const { state } = await panel.sendUntil(
      { kind: 'set', setting: 'batch', value: 2 },
      (session) => session.state.rejections.batch !== null,
    );
    expect(state.rejections.batch).toMatch(/^No step taken: line 3 has an error: in a mini-batch of 2 samples, /);
    expect(state.batch).toBeNull();
  });

  test('shows the current value of a computed learning rate', async () => {
    const { panel } = await led('param w = 1\nloss L = w^2\ntrain sgd(lr = 0.25 * w)');
    expect(panel.sessions()[0].state.lr).toBe(0.25);
    const { state } = await panel.sendUntil({ kind: 'step' }, ({ state: { step } }) => step === 1);
    expect(state.lr).toBe(0.125);
  });
});

describe('an ended session', () => {
  const begun = async (): Promise<{ editor: Editor; panel: TrainingPanel }> => {
    const session = await led(line(null));
    await session.panel.sendUntil({ kind: 'step' }, ({ state }) => state.step === 1);
    await until(() => objective(session.editor) !== '41');
    return session;
  };

  test('restores the numbers and names the reason when the text changes', async () => {
    const { editor, panel } = await begun();
    await editor.replace(uri, 'param b = 0', 'param b = 1');
    expect(await panel.ended()).toBe(
      'Training ended: the text was changed. Start again to train the file as it is now.',
    );
    await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
  });

  test('restores the numbers and names the reason when another root is picked', async () => {
    const { editor, panel } = await begun();
    await editor.connection.sendRequest(pickRootMethod, { uri, name: 'b' });
    expect(await panel.ended()).toMatch(/^Training ended: the root is now b\. /);
  });

  test('restores the numbers and names the reason when a number is scrubbed', async () => {
    const { editor, panel } = await begun();
    await editor.connection.sendNotification(scrubMethod, { uri, scrubbed: { name: 'b', value: 2 } });
    expect(await panel.ended()).toMatch(/^Training ended: a number in the text is being scrubbed\. /);
    await until(() => objective(editor) === '21');
  });

  test('restores the numbers and names the reason when the file is closed', async () => {
    const { editor, panel } = await begun();
    await editor.close(uri);
    expect(await panel.ended()).toBe('Training ended: the file is no longer open in the editor.');
  });

  test('restores the numbers without a reason when the session is closed', async () => {
    const { editor, panel } = await begun();
    await panel.send({ kind: 'close' });
    expect(await panel.ended()).toBeNull();
    await until(() => objective(editor) === '41');
    await editor.step(uri);
    expect(editor.edits).toHaveLength(1);
  });

  test('restores the numbers when its worker is lost, and the next session works', async () => {
    const dies = misbehavingThread('setTimeout(() => process.exit(3), 20)');
    const { editor, panel } = await opened(line(4), {
      startWorker: startInTurn(startEngineThread, dies, startEngineThread),
    });
    await panel.send({ kind: 'open' });
    expect(await panel.ended()).toBe(
      'Training failed: the engine exited with code 3. The text is unchanged. Start again.',
    );
    await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
    expect(objective(editor)).toBe('41');
  });
});

test.each([
  ['param x = 1', 'No step taken: there is no loss to minimize. Add one, for example: loss L = (target - f)^2'],
  ['param x = 1\nloss L = 2', 'No step taken: the loss does not depend on any param, so there is nothing to train.'],
])('%j is not trained, and the reason is shown', async (text, reason) => {
  const editor = await startEditor();
  const panel = new TrainingPanel(editor, uri);
  await editor.open(uri, text);
  await panel.watch();
  await panel.send({ kind: 'open' });
  expect(await panel.ended()).toBe(reason);
});

test.each([
  [
    'param x = 1\nloss L = x\ntrain sgd(lr = 1e308)',
    'Paused: x would overflow at step 2, so the step was not taken. Set a smaller lr.',
  ],
  [
    laterOverflowingVariance,
    `Paused: z.running_var would overflow at step 5, so the step was not taken. ${varianceAdvice}`,
  ],
  [
    batchOfOne,
    'Paused: w would become NaN at step 3, so the step was not taken. Look for an undefined operation such as 0 / 0 in its mini-batch of 1 sample. If the loss was growing, try a smaller lr.',
  ],
  [
    // The gradient has no NaN.
    'param x = 1\nn = sqrt(0.5 - detach(1 - x))\nloss L = n + x\ntrain sgd(lr = 0.4)',
    'Paused: L was NaN at step 3. Go back to an earlier step. Look for an undefined operation such as 0 / 0. If the loss was growing, try a smaller lr.',
  ],
  [
    'param x = 2\nloss L = x^4\ntrain sgd(lr = 10)',
    'Paused: L was infinite at step 5. Go back to an earlier step, or set a smaller lr and reset.',
  ],
])('a run with non-finite numbers pauses with advice: %j', async (text, notice) => {
  const { panel } = await led(text);
  const { state } = await panel.sendUntil({ kind: 'run' }, (session) => session.state.notice !== null);
  expect(state).toMatchObject({ notice, phase: 'paused' });
  const shown = await panel.sendUntil({ kind: 'seek', step: 1 }, (session) => session.state.shownStep === 1);
  expect(shown.state.step).toBe(state.step);
});

describe('a hidden panel', () => {
  test('gets no pushes and pauses training until shown again', async () => {
    const { editor, panel } = await led(line(null));
    await panel.sendUntil({ kind: 'run' }, ({ state }) => state.step > 10);
    await panel.hide();
    await until(() => objective(editor) === '41');
    const { length } = panel.pushed;
    await panel.send({ kind: 'run' });
    await editor.hover(uri, 'w');
    expect(panel.pushed).toHaveLength(length);
    await panel.watch();
    const again = await until(() => panel.sessions(length)[0]);
    expect(again).toMatchObject({
      info: { loss: 'L' },
      state: { phase: 'paused' },
      curves: { training: { isComplete: true } },
    });
    expect(again.curves.training.steps[0]).toBe(1);
    await until(() => objective(editor) !== '41');
    const { state } = await panel.sendUntil({ kind: 'step' }, (session) => session.state.step === again.state.step + 1);
    expect(state.phase).toBe('paused');
  });

  test('learns why training ended when shown again', async () => {
    const { editor, panel } = await led(line(null));
    await panel.hide();
    await editor.replace(uri, 'param b = 0', 'param b = 1');
    await editor.numbers(uri);
    expect(panel.pushed.every(({ kind }) => kind === 'session')).toBe(true);
    await panel.watch();
    expect(await panel.ended()).toMatch(/^Training ended: the text was changed\. /);
  });

  test('releases the training lock', async () => {
    const { editor, panel } = await led(line(null));
    await panel.send({ kind: 'step' });
    await panel.hide();
    await until(() => objective(editor) === '41');
    await editor.step(uri);
    expect(editor.edits).toHaveLength(1);
    expect(editor.messages).toEqual([]);
  });
});

describe('exclusive training', () => {
  const busy = 'this file is being trained in the graph panel. Keep the result and close training there first.';

  test('refuses commands that need the numbers until the session is closed', async () => {
    const { editor } = await led(line(4));
    for (const command of [trainCommand, trainingStepCommand, checkGradientsCommand]) await editor.run(command, uri);
    expect(editor.messages.map(({ message }) => message)).toEqual([
      `Can't start training: ${busy}`,
      `No step taken: ${busy}`,
      `Can't check gradients: ${busy}`,
    ]);
    expect(editor.edits).toEqual([]);
  });

  test('refuses a session during the Train command', async () => {
    const { editor, panel } = await opened(line(1_000_000_000));
    const run = editor.run(trainCommand, uri);
    await until(() => editor.progress.events.length > 1);
    await panel.send({ kind: 'open' });
    expect(await panel.ended()).toBe("Can't start training: this file is being trained. Stop training first.");
    await editor.progress.cancel();
    await run;
  });
});

test('a client without versions of edits keeps nothing in the text, and is told why', async () => {
  const { editor, panel } = await led(line(4), { capabilities: {} });
  await panel.sendUntil({ kind: 'step' }, (session) => session.state.step > 0);
  const { state } = await panel.sendUntil({ kind: 'keep' }, (session) => session.state.notice !== null);
  expect(state.notice).toMatch(/^Nothing was kept: the editor doesn't support versions of edits/);
  expect(editor.text(uri)).toBe(line(4));
  expect(editor.edits).toEqual([]);
});

test('malformed commands are dropped and logged', async () => {
  const { editor, panel } = await led(line(4));
  const wrong = [
    { uri, command: { kind: 'fly' } },
    { uri, command: { kind: 'seek', step: 1.5 } },
    { command: { kind: 'run' } },
  ];
  for (const params of wrong) await editor.connection.sendNotification(trainingCommandMethod, params);
  const { state } = await panel.sendUntil({ kind: 'step' }, (session) => session.state.step > 0);
  expect(state.step).toBe(1);
  expect(editor.logMessages.splice(0).map(({ message }) => message)).toEqual(
    wrong.map((params) => `${trainingCommandMethod} has unknown parameters: ${JSON.stringify(params)}`),
  );
});

test('commands without a session have no effect', async () => {
  const { editor, panel } = await opened(line(4));
  for (const kind of ['run', 'step', 'keep', 'reset'] as const) await panel.send({ kind });
  await panel.send({ kind: 'close' });
  expect(await panel.ended()).toBeNull();
  expect(objective(editor)).toBe('41');
});

test('states are pushed at most twenty times a second, surfaces five times and confusion matrices twice', async () => {
  const moons = `data x = [[0, 0], [0, 1], [1, 0], [1, 1]]
data y = [0, 1, 1, 1]
param w = [0, 0]
param b = 0
p = sigmoid(x @ w + b)
loss L = bce(p, y)`;
  const { panel } = await led(moons);
  const [{ info }] = panel.sessions();
  expect(info!.decisionSurface).toMatchObject({
    kind: 'plane',
    output: 'p',
    label: 'y',
    boundary: 0.5,
    columns: 48,
    rows: 48,
  });
  expect(info!.confusionMatrix).toEqual({ kind: 'matrix', label: 'y', classes: ['0', '1'] });
  const begin = performance.now();
  await panel.sendUntil({ kind: 'run' }, ({ state }) => state.step > 5000);
  for (let step = 0; step < 1000; step++) void panel.send({ kind: 'seek', step });
  await until(() => panel.sessions().some(({ state }) => state.shownStep === 999));
  await until(() => panel.sessions().some(({ surface }) => surface?.step === 999));
  await until(() => panel.sessions().some(({ confusion }) => confusion?.step === 999));
  const elapsed = performance.now() - begin;
  expect(panel.pushed.length).toBeLessThan(elapsed / 50 + 3);
  const surfaces = panel.sessions().flatMap(({ surface }) => (surface ? [surface] : []));
  expect(surfaces.length).toBeLessThan(elapsed / 200 + 3);
  expect(surfaces.every(({ values }) => values.length === 48 * 48)).toBe(true);
  const matrices = panel.sessions().flatMap(({ confusion }) => (confusion ? [confusion] : []));
  expect(matrices.length).toBeLessThan(elapsed / 500 + 3);
  expect(matrices.at(-1)).toEqual({ step: 999, training: [0, 1, 0, 3], heldOut: [0, 0, 0, 0] });
});
