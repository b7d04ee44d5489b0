/** Consts in the bodies of functions while training: statistics of the training samples, in no mini-batch another value. Judged by NumPy. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Mode } from '../../server/src/engine/ir/mode.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { Batches } from '../../server/src/engine/training/batches.ts';
import { SurfaceEvaluator } from '../../server/src/engine/training/session/surfaceEvaluator.ts';
import type { TrainingJob } from '../../server/src/engine/training/trainingJob.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { analyze, firstErrorOf } from '../../server/src/snapshot/snapshot.ts';
import { isTrainable } from '../../server/src/snapshot/training/trainable.ts';
import { createTrainingJob, type TrainingRequest } from '../../server/src/training/createTrainingJob.ts';
import { outputPlotOf } from '../../server/src/training/outputPlot.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const X = Array.from({ length: 7 }, (_, i) => [Math.sin(i * 3 + 1) * 2, i / 3 - 0.5]);
const y = [0.5, -1, 2, 0.25, 1.5, -0.75, 3];

const files = filesOf({
  'layers.bp': 'const two = 2\nfn shifted(x) {\n  const m = mean(x, axis = 0)\n  return two * (x - m)\n}',
});

const centered = 'fn centered(x) {\n  const m = mean(x, axis = 0)\n  return x - m\n}';

interface Case {
  readonly name: string;
  readonly text: string;
  /** The residuals and a penalty in NumPy: `T` are the training samples, `R` those of a batch or the held-out ones. */
  readonly loss: string;
}

const cases: readonly Case[] = [
  {
    name: 'a statistic in one call',
    text: `${centered}\nloss L = mse(centered(X) @ w, y)`,
    loss: 'mse((X - X[T].mean(0))[R] @ w, y[R])',
  },
  {
    name: 'statistics of two calls with other data',
    text: `${centered}\nloss L = mse(centered(X) @ w + centered(X^2) @ w, centered(y))`,
    loss: 'mse((X - X[T].mean(0) + X**2 - (X**2)[T].mean(0))[R] @ w, (y - y[T].mean())[R])',
  },
  {
    name: 'nested calls',
    text: `${centered}\nfn outer(x) {\n  a = centered(x) * 2\n  const s = sqrt(mean(x^2, axis = 0))\n  return centered(a^2) / s\n}
loss L = mse(outer(X) @ w, y)`,
    loss: 'mse(((4 * (X - X[T].mean(0))**2 - (4 * (X - X[T].mean(0))**2)[T].mean(0)) / np.sqrt((X[T]**2).mean(0)))[R] @ w, y[R])',
  },
  {
    name: 'a call of an imported function',
    text: 'import "layers.bp"\nloss L = mse(shifted(X) @ w, y)',
    loss: 'mse(2 * (X - X[T].mean(0))[R] @ w, y[R])',
  },
  {
    name: 'consts of consts, in the body and in the file',
    text: `const half = 0.5 * mean(X)
fn standardized(x) {
  const m = mean(x, axis = 0) + half
  const c = x - m
  const s = sqrt(mean(c^2, axis = 0))
  return c / s
}
loss L = mse(standardized(X) @ w, y)`,
    loss: 'mse(((X - M) / np.sqrt(((X - M)[T]**2).mean(0)))[R] @ w, y[R])',
  },
  {
    name: 'a const with a row for each sample',
    text: `fn z(x) {\n  const z = (x - mean(x, axis = 0)) / std(x, axis = 0)\n  return z\n}\nloss L = mse(z(X) @ w, y)`,
    loss: 'mse(((X - X[T].mean(0)) / X[T].std(0))[R] @ w, y[R])',
  },
  {
    name: 'a const with rows that mix the samples',
    text: `fn summed(x) {\n  const c = cumsum(x, axis = 0)\n  return c\n}\nloss L = mse(summed(X) @ w, y)`,
    loss: 'mse(C[R] @ w, y[R])',
  },
  {
    name: 'a size',
    text: `fn penalty(x, w) {\n  const n = size(x, 0)\n  return sum(w^2) / n\n}\nloss L = mse(X @ w, y) + penalty(X, w)`,
    loss: 'mse(X[R] @ w, y[R], (w**2).sum() / 7, 2 * w / 7)',
  },
  {
    name: 'a size of a node that depends on a param',
    text: `fn penalty(x, w) {\n  const n = size(x, 0)\n  return sum(w^2) / n\n}\nout = X @ w\nloss L = mse(out, y) + penalty(out, w)`,
    loss: 'mse(X[R] @ w, y[R], (w**2).sum() / 7, 2 * w / 7)',
  },
  {
    name: 'data through a node',
    text: `${centered}\nh = X * 2\nloss L = mse(centered(h) @ w, y)`,
    loss: 'mse(2 * (X - X[T].mean(0))[R] @ w, y[R])',
  },
  {
    name: 'data through a const and data of the file',
    text: `${centered}\nconst Z = centered(X)\ndata D = centered(X * 3)\nloss L = mse((Z + D) @ w, y)`,
    loss: 'mse(4 * (X - X[T].mean(0))[R] @ w, y[R])',
  },
  {
    name: 'data of the file that the body names',
    text: `fn scaled(x) {\n  const s = max(abs(X), axis = 0)\n  return x / s\n}\nloss L = mse(scaled(X) @ w, y)`,
    loss: 'mse((X / np.abs(X[T]).max(0))[R] @ w, y[R])',
  },
  {
    name: 'a model with modes',
    text: `${centered}\nout = centered(X) @ w\nloss L = mse(dropout(out, rate = 0), y)`,
    loss: 'mse((X - X[T].mean(0))[R] @ w, y[R])',
  },
  {
    name: 'an argument as it is, and a default',
    text: `fn scaled(x, by = 3) {\n  const rows = x\n  const k = mean(rows) + by\n  return rows / k\n}\nh = cumsum(X, axis = 0)\nloss L = mse(scaled(h) @ w, y)`,
    loss: 'mse((C / (C[T].mean() + 3))[R] @ w, y[R])',
  },
];

const schedules = ['holdout = 0.4', 'batch = 3', 'batch = 1', 'batch = 3, holdout = 0.4', 'batch = 2, holdout = 0.2'];

const model = (
  text: string,
  schedule: string,
  w: readonly number[] = [0.5, -0.25],
): string => `data X = ${JSON.stringify(X)}
data y = ${JSON.stringify(y)}
param w = ${JSON.stringify(w)}
${text}
train sgd(lr = 0.05, epochs = 3, seed = 1, ${schedule})`;

interface Trained {
  readonly w: readonly number[];
  readonly losses: readonly number[];
  readonly heldOut: readonly number[];
}

function jobOf(source: string, request: TrainingRequest = {}, mode: Mode = 'training'): TrainingJob {
  const snapshot = evaluated(source, files, mode);
  expect(firstErrorOf(snapshot)).toBeUndefined();
  const job = createTrainingJob(snapshot, { hasFullEvaluation: true, ...request });
  if (isRefusal(job)) throw new Error(job.refusal);
  return job;
}

function trained(job: TrainingJob): Trained {
  const run = new TrainingRun(job);
  const losses: number[] = [];
  const heldOut: number[] = [];
  for (const progress of run.steps()) {
    if (!progress) continue;
    losses.push(progress.loss);
    if (progress.heldOut !== undefined) heldOut.push(progress.heldOut);
  }
  return { w: Array.from(run.params[0]), losses, heldOut };
}

/** The training of some losses, each in the order of the samples of its job, by NumPy. */
async function judged(runs: readonly { readonly loss: string; readonly job: TrainingJob }[]): Promise<Trained[]> {
  const sources = runs.map(({ loss, job }) => {
    const batches = new Batches(job.sampleCount, job.batchOrder);
    const steps = Array.from({ length: job.steps }, (_, step) => {
      const { indices, start, length } = batches.at(step);
      const endsEpoch = batches.endsEpoch(step) && batches.heldOutSamples.length > 0 ? 'True' : 'False';
      return `(${JSON.stringify([...indices.subarray(start, start + length)])}, ${endsEpoch})`;
    });
    const [T, held] = [batches.trainingSamples, batches.heldOutSamples].map(({ indices }) => [...indices]);
    return `train(lambda R, w, T, M, C: ${loss}, ${JSON.stringify(T)}, ${JSON.stringify(held)}, [${steps.join(', ')}])`;
  });
  return JSON.parse(
    await runPython(`import json
import numpy as np
X, y = np.array(${JSON.stringify(X)}), np.array(${JSON.stringify(y)})

def mse(out, target, penalty = 0, gradient = 0):
    return out, target, penalty, gradient

def train(loss, T, held, steps):
    M = X[T].mean(0) + 0.5 * X[T].mean()
    C = X.cumsum(0)
    C[T] = X[T].cumsum(0)
    def evaluate(R, w):
        out, target, penalty, gradient = loss(R, w, T, M, C)
        columns = [loss(R, e, T, M, C)[0] for e in np.eye(2)]
        residual = out - target
        return (residual**2).mean() + penalty, np.array([(2 * residual * c).mean() for c in columns]) + gradient
    w, losses, heldOut = np.array([0.5, -0.25]), [], []
    for R, ends in steps:
        value, gradient = evaluate(R, w)
        losses.append(value)
        w = w - 0.05 * gradient
        if ends:
            heldOut.append(evaluate(held, w)[0])
    return dict(w=w.tolist(), losses=losses, heldOut=heldOut)

print(json.dumps([${sources.join(',\n')}]))`),
  );
}

describe.runIf(isPytorchRequired)('a const in the body of a function', () => {
  beforeAll(() => runPython('import numpy'), 120_000);

  test.each(cases)('trains as NumPy does: $name', async ({ text, loss }) => {
    const jobs = schedules.map((schedule) => jobOf(model(text, schedule)));
    const expected = await judged(jobs.map((job) => ({ loss, job })));
    for (const [i, schedule] of schedules.entries()) {
      const actual = trained(jobs[i]);
      for (const key of ['losses', 'heldOut', 'w'] as const)
        expectClose([schedule, key], actual[key], expected[i][key]);
    }
  });

  test.each(schedules)('continues training as NumPy does: %s', async (schedule) => {
    const [{ text, loss }] = cases;
    const whole = jobOf(model(text, schedule));
    const first = new TrainingRun(jobOf(model(text, schedule), { steps: 2 }));
    first.takeSteps(2);
    const { params, states, order } = first.state;
    const second = jobOf(model(text, schedule, Array.from(params[0])), {
      startStep: 2,
      steps: whole.steps - 2,
      states: new Map(states[0] ? [['w', states[0]]] : []),
      order,
    });
    const [expected] = await judged([{ loss, job: whole }]);
    const { w } = trained(second);
    expectClose([schedule], w, expected.w);
    expect(w).toEqual(trained(whole).w);
  });

  test('has the statistics of its own call in lenses and expectations', async () => {
    const text = `${centered}\nh = centered(X)\nh2 = centered(2 * y)\nloss L = mse(h @ w, h2)
expect centered(X * 3) ≈ 3 * h\nexpect sum(centered(y)) ≈ 0 within 0.001`;
    const source = model(text, 'holdout = 0.4');
    const { trainingSamples } = new Batches(7, jobOf(source).batchOrder);
    const printed = await runPython(`import json, numpy as np
X, y, T = np.array(${JSON.stringify(X)}), np.array(${JSON.stringify(y)}), ${JSON.stringify([...trainingSamples.indices])}
print(json.dumps([X[T].mean(0).tolist(), [2 * y[T].mean()], [(y - y[T].mean()).sum()]]))`);
    const [first, second, sum]: readonly (readonly number[])[] = JSON.parse(printed);
    const { model: lowered, evaluation } = evaluated(source);
    const valuesAt = (node: number) => Array.from(elementsOf(lowered.program, evaluation.values, node));
    const consts = [...lowered.constsInCalls.values()].map(valuesAt);
    expect(consts).toHaveLength(2);
    expectClose(['first call'], consts[0], first);
    expectClose(['second call'], consts[1], second);
    expectClose(['expectation'], valuesAt(lowered.expectations[1].left), sum);
    expect(evaluation.verdicts.map(({ holds }) => holds)).toEqual([true, false]);
  });
});

function expectClose(labels: readonly string[], actual: readonly number[], expected: readonly number[]): void {
  expect([...labels, actual.length]).toEqual([...labels, expected.length]);
  for (const [index, value] of expected.entries()) {
    const error = Math.abs(actual[index] - value) / Math.max(1, Math.abs(value));
    expect([...labels, index, error < 1e-12 ? value : actual[index]]).toEqual([...labels, index, value]);
  }
}

test('the mode that numbers are shown in does not change training', () => {
  const dropped = `${centered}\nh = dropout(X, 0.5)\nloss L = mse((centered(h) + centered(X)) @ w, y)`;
  for (const text of [cases.find(({ name }) => name === 'a model with modes')!.text, dropped]) {
    const source = model(text, 'batch = 3, holdout = 0.4');
    expect(trained(jobOf(source, {}, 'evaluation'))).toEqual(trained(jobOf(source)));
  }
});

test.each(['dropout(X, 0.5)', 'batch_norm(X)'])(
  'a const that depends on %s, which changes with steps, is as a node',
  (h) => {
    const text = (kind: string) => `fn centered(x) {\n  ${kind}m = mean(x^2, axis = 0)\n  return x - m\n}
h = ${h}\nloss L = mse(centered(h) @ w, y)`;
    const [asConst, asNode] = ['const ', ''].map((kind) => trained(jobOf(model(text(kind), 'batch = 4'))));
    expect(asConst).toEqual(asNode);
  },
);

test('a const that depends on a param is refused', () => {
  const { problems } = evaluated(model(`${centered}\nloss L = mse(centered(X * w) @ w, y)`, 'batch = 3'));
  expect(problems.map(({ code }) => code)).toEqual(['depends-on-param']);
});

test('each edit in the body gives the model of an analysis from scratch', () => {
  const bodies = ['mean(x, axis = 0)', 'mean(x)', 'x - mean(x)', 'size(x, 0)', '0.5', 'max(x, axis = 0)'];
  let previous = analyze(model(`${centered}\nloss L = mse(centered(X) @ w, y)`, 'batch = 3, holdout = 0.4'));
  for (const schedule of ['batch = 3, holdout = 0.4', 'batch = 2', 'holdout = 0.4'])
    for (const body of bodies) {
      const text = model(
        `${centered.replace('mean(x, axis = 0)', body)}\nk = size(X, 0)\nloss L = mse(centered(X) @ w, y) + k`,
        schedule,
      );
      const next = analyze(text, 1, previous.context, previous);
      const fresh = analyze(text);
      expect(next.model.program.columns()).toEqual(fresh.model.program.columns());
      expect(next.model.constsInCalls).toEqual(fresh.model.constsInCalls);
      expect(next.model.trainingSampleStatistics).toEqual(fresh.model.trainingSampleStatistics);
      previous = next;
    }
});

describe('the decision surface', () => {
  const plane = (body: string, rows = X) => `data X = ${JSON.stringify(rows)}
data y = ${JSON.stringify(rows.map((_, i) => i % 2))}
fn f(x) {\n  ${body}\n}
param w = [1, -2]
out = f(X) @ w
loss L = bce_with_logits(out, y)
expect sum(f(X^2)) ≈ 0 within 1000
train sgd(batch = 3)`;
  const surfaceOf = (text: string) => {
    const snapshot = evaluated(text);
    if (!isTrainable(snapshot)) throw new Error('not trainable');
    return outputPlotOf(snapshot);
  };

  test.each([7, 48, 96])('has the statistics of %i samples, not of its points', (count) => {
    const samples = Array.from({ length: count }, (_, i) => [Math.sin(i * 3 + 1), Math.cos(i * i)]);
    const surface = surfaceOf(plane('const m = mean(x)\n  const z = (x - m) * 3\n  return z', samples));
    if (isRefusal(surface)) throw new Error(surface.refusal);
    const { job } = surface;
    const w = Float64Array.of(1, -2);
    const values = runToCompletion(new SurfaceEvaluator(job, [w]).values([w]));
    const mean = samples.flat().reduce((sum, x) => sum + x) / (2 * count);
    expect(values).toHaveLength(2304);
    for (const cell of [0, 47, 48, 2303]) {
      const [a, b] = job.data[0].subarray(2 * cell);
      expect(values[cell]).toBeCloseTo(3 * (a - mean) - 6 * (b - mean), 12);
    }
  });

  test('does not need the rows of a const that only others use', () => {
    const text = plane('const m = mean(x)\n  return x - m').replace('data y', 'const Z = X / max(X, axis = 0)\ndata y');
    const surface = surfaceOf(text);
    expect(isRefusal(surface) ? surface : surface.job.data.map(({ length }) => length)).toEqual([2 * 2304, 0]);
  });

  test('is refused for a const with a row for each sample', () => {
    expect(surfaceOf(plane('const z = x / std(x, axis = 0)\n  return z'))).toEqual({
      refusal: 'No decision surface: the model can only be evaluated on its own samples.',
    });
  });
});
