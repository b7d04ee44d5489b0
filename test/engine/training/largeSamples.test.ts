/** Samples that are too many to be copied into WebAssembly's memory: a step copies its own, with the same results. */

import { expect, test } from 'vitest';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import type { TrainingJob } from '../../../server/src/engine/training/trainingJob.ts';
import { TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { createTrainingJob } from '../../../server/src/training/createTrainingJob.ts';
import { evaluated } from '../../support/models/evaluated.ts';

const [rows, width] = [64, 5];

function jobOf(train: string): TrainingJob {
  const samples = JSON.stringify(
    Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, i) => Math.sin(row * width + i))),
  );
  const snapshot = evaluated(`data X = ${samples}
data y = [${Array.from({ length: rows }, (_, row) => Math.cos(row)).join(', ')}]
param w[${width}] ~ normal()
loss L = mean((tanh(X @ w) - y)^2)
train ${train}`);
  const job = createTrainingJob(snapshot, { hasFullEvaluation: true, steps: 20 });
  if (isRefusal(job)) throw new Error(job.refusal);
  return job;
}

/** The job with so many more samples, which no step reads, that they stay outside. */
function withManySamples(job: TrainingJob): TrainingJob {
  const unread = new Float64Array(1 << 22);
  return { ...job, data: [...job.data, unread], programs: job.programs.map((p) => ({ ...p, data: [...p.data, -1] })) };
}

test.each([
  'adam(lr = 0.1, batch = 7, holdout = 0.25)',
  'sgd(lr = 0.1, batch = 16, shuffle = 0)',
  'sgd(lr = 0.1)',
  'adam(lr = 0.1, batch = 7, precision = "f32")',
])('%s takes the same steps', (train) => {
  const job = jobOf(train);
  const [inside, outside] = [job, withManySamples(job)].map((each) => {
    const run = new TrainingRun(each, wasmKernels());
    const progress = [...run.steps()].flatMap((step) => step ?? []);
    return { progress, params: run.params, loss: runToCompletion(run.trainingLoss()) };
  });
  expect(inside.progress).toHaveLength(20);
  expect(outside).toEqual(inside);
});
