/** Training resumed from a checkpoint takes the steps of an uninterrupted run, for every optimizer and way through the samples. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isReadFailure } from '../../server/src/data/readFailure.ts';
import { readSafetensors, readSafetensorsInSlices, writeSafetensors } from '../../server/src/data/safetensors.ts';
import { keptMetadata } from '../../server/src/data/safetensorsHeader.ts';
import type { Tensor } from '../../server/src/engine/ir/tensor.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { elementsPerSlice, runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { emptyContext } from '../../server/src/language/lowering/context.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { readAndEvaluate } from '../../server/src/node/bp/command.ts';
import { saveTrained } from '../../server/src/node/bp/saveTrained.ts';
import { analyze, type EvaluatedSnapshot, isEvaluated } from '../../server/src/snapshot/snapshot.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { isStateful } from '../../server/src/snapshot/training/resume.ts';
import { noProgress, type TrainingProgress } from '../../server/src/snapshot/training/trainingProgress.ts';
import { readCheckpointInSlices } from '../../server/src/training/checkpoint.ts';
import { createTrainingJob, requestFrom } from '../../server/src/training/createTrainingJob.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { isThorough } from '../support/setup/thorough.ts';

const folder = mkdtempSync(join(tmpdir(), 'resume-'));
afterAll(() => rmSync(folder, { recursive: true }));

const optimizers = [
  'sgd(lr = 0.1',
  'sgd(lr = 0.05, momentum = 0.9',
  'sgd(lr = 0.05, momentum = 0.9, nesterov = 1',
  'sgd(lr = 0.02, momentum = 0.8, nesterov = 1, weight_decay = 0.05',
  'adam(lr = 0.05',
  'adam(lr = 0.02, beta1 = 0.5, beta2 = 0.9, eps = 1e-3, weight_decay = 0.1',
  'adamw(lr = 0.05, weight_decay = 0.5',
  'rmsprop(lr = 0.01',
  'rmsprop(lr = 0.005, momentum = 0.5, weight_decay = 0.1',
  'adam(lr = 0.05 / (1 + mean(b^2))',
  'sgd(lr = 0.1 / (1 + step + epoch), clip_norm = 0.1',
  'adam(lr = 0.1 * (1 - step / steps), epochs = 2',
];

const schedules = [
  '',
  ', batch = 3',
  ', batch = 4, seed = 5',
  ', batch = 2, seed = 7, holdout = 0.3',
  ', batch = 3, shuffle = 0, holdout = 0.2',
  ', holdout = 0.4',
  ', batch = 50',
  ', batch = 3, precision = "f32"',
];

const model = (
  train: string,
  h = 'dropout(tanh(dense(x, 3) + b), 0.25)',
): string => `data x = [[1, 2], [3, 4], [5, 7], [-1, 0], [2, 2], [0, 3], [4, 1], [-2, 1]]
data y = [1, 0, 1, 1, 0, 1, 0, 0]
param b = [0.5, -0.5, 0.25]
h = ${h}
out = dense(h, 1)
loss L = mse(out[:, 0], y)
train ${train}
`;

/** Trains a file and saves it, as `bp train --write` does. */
async function train(name: string, steps: number): Promise<void> {
  const file = join(folder, name);
  const snapshot = await readAndEvaluate(file);
  const job = createTrainingJob(snapshot, { ...requestFrom(snapshot.trainingProgress ?? noProgress), steps });
  if (isRefusal(job)) throw new Error(job.refusal);
  const run = new TrainingRun(job);
  run.takeSteps(steps);
  await saveTrained(file, snapshot, run.state);
}

const bytesOf = (name: string): readonly string[] =>
  [name, `${name}.safetensors`].map((file) => readFileSync(join(folder, file), 'latin1'));

describe.each(optimizers)('%s …)', (optimizer) => {
  /** Outside the thorough run a third of all pairs, in which every optimizer and every schedule occurs. */
  const tried = schedules.filter((_, index) => isThorough || (optimizers.indexOf(optimizer) + index) % 3 === 0);

  test.each(tried)('…%s)', async (schedule) => {
    const text = model(`${optimizer}${schedule})`);
    for (const name of ['parts.bp', 'whole.bp']) writeFileSync(join(folder, name), text);
    for (const name of ['parts.bp', 'whole.bp']) rmSync(join(folder, `${name}.safetensors`), { force: true });
    for (const steps of [4, 1, 6]) await train('parts.bp', steps);
    await train('whole.bp', 11);
    expect(bytesOf('parts.bp')).toEqual(bytesOf('whole.bp'));
  });
});

describe.runIf(isPytorchRequired)('torch.optim continues from a checkpoint', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each([
    ['sgd(lr = 0.05, momentum = 0.9)', 'SGD', { lr: 0.05, momentum: 0.9 }],
    ['adam(lr = 0.05)', 'Adam', { lr: 0.05 }],
    ['adamw(lr = 0.05, weight_decay = 0.5)', 'AdamW', { lr: 0.05, weight_decay: 0.5 }],
    ['rmsprop(lr = 0.005, momentum = 0.5)', 'RMSprop', { lr: 0.005, momentum: 0.5 }],
  ])('%s', async (optimizer, torchName, settings) => {
    const name = 'torch.bp';
    rmSync(join(folder, `${name}.safetensors`), { force: true });
    writeFileSync(join(folder, name), model(optimizer, 'tanh(dense(x, 3) + b)'));
    await train(name, 7);
    const checkpoint = join(folder, `${name}.safetensors`);
    writeFileSync(join(folder, 'before.safetensors'), readFileSync(checkpoint));
    const printed = await runPython(`
import json
import torch
from safetensors.torch import load_file
tensors = load_file(${JSON.stringify(join(folder, 'before.safetensors'))})
names = ['h.W', 'h.b', 'out.W', 'out.b']
params = {name: tensors[name].clone() for name in names}
params['b'] = tensors['optimizer/b/value'].clone()
for value in params.values():
    value.requires_grad_()
optimizer = torch.optim.${torchName}(list(params.values()), **json.loads('${JSON.stringify(settings)}'))
saved = optimizer.state_dict()
saved['state'] = {
    i: {key.rsplit('/', 1)[1]: value.clone() for key, value in tensors.items()
        if key.startswith(f'optimizer/{name}/') and not key.endswith('/value')}
    for i, name in enumerate(params)
}
optimizer.load_state_dict(saved)
x = torch.tensor([[1, 2], [3, 4], [5, 7], [-1, 0], [2, 2], [0, 3], [4, 1], [-2, 1]], dtype=torch.float64)
y = torch.tensor([1, 0, 1, 1, 0, 1, 0, 0], dtype=torch.float64)
for step in range(9):
    optimizer.zero_grad()
    h = torch.tanh(x @ params['h.W'] + params['h.b'] + params['b'])
    out = h @ params['out.W'] + params['out.b']
    ((out[:, 0] - y) ** 2).mean().backward()
    optimizer.step()
print(json.dumps({name: value.detach().flatten().tolist() for name, value in params.items()}))
`);
    await train(name, 9);
    const tensors = readSafetensors(readFileSync(checkpoint)) as ReadonlyMap<string, Tensor>;
    const theirs: Readonly<Record<string, readonly number[]>> = JSON.parse(printed);
    for (const [param, values] of Object.entries(theirs)) {
      const ours = tensors.get(param) ?? tensors.get(`optimizer/${param}/value`)!;
      for (const [i, value] of values.entries()) expect(ours.values[i]).toBeCloseTo(value, 12);
    }
  });
});

describe.each(optimizers)('the update shown after steps of %s) is that of the next step', (optimizer) => {
  test.each([0, 1, 6])('after %i steps', async (count) => {
    const name = 'shown.bp';
    rmSync(join(folder, `${name}.safetensors`), { force: true });
    writeFileSync(join(folder, name), model(`${optimizer})`, 'tanh(dense(x, 3) + b)'));
    if (count > 0) await train(name, count);
    const shown = updatesOf(await readEvaluated(name));
    await train(name, 1);
    const { model: after, evaluation } = await readEvaluated(name);
    for (const { name: param, node } of after.params) {
      const update = [...shown.values()].find((each) => each.param.name === param)!;
      expect(update.to).toEqual(elementsOf(after.program, evaluation.values, node));
    }
  });
});

async function readEvaluated(name: string): Promise<EvaluatedSnapshot> {
  const snapshot = await readAndEvaluate(join(folder, name));
  if (!isEvaluated(snapshot)) throw new Error('not evaluated');
  return snapshot;
}

test.each([
  ['sum(w^2)', 'sgd(lr = 0.1)', false],
  ['sum(dropout(w))', 'sgd(lr = 0.1)', true],
  ['sum(w^2)', 'sgd(lr = 0.1, momentum = 0.5)', true],
  ['sum(w^2)', 'adam()', true],
])('a step on %s with %s depends on the steps before it: %s, whichever mode is shown', (loss, optimizer, expected) => {
  const text = `param w = [1, 2]\nloss L = ${loss}\ntrain ${optimizer}`;
  for (const mode of ['training', 'evaluation'] as const)
    expect(isStateful(analyze(text, 0, { ...emptyContext, mode }).model)).toBe(expected);
});

describe('a state that no run has saved', () => {
  const W = { shape: [2], values: Float64Array.of(1, 2) };
  const step = { shape: [], values: Float64Array.of(3) };
  const valid = {
    optimizer: 'adam',
    step: 3,
    batchOrder: { seed: 0, holdout: 0 },
    samples: 4,
    epoch: 3,
  };
  const stateOf = (description: unknown, tensors: Readonly<Record<string, Tensor>> = { 'optimizer/W/step': step }) => {
    const bytes = writeSafetensors(
      new Map(Object.entries({ W, ...tensors })),
      description === undefined ? undefined : { [keptMetadata]: JSON.stringify(description) },
    );
    const checkpoint = runToCompletion(readCheckpointInSlices(bytes));
    if (isReadFailure(checkpoint)) throw new Error(checkpoint.failure);
    expect(checkpoint.learnedParams).toEqual(new Map([['W', W]]));
    return checkpoint.trainingProgress;
  };

  test('reads back if it is complete', () => {
    expect((stateOf(valid) as TrainingProgress).states).toEqual(
      new Map([['W', { steps: 3, stateBuffers: [new Float64Array(2), new Float64Array(2)] }]]),
    );
  });

  test.each([
    undefined,
    null,
    [],
    'adam',
    {},
    { ...valid, optimizer: 1 },
    { ...valid, step: -1 },
    { ...valid, step: 1e300 },
    { ...valid, step: 2.5 },
    { ...valid, step: '3' },
    { ...valid, samples: null },
    { ...valid, epoch: -1 },
    { ...valid, batchOrder: null },
    { ...valid, batchOrder: { seed: 0.5, holdout: 0 } },
    { ...valid, batchOrder: { seed: 0, holdout: 'x' } },
    { ...valid, batchOrder: { seed: 0, holdout: 0, batch: 0 } },
    { ...valid, batchOrder: { seed: 0, holdout: 0, origin: { step: 4, epoch: 0 } } },
    { ...valid, batchOrder: { seed: 0, holdout: 0, origin: 7 } },
    { ...valid, state: 'exp_avg' },
    { ...valid, state: ['exp_avg', 7] },
    { ...valid, cursor: {} },
    { ...valid, cursor: { origin: 0, epoch: 0, random: [1, 2, 3] } },
    { ...valid, cursor: { origin: 0, epoch: 0, random: [1, 2, 3, 2 ** 40] } },
    { ...valid, optimizer: 'a'.repeat(10_000) },
  ])('is a problem: %j', (description) => {
    expect(stateOf(description)).toEqual({ failure: 'its metadata have no valid entry backprop.training' });
  });

  test.each<[string, Readonly<Record<string, Tensor>>]>([
    ['is not complete', { 'optimizer/W/exp_avg': W }],
    ['is not complete', { 'optimizer/gone/step': step }],
    ['is not complete', { 'optimizer/W/step': { shape: [], values: Float64Array.of(-1) } }],
    ['is not complete', { 'optimizer/W/step': { shape: [0], values: new Float64Array(0) } }],
    ["doesn't fit its value", { 'optimizer/W/step': step, 'optimizer/W/exp_avg': step }],
    [
      "doesn't fit its value",
      { 'optimizer/W/step': step, 'optimizer/W/exp_avg_sq': { shape: [2], values: Float64Array.of(1, Number.NaN) } },
    ],
    [
      "doesn't fit its value",
      { 'optimizer/W/step': step, 'optimizer/W/exp_avg': { shape: [2], values: Float64Array.of(1, -Infinity) } },
    ],
    [
      "doesn't fit its value",
      { 'optimizer/W/step': step, 'optimizer/W/exp_avg_sq': { shape: [2], values: Float64Array.of(0, -1) } },
    ],
  ])('is a problem if the state of a param %s', (problem, tensors) => {
    expect(stateOf(valid, tensors)).toEqual({ failure: expect.stringContaining(problem) });
  });

  test.each([
    ['adam()', 'b', 'exp_avg'],
    ['adam()', 'h.W', 'exp_avg_sq'],
    ['rmsprop()', 'out.W', 'square_avg'],
    ['sgd(momentum = 0.9)', 'b', 'momentum_buffer'],
    ['adam()', 'b', 'step'],
  ])('is a problem if a tensor of %s is missing: %s/%s', async (optimizer, param, key) => {
    const name = 'missing.bp';
    const checkpoint = join(folder, `${name}.safetensors`);
    writeFileSync(join(folder, name), model(optimizer));
    await train(name, 3);
    const read = (bytes: Uint8Array) => {
      const file = runToCompletion(readSafetensorsInSlices(bytes));
      if (isReadFailure(file)) throw new Error(file.failure);
      return file;
    };
    const { tensors, metadata } = read(readFileSync(checkpoint));
    rmSync(checkpoint);
    expect(tensors.delete(`optimizer/${param}/${key}`)).toBe(true);
    const saved = runToCompletion(readCheckpointInSlices(writeSafetensors(tensors, { [keptMetadata]: metadata! })));
    expect(saved).toMatchObject({ trainingProgress: { failure: `the state of '${param}' is not complete` } });
  });

  test('is checked in slices', () => {
    const size = 3 * elementsPerSlice;
    const tensor = { shape: [size], values: new Float64Array(size) };
    const tensors = {
      W: tensor,
      'optimizer/W/step': step,
      'optimizer/W/exp_avg': tensor,
      'optimizer/W/exp_avg_sq': tensor,
    };
    const bytes = writeSafetensors(new Map(Object.entries(tensors)), { [keptMetadata]: JSON.stringify(valid) });
    const readSlices = [...readSafetensorsInSlices(bytes)].length;
    expect([...readCheckpointInSlices(bytes)]).toHaveLength(readSlices + 2 * 3);
  });

  test('is a problem if it has no tensors of the optimizer at all', () => {
    expect(stateOf({ ...valid, state: ['exp_avg', 'exp_avg_sq'] }, {})).toEqual({
      failure: "the state of 'W' is not complete",
    });
  });

  test('does not keep training from its first step, however many epochs it claims', async () => {
    const file = join(folder, 'claims.bp');
    writeFileSync(file, model('sgd(lr = 0.1, batch = 3)'));
    await train('claims.bp', 2);
    const snapshot = await readAndEvaluate(file);
    const huge = { ...snapshot.trainingProgress!, stepCount: 2 ** 45 };
    const job = createTrainingJob(snapshot, { ...requestFrom(huge), steps: 1 });
    if (isRefusal(job)) throw new Error(job.refusal);
    expect(job).toMatchObject({ startStep: 2 ** 45, batchOrder: { origin: { step: 2 ** 45 } } });
    expect(new TrainingRun(job).takeSteps(1)).toBeUndefined();
  });
});
