/** Lowers a model to its training job and applies the result, or refuses with a reason. */

import { describe, expect, test } from 'vitest';
import { Batches } from '../../server/src/engine/training/batches.ts';
import type { OptimizerState } from '../../server/src/engine/training/optimizers.ts';
import type { TrainingJob } from '../../server/src/engine/training/trainingJob.ts';
import { noFiles } from '../../server/src/language/names/modules/files.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { isTrainable } from '../../server/src/snapshot/training/trainable.ts';
import {
  createTrainingJob,
  learnedParamsOf,
  optimizerStatesOf,
  type TrainingRequest,
} from '../../server/src/training/createTrainingJob.ts';
import { outputPlotOf } from '../../server/src/training/outputPlot.ts';
import { evaluated, evaluatedIfPossible } from '../support/models/evaluated.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { progressOf, runSteps } from '../support/training/trainingJobs.ts';

/** Ten samples; the loss is w times the sum of a batch, so its gradient identifies the samples. */
const seen = (train: string, more = ''): string => `data x = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
param w = 1
${more}
loss L = w * sum(x)
train ${train}
`;

const net = (train: string): string => `data X = [[1, 2], [3, 4], [5, 7], [-1, 0], [2, 2]]
data y = [1, 0, 1, 1, 0]
h = tanh(dense(X, 3))
out = dense(h, 1)
loss L = bce_with_logits(out[:, 0], y)
train ${train}
`;

function jobOf(text: string, request?: TrainingRequest): TrainingJob {
  const job = createTrainingJob(evaluated(text), request);
  if (isRefusal(job)) throw new Error(job.refusal);
  return job;
}

const sizesOf = ({ programs }: TrainingJob): number[] =>
  programs.map(({ sampleCount }) => sampleCount).sort((a, b) => a - b);

describe('a training job', () => {
  test("contains the file's settings", () => {
    const { batchOrder, optimizer, hyperparameters, startStep, steps, sampleCount, params, data } = jobOf(
      seen('adam(lr = 0.5 / 2, batch = 4, epochs = 3, seed = 9, holdout = 0.2)'),
    );
    expect({ batchOrder, optimizer, startStep, steps, sampleCount }).toEqual({
      batchOrder: { batch: 4, seed: 9, holdout: 0.2 },
      optimizer: 'adam',
      startStep: 0,
      steps: 6,
      sampleCount: 10,
    });
    expect(hyperparameters).toEqual({ lr: 0.25, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0 });
    expect(params).toEqual([Float64Array.of(1)]);
    expect(data).toEqual([Float64Array.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)]);
  });

  test('visits the samples in the order of the file with shuffle = 0', () => {
    const sums = [7, 56, 448, 512, 7];
    const job = jobOf(seen('sgd(lr = 1, batch = 3, shuffle = 0)'), { steps: 5 });
    expect(job.batchOrder).toEqual({ batch: 3, seed: 0, holdout: 0, isSequential: true });
    const steps = sums.map((_, index) => runSteps(job, index + 1).params[0][0]);
    expect(steps).toEqual(sums.map((_, index) => sums.slice(0, index + 1).reduce((w, sum) => w - sum, 1)));
    expect(jobOf(seen('sgd(lr = 1, batch = 3, shuffle = 1)')).batchOrder).toEqual({ batch: 3, seed: 0, holdout: 0 });
  });

  test.each([
    ['sgd(lr = 1)', {}, 1],
    ['sgd(lr = 1, batch = 3)', {}, 1],
    ['sgd(lr = 1, batch = 3, epochs = 2)', {}, 8],
    ['sgd(lr = 1, batch = 3, epochs = 2)', { steps: 5 }, 5],
    ['sgd(1, 0, 0, 0, 3, 2)', {}, 8],
  ])('with %s %j takes %3$d steps', (train, request, steps) => {
    expect(jobOf(seen(train), request).steps).toBe(steps);
  });

  test.each([
    ['sgd(lr = 1)', {}, [10]],
    ['sgd(lr = 1, batch = 4, epochs = 1)', {}, [2, 4]],
    ['sgd(lr = 1, batch = 4, epochs = 1)', { hasFullEvaluation: true }, [2, 4, 10]],
    ['sgd(lr = 1, batch = 4, holdout = 0.1)', { hasFullEvaluation: true, steps: 3 }, [1, 4, 9]],
    ['sgd(lr = 1, batch = 4)', { steps: 1, startStep: 1 }, [4]],
    ['sgd(lr = 1, batch = 4)', { steps: 1, startStep: 2 }, [2]],
    ['sgd(lr = 1, batch = 5, epochs = 3)', { hasFullEvaluation: true }, [5, 10]],
  ])('with %s %j has programs for %j samples', (train, request, sizes) => {
    expect(sizesOf(jobOf(seen(train), request))).toEqual(sizes);
  });

  test('has programs without dead nodes', () => {
    const more = 'far = exp(w) * sum(x)\nparam v = 3\nexpect far ≈ 2';
    const plain = jobOf(seen('sgd(lr = 1)'));
    const [program] = jobOf(seen('sgd(lr = 1)', more)).programs;
    expect(program.program.codes).toEqual(plain.programs[0].program.codes);
    expect(program.params).toEqual([...plain.programs[0].params, -1]);
    const measured = jobOf(seen('sgd(lr = 1, batch = 4)', more), { steps: 1, hasFullEvaluation: true });
    expect(
      measured.programs.map(({ sampleCount, adjoints }) => [sampleCount, adjoints.map((node) => node >= 0)]),
    ).toEqual([
      [4, [true, false]],
      [10, [false, false]],
    ]);
  });

  test('continues from the optimizer state, except of resized params', () => {
    const snapshot = evaluated(
      'param w = [1, 2]\nparam v = 1\nloss L = sum(w) * v\ntrain sgd(lr = 0.1, momentum = 0.9)',
    );
    const state = (size: number): OptimizerState => ({ steps: 4, stateBuffers: [new Float64Array(size).fill(3)] });
    const states = new Map([
      ['w', state(3)],
      ['v', state(1)],
      ['gone', state(1)],
    ]);
    expect(createTrainingJob(snapshot, { states })).toMatchObject({ states: [undefined, state(1)] });
  });
});

describe('a const in a mini-batch', () => {
  const standardized = `data X = [[1, 2], [3, 4], [5, 7], [-1, 0], [2, 2]]
data y = [1, 0, 1, 1, 0]
const Z = (X - mean(X, axis = 0)) / std(X, axis = 0)
const n = size(X, 0)
param w = [0.5, -0.25]
loss L = sum((Z @ w - y)^2) / size(Z, 0) + 0.1 * sum(w^2) / n
train sgd(lr = 0.1, batch = 2, epochs = 3, seed = 4)`;

  test('has the value over all samples, also if it is a size, and gives the rows of the batch', () => {
    const job = jobOf(standardized);
    expect(job.data.map(({ length }) => length)).toEqual([10, 5, 10]);
    // The same steps in NumPy's terms, with the batches that the job reports.
    const rows = [1, 2, 3, 4, 5, 7, -1, 0, 2, 2];
    const column = (index: number) => rows.filter((_, i) => i % 2 === index);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
    const standardize = (values: number[]) => {
      const deviation = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
      return values.map((value) => (value - mean(values)) / deviation);
    };
    const [first, second] = [standardize(column(0)), standardize(column(1))];
    const y = [1, 0, 1, 1, 0];
    const w = [0.5, -0.25];
    const batches = new Batches(5, job.batchOrder);
    for (let step = 0; step < job.steps; step++) {
      const { indices, start, length } = batches.at(step);
      const gradient = [0, 0];
      for (const sample of indices.slice(start, start + length)) {
        const residual = first[sample] * w[0] + second[sample] * w[1] - y[sample];
        gradient[0] += (2 * residual * first[sample]) / length;
        gradient[1] += (2 * residual * second[sample]) / length;
      }
      for (const i of [0, 1]) w[i] -= 0.1 * (gradient[i] + (0.2 * w[i]) / 5);
    }
    const trained = runSteps(job).params[0];
    for (const i of [0, 1]) expect(trained[i]).toBeCloseTo(w[i], 14);
  });

  test('does not reach the decision surface, whose points are no samples', () => {
    const snapshot = evaluated(standardized);
    expect(isTrainable(snapshot) && outputPlotOf(snapshot)).toEqual({
      refusal: 'No decision surface: the model can only be evaluated on its own samples.',
    });
  });
});

describe('training steps', () => {
  test('equal those in the lenses over all samples', () => {
    for (const text of [net('adamw(lr = 0.1)'), seen('rmsprop(lr = 0.1)')]) {
      const snapshot = evaluated(text);
      const expected = [...updatesOf(snapshot).values()].map(({ to }) => to);
      expect(runSteps(jobOf(text)).params).toEqual(expected);
    }
  });

  test('use each training sample once per epoch, and held-out samples never', () => {
    const progress = progressOf(
      jobOf(seen('sgd(lr = 1e-9, batch = 4, epochs = 2, holdout = 0.1)'), { hasFullEvaluation: true }),
    );
    expect(progress.map(({ epoch, endsEpoch }) => [epoch, endsEpoch])).toEqual([
      [1, false],
      [1, false],
      [1, true],
      [2, false],
      [2, false],
      [2, true],
    ]);
    const masks = progress.map(({ loss }) => Math.round(loss));
    expect(masks[0] + masks[1] + masks[2] + Math.round(progress[2].heldOut!)).toBe(1023);
    expect(masks[3] + masks[4] + masks[5] + Math.round(progress[5].heldOut!)).toBe(1023);
    expect(masks.slice(3)).not.toEqual(masks.slice(0, 3));
  });

  test('update random params and params of layers, over computed samples', () => {
    const text = net('adam(lr = 0.05, batch = 2, epochs = 60)').replace(
      'data y = [1, 0, 1, 1, 0]',
      'data y = X[:, 0] > 1.5',
    );
    const { params } = evaluated(text).model;
    expect(params.map(({ name }) => name)).toEqual(['h.W', 'h.b', 'out.W', 'out.b']);
    const job = jobOf(text);
    expect(sizesOf(job)).toEqual([1, 2]);
    const losses = progressOf(job).map(({ loss }) => loss);
    expect(losses).toHaveLength(180);
    expect(Math.max(...losses.slice(-3))).toBeLessThan(0.1);
    expect(Math.min(...losses.slice(0, 3))).toBeGreaterThan(0.2);
  });

  test('use a learning rate that depends on the params', () => {
    const run = runSteps(jobOf('param x = 4\nloss L = x\ntrain sgd(lr = x / 8)', { steps: 2 }));
    expect(run.params).toEqual([Float64Array.of(3.0625)]);
  });
});

test('each step drops different units, reproducibly', () => {
  const text = 'param w = [1, 1, 1, 1, 1, 1, 1, 1]\nloss L = sum(dropout(w))\ntrain sgd(lr = 0.5)';
  const trainedNames = (startStep: number): string => {
    const [moved] = runSteps(jobOf(text, { steps: 1, startStep })).params;
    return Array.from(moved, (value) => (value === 1 ? '-' : '+')).join('');
  };
  const masks = [0, 1, 2, 3].map(trainedNames);
  expect(new Set(masks).size).toBe(4);
  expect([0, 1, 2, 3].map(trainedNames)).toEqual(masks);
  expect(masks.join('')).toMatch(/\+.*-/);
});

test('constants are computed over all samples', () => {
  const text = `data x = [1, 2, 3, 6]
const centre = mean(x)
param w = 0
loss L = mean(w * x - centre)
train sgd(lr = 1, batch = 1)`;
  const losses = progressOf(jobOf(text, { steps: 1 })).map(({ loss }) => loss);
  expect(losses).toEqual([-3]);
});

test('learned params are named by param and exclude literal params', () => {
  const text = 'param w = [[1, 2]]\nparam V[2, 3] ~ normal(0, 1)\nloss L = sum(w @ V)\ntrain adam(lr = 0.1)';
  const { model } = evaluated(text);
  const run = runSteps(jobOf(text, { steps: 2 }));
  const outcome = learnedParamsOf(model, run.params);
  expect(outcome).toEqual(new Map([['V', { shape: [2, 3], values: run.params[1] }]]));
  expect([...optimizerStatesOf(model, run.states).keys()]).toEqual(['w', 'V']);
  expect(analyze(text, 0, { files: noFiles, learnedParams: outcome }).problems).toEqual([]);
});

describe('a training job', () => {
  test.each([
    ['param x = 1', 'No step taken: there is no loss to minimize. Add one, for example: loss L = (target - f)^2'],
    ['param x = 1\nloss L = 3', 'No step taken: the loss does not depend on any param, so there is nothing to train.'],
    ['param x = 1\nloss L = x\ny = zz', "No step taken: line 3 has an error: 'zz' is not defined."],
    [
      'param x = 1\nloss L = x\ntrain sgd(lr = -1)',
      "No step taken: line 3 has an error: 'lr' must be a positive number, not −1.",
    ],
  ])('is refused for %j', (text, refusal) => {
    expect(createTrainingJob(evaluatedIfPossible(text))).toEqual({ refusal });
  });

  test('is refused if a literal has as many rows as the data', () => {
    const text = (batch: number) => `data x = [1, 2, 3, 4, 5]
param w = 1
const noise = [1, 0, 1, 0, 1]
loss L = sum(w * x * noise)
train sgd(lr = 0.1, batch = ${batch}, epochs = 1)`;
    const misfit = (where: string, samples: number) => ({
      refusal: `No step taken: line 4 has an error: ${where}, [${samples}] and [5] don't broadcast: ${samples} ≠ 5 on the last axis.`,
    });
    expect(createTrainingJob(evaluated(text(2)))).toEqual(misfit('in a mini-batch of 2 samples', 2));
    expect(createTrainingJob(evaluated(text(3)))).toEqual(misfit('in a mini-batch of 3 samples', 3));
    expect(createTrainingJob(evaluated(text(1)))).toEqual(misfit('in mini-batches', 2));
    expect(createTrainingJob(evaluated(text(5)))).not.toHaveProperty('refusal');
  });

  test('is refused if a batch would change a sample', () => {
    const text = 'data x = [[1], [2], [3]]\ndata k = x @ x.T\nparam w = 1\nloss L = w * sum(k)\ntrain sgd(batch = 2)';
    expect(createTrainingJob(evaluated(text))).toEqual({
      refusal:
        'No step taken: line 2 has an error: in a mini-batch of 2 samples, one sample of k has shape [2] instead of [3].',
    });
  });

  test('is refused if a param has the number of samples in its shape', () => {
    const text = 'data x = [1, 2, 3]\nparam w[size(x, 0)] ~ zeros()\nloss L = sum(x * w)\ntrain sgd(batch = 2)';
    expect(createTrainingJob(evaluated(text))).toEqual({
      refusal:
        "No step taken: line 2 has an error: in a mini-batch of 2 samples, the param w has shape [2] instead of [3]; it can't have the number of samples in its shape.",
    });
  });

  test('ignores problems in nodes that the objective does not need', () => {
    const more = 'wrong = x - [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\nexpect x ≈ [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]';
    expect(jobOf(seen('sgd(lr = 1, batch = 4, epochs = 1)', more)).steps).toBe(3);
  });
});

test('the axes of a decision surface are named after the columns of the file, else after the data', () => {
  const axesOf = (data: string, csv = '') => {
    const snapshot = evaluated(
      `${data}\nparam w = [1, 2]\np = sigmoid(X @ w)\nloss L = bce(p, y)\n`,
      filesOf({ 'cats.csv': csv }),
    );
    const surface = isTrainable(snapshot) && outputPlotOf(snapshot);
    return surface && !isRefusal(surface) && surface.kind === 'plane' ? [surface.x.name, surface.y.name] : surface;
  };
  const columns =
    'data X = csv("cats.csv", columns = ["length", "weight"])\ndata y = csv("cats.csv", columns = ["old"])';
  expect(axesOf(columns, 'length,weight,old\n46,4,0\n48,5,1\n')).toEqual(['length', 'weight']);
  expect(axesOf('data X = [[46, 4], [48, 5]]\ndata y = [0, 1]')).toEqual(['X[:, 0]', 'X[:, 1]']);
});
