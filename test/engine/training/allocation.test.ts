/** A training step allocates nothing on the heap. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { precisions } from '../../../server/src/engine/ir/precision.ts';
import { optimizers } from '../../../server/src/engine/training/optimizers.ts';
import type { TrainingJob } from '../../../server/src/engine/training/trainingJob.ts';
import { TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import { createTrainingJob } from '../../../server/src/training/createTrainingJob.ts';
import { evaluated } from '../../support/models/evaluated.ts';

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

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test.each(optimizers.flatMap(({ name }) => precisions.map((precision) => [name, precision] as const)))(
  'a step of %s in %s allocates nothing',
  (optimizer, precision) => {
    const text = `${params}${network}train ${optimizer}(batch = 4, precision = "${precision}")`;
    const job = createTrainingJob(evaluated(text), { steps: Number.MAX_SAFE_INTEGER }) as TrainingJob;
    const run = new TrainingRun(job);
    run.takeSteps(20_000);
    const allocatedBytes = () => {
      collectGarbage();
      const before = process.memoryUsage().heapUsed;
      run.takeSteps(steps);
      return (process.memoryUsage().heapUsed - before) / steps;
    };
    // The compiler runs in parallel and allocates at times, so only the smallest of several rounds counts.
    let least = allocatedBytes();
    for (let round = 1; round < mostRounds && least >= nothing; round++) least = Math.min(least, allocatedBytes());
    expect(least).toBeLessThan(nothing);
  },
);
