/** Training: the batch and update of each step, their order, and stopping anywhere. */

import { beforeAll, describe, expect, test } from 'vitest';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import { add, divide, multiply, subtract } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { tanh } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { mean, sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { type Batch, Batches } from '../../../server/src/engine/training/batches.ts';
import { initializers } from '../../../server/src/engine/training/initializers.ts';
import type { TrainingJob } from '../../../server/src/engine/training/trainingJob.ts';
import { TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { jobOf, progressOf, runSteps, type TestModel, type TestRequest } from '../../support/training/trainingJobs.ts';

/** The objective is the sum of powers of two, one for each sample, so it identifies them. Its slope is the same. */
const sampleMask: TestModel = {
  params: [{ shape: [], start: [1] }],
  data: [{ shape: [], samples: Array.from({ length: 10 }, (_, sample) => 2 ** sample) }],
  objective: (program, [w], [x]) => program.add(multiply, [w, program.add(sum, [x])]),
};
const still = { lr: 0 };

function maskOf({ indices: order, start, length }: Batch): number {
  return order.slice(start, start + length).reduce((mask, sample) => mask + 2 ** sample, 0);
}

describe('a training step', () => {
  test('takes all samples without a batch size', () => {
    const progress = progressOf(jobOf(sampleMask, { steps: 3, hyperparameters: still }));
    expect(progress).toEqual(
      [1, 2, 3].map((step) => ({ step, steps: 3, epoch: step, endsEpoch: true, loss: 2 ** 10 - 1 })),
    );
  });

  test('takes the next batch, which is smaller at the end of an epoch', () => {
    const batches = new Batches(10, { batch: 4, seed: 2, holdout: 0 });
    const progress = progressOf(jobOf(sampleMask, { steps: 7, batch: 4, seed: 2, hyperparameters: still }));
    expect(progress.map(({ loss }) => loss)).toEqual([0, 1, 2, 3, 4, 5, 6].map((step) => maskOf(batches.at(step))));
    expect(progress.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 2, 2, 2, 3]);
    expect(progress.map(({ endsEpoch }) => endsEpoch)).toEqual([false, false, true, false, false, true, false]);
  });

  test('continues after previous steps', () => {
    const all = progressOf(jobOf(sampleMask, { steps: 9, batch: 4, hyperparameters: still }));
    const later = progressOf(jobOf(sampleMask, { steps: 4, startStep: 5, batch: 4, hyperparameters: still }));
    expect(later).toEqual(all.slice(5));
  });

  test('needs no data', () => {
    const model: TestModel = {
      params: [{ shape: [], start: [1] }],
      data: [],
      objective: (program, [w]) => program.add(multiply, [w, w]),
    };
    const job = jobOf(model, { steps: 3, batch: 8, holdout: 0.5, hyperparameters: { lr: 0.25 } });
    expect(progressOf(job).map(({ loss, epoch }) => [loss, epoch])).toEqual([
      [1, 1],
      [0.25, 2],
      [0.0625, 3],
    ]);
  });

  test('never takes held-out samples, which are evaluated after each epoch', () => {
    const request = { batch: 3, seed: 4, holdout: 0.35 };
    const batches = new Batches(10, request);
    const held = maskOf(batches.heldOutSamples);
    const job = jobOf(sampleMask, { steps: 7, ...request, hyperparameters: still });
    const progress = progressOf(job);
    expect(progress.map(({ heldOut }) => heldOut)).toEqual(
      [0, 0, held, 0, 0, held, 0].map((mask) => mask || undefined),
    );
    for (const { loss } of progress) expect(loss & held).toBe(0);
    expect(runToCompletion(new TrainingRun(job).trainingLoss())).toBe(2 ** 10 - 1 - held);
    expect(progressOf({ ...job, hasFullEvaluation: false }).every((each) => !('heldOut' in each))).toBe(true);
  });
});

test('held-out samples are evaluated with the params after the step', () => {
  const progress = progressOf(jobOf(sampleMask, { steps: 1, holdout: 0.5, hyperparameters: { lr: 1e-3 } }));
  const { trainingSamples: training, heldOutSamples: heldOut } = new Batches(10, { seed: 0, holdout: 0.5 });
  expect(progress[0].heldOut).toBe((1 - 1e-3 * maskOf(training)) * maskOf(heldOut));
});

const shapes: Readonly<Record<'W' | 'b' | 'V' | 'c', Shape>> = { W: [3, 5], b: [5], V: [5, 2], c: [2] };
const samples = 23;

/** Two layers with random params, and the mean of squared errors. */
const network: TestModel = {
  params: [drawn('W', 'glorot'), drawn('b', 'normal'), drawn('V', 'glorot'), drawn('c', 'zeros')],
  data: [
    { shape: [3], samples: normalNumbers('X', 3 * samples) },
    { shape: [2], samples: normalNumbers('Y', 2 * samples) },
  ],
  objective: (program, [W, b, V, c], [X, Y]) => {
    const hidden = program.add(tanh, [program.add(add, [program.add(matmul, [X, W]), b])]);
    const output = program.add(add, [program.add(matmul, [hidden, V]), c]);
    const error = program.add(subtract, [output, Y]);
    return program.add(mean, [program.add(multiply, [error, error])]);
  },
};

function drawn(name: keyof typeof shapes, initializer: string) {
  const { draw, parameters } = initializers.find((row) => row.name === initializer)!;
  const defaults = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default]));
  return { shape: shapes[name], start: Array.from(runToCompletion(draw(new Random(7, name), shapes[name], defaults))) };
}

function normalNumbers(name: string, count: number): number[] {
  const random = new Random(7, name);
  return Array.from({ length: count }, () => random.normal());
}

const mixed: TestRequest = { steps: 12, batch: 5, seed: 3, holdout: 0.1, optimizer: 'adam' };

test('a seed gives the same losses to the bit each time, and another seed gives others', () => {
  const losses = (seed: number): number[] => progressOf(jobOf(network, { ...mixed, seed })).map(({ loss }) => loss);
  expect(losses(3)).toEqual(losses(3));
  expect(losses(4)).not.toEqual(losses(3));
  expect(losses(3).every((loss, step, all) => all.indexOf(loss) === step)).toBe(true);
});

test.each(['sgd', 'adam', 'adamw', 'rmsprop'])(
  'a run of %s that is stopped after any step continues bit for bit',
  (optimizer) => {
    const hyperparameters = optimizer === 'sgd' || optimizer === 'rmsprop' ? { momentum: 0.9 } : {};
    const request = { ...mixed, optimizer, hyperparameters };
    const uninterrupted = runSteps(jobOf(network, request));
    for (let most = 0; most <= mixed.steps; most++) {
      const first = runSteps(jobOf(network, request), most);
      const rest = {
        ...request,
        startStep: most,
        steps: mixed.steps - most,
        params: first.params,
        states: first.states,
      };
      const second = runSteps(jobOf(network, rest));
      expect(second.params).toEqual(uninterrupted.params);
      expect(second.states).toEqual(uninterrupted.states);
    }
  },
);

test('params can be read between any two steps', () => {
  const run = new TrainingRun(jobOf(network, mixed));
  const read: number[] = [];
  for (const progress of run.steps()) if (progress) read.push(run.params[0][0]);
  expect(new Set(read).size).toBe(mixed.steps);
  expect(read.at(-1)).toBe(runSteps(jobOf(network, mixed)).params[0][0]);
});

test('steps without progress reports are the same', () => {
  const [watched, unwatched] = [runSteps(jobOf(network, mixed)), new TrainingRun(jobOf(network, mixed))];
  expect(unwatched.takeSteps(mixed.steps - 5)).toBeUndefined();
  expect(unwatched.takeSteps(5)).toBeUndefined();
  expect(unwatched.state).toEqual(watched.state);
  expect(unwatched.takeSteps(1)).toEqual({ kind: 'finished' });
});

test('a job can be transferred and is not modified', () => {
  const job = jobOf(network, { ...mixed, states: runSteps(jobOf(network, mixed)).states });
  const sent: TrainingJob = structuredClone(job);
  const progress = progressOf(job);
  expect(job).toEqual(sent);
  expect(progressOf(sent)).toEqual(progress);
});

test('a long step can be stopped before its params change', () => {
  const size = 300_000;
  const model: TestModel = {
    params: [{ shape: [size], start: new Array(size).fill(1) }],
    data: [],
    objective: (program, [w]) => program.add(sum, [program.add(multiply, [w, w])]),
  };
  const run = new TrainingRun(jobOf(model, { steps: 2, hyperparameters: { lr: 0.25 } }));
  const firsts: (number | undefined)[] = [];
  for (const progress of run.steps()) firsts.push(progress ? run.params[0][0] : -run.params[0][size - 1]);
  const inside = firsts.indexOf(0.5);
  expect(inside).toBeGreaterThan(1);
  expect(firsts).toEqual([...Array(inside).fill(-1), 0.5, ...Array(inside).fill(-0.5), 0.25]);
});

test('computed hyperparameters are read before each step', () => {
  const model: TestModel = {
    params: [{ shape: [], start: [4] }],
    data: [],
    objective: (program, [w]) => program.add(multiply, [w, program.addConstant(1)]),
    hyperparameters: (program, [w]) => ({ lr: program.add(divide, [w, program.addConstant(8)]) }),
  };
  const run = new TrainingRun(jobOf(model, { steps: 3 }));
  const reached: number[] = [];
  for (const progress of run.steps()) if (progress) reached.push(run.params[0][0]);
  expect(reached).toEqual([3.5, 3.0625, 2.6796875]);
});

test('a param that the objective does not depend on stays the same', () => {
  const model: TestModel = { ...sampleMask, params: [...sampleMask.params, { shape: [2], start: [5, 6] }] };
  const run = runSteps(jobOf(model, { steps: 2 }));
  expect(run.params[1]).toEqual(Float64Array.of(5, 6));
  expect(run.states[1]).toBeUndefined();
  expect(run.params[0][0]).not.toBe(1);
});

describe('a param that would become non-finite', () => {
  const grows = (start: number): TestModel => ({
    params: [
      { shape: [], start: [1] },
      { shape: [2], start: [1, start] },
    ],
    data: [],
    objective: (program, [w, v]) => {
      const square = program.add(multiply, [v, v]);
      return program.add(add, [w, program.add(sum, [program.add(multiply, [square, square])])]);
    },
  });

  test('stops the run, is reported with its step, and leaves all params unchanged', () => {
    const job = jobOf(grows(3), { steps: 100, hyperparameters: { lr: 10 } });
    const run = new TrainingRun(job);
    const steps = run.steps();
    let last = job.params;
    for (let step = 1; ; step++) {
      const { done, value } = steps.next();
      if (done) {
        expect(value).toEqual({ kind: 'not-finite', step, param: 1, value: expect.any(Number) });
        expect(value.kind === 'not-finite' && Number.isFinite(value.value)).toBe(false);
        break;
      }
      last = run.params.map((values) => values.slice());
    }
    expect(run.params).toEqual(last);
    expect(last.every((values) => values.every(Number.isFinite))).toBe(true);
    expect(last).not.toEqual(job.params);
  });

  test('is reported with a step that counts those before the job', () => {
    const run = new TrainingRun(jobOf(grows(1e200), { steps: 5, startStep: 40 }));
    expect(runToCompletion(run.steps())).toEqual({
      kind: 'not-finite',
      step: 41,
      param: 1,
      value: Number.NEGATIVE_INFINITY,
    });
    expect(run.params).toEqual([Float64Array.of(1), Float64Array.of(1, 1e200)]);
  });
});

describe.runIf(isPytorchRequired)('mini-batch training compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each([
    ['adam', { lr: 0.02 }, 'Adam(params, lr=0.02)'],
    ['sgd', { lr: 0.05, momentum: 0.9 }, 'SGD(params, lr=0.05, momentum=0.9)'],
  ])('%s with %j takes the same steps', async (optimizer, hyperparameters, theirs) => {
    const request = { batch: 4, seed: 11, holdout: 0.1 };
    const batches = new Batches(samples, request);
    const rows = Array.from({ length: 30 }, (_, step) => {
      const { indices: order, start, length } = batches.at(step);
      return Array.from(order.slice(start, start + length));
    });
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([4, 1]));
    const tensor = (shape: Shape, numbers: readonly number[]) =>
      `torch.tensor(${JSON.stringify(numbers)}, dtype=torch.float64).reshape(${shape.join(', ')})`;
    const [X, Y] = network.data.map((data) => tensor([samples, ...data.shape], data.samples));
    const printed = await runPython(`
import json, torch
X, Y = ${X}, ${Y}
params = [${network.params.map(({ shape, start }) => tensor(shape, start)).join(', ')}]
W, b, V, c = [param.requires_grad_() for param in params]
objective = lambda rows: ((torch.tanh(X[rows] @ W + b) @ V + c - Y[rows]) ** 2).mean()
optimizer = torch.optim.${theirs}
losses = []
for rows in ${JSON.stringify(rows)}:
    optimizer.zero_grad()
    loss = objective(rows)
    losses.append(loss.item())
    loss.backward()
    optimizer.step()
held_out = objective(${JSON.stringify(Array.from(batches.heldOutSamples.indices))}).item()
print(json.dumps([losses, held_out, *[param.flatten().tolist() for param in params]]))
`);
    const [losses, heldOut, ...params]: [number[], number, ...number[][]] = JSON.parse(printed);
    const job = jobOf(network, { steps: 30, ...request, optimizer, hyperparameters });
    const progress = progressOf(job);
    expect(progress.map(({ loss }, step) => isNear(loss, losses[step]))).toEqual(losses.map(() => true));
    expect(progress[29].endsEpoch && isNear(progress[29].heldOut!, heldOut)).toBe(true);
    const ours = runSteps(job).params;
    expect(ours.map((values, i) => values.every((value, at) => isNear(value, params[i][at])))).toEqual(
      params.map(() => true),
    );
    expect(ours.map(({ length }) => length)).toEqual(Object.values(shapes).map(sizeOf));
  });
});

function isNear(our: number, their: number): boolean {
  return Math.abs(our - their) <= 1e-10 * Math.max(Math.abs(our), Math.abs(their));
}
