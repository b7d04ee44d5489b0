/**
 * Prints the bytes that a training step allocates on the heap, for each optimizer and precision, as JSON. To be run with
 * `--expose-gc`.
 */

import { precisions } from '../../../server/src/engine/ir/precision.ts';
import { optimizers } from '../../../server/src/engine/training/optimizers.ts';
import type { TrainingJob } from '../../../server/src/engine/training/trainingJob.ts';
import { TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import { createTrainingJob } from '../../../server/src/training/createTrainingJob.ts';
import { evaluated } from '../models/evaluated.ts';

/** A network with many samples. */
const network = `
data X = linspace(-1, 1, count = 30000)
y = square(X)
h = tanh(reshape(X, [-1, 1]) @ W)
error = h @ v - y
loss L = dot(error, error) / size(X, 0)
`;
const params = `
param W[1, 4] ~ normal()
param v[4] ~ normal()
`;

/** The steps that are measured at a time, fewer than in an epoch. */
const steps = 2000;
const mostRounds = 50;
/** Bytes per step: less than any object takes. */
const nothing = 4;

const allocations: [optimizer: string, precision: string, bytes: number][] = [];
for (const { name } of optimizers)
  for (const precision of precisions) allocations.push([name, precision, allocatedBytes(name, precision)]);
console.log(JSON.stringify(allocations));

/** The compiler runs in parallel and allocates at times, so only the smallest of several rounds counts. */
function allocatedBytes(optimizer: string, precision: string): number {
  const text = `${params}${network}train ${optimizer}(batch = 4, precision = "${precision}")`;
  const job = createTrainingJob(evaluated(text), { steps: Number.MAX_SAFE_INTEGER }) as TrainingJob;
  const run = new TrainingRun(job);
  run.takeSteps(20_000);
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostRounds && least >= nothing; round++) {
    globalThis.gc!();
    const before = process.memoryUsage().heapUsed;
    run.takeSteps(steps);
    least = Math.min(least, (process.memoryUsage().heapUsed - before) / steps);
  }
  return least;
}
