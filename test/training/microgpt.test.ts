/** The example `microgpt.bp`: all of its 1,000 steps have the losses of PyTorch. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { readAndEvaluate } from '../../server/src/node/bp/command.ts';
import { noProgress } from '../../server/src/snapshot/training/trainingProgress.ts';
import { createTrainingJob, requestFrom } from '../../server/src/training/createTrainingJob.ts';

/** The loss of each step before its update, by an implementation in PyTorch with float64. */
const losses: readonly number[] = JSON.parse(readFileSync(new URL('microgptLosses.json', import.meta.url), 'utf8'));

test('microgpt takes the steps of PyTorch', async () => {
  const snapshot = await readAndEvaluate(join(examples, 'microgpt.bp'));
  expect(snapshot.text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  const job = createTrainingJob(snapshot, requestFrom(noProgress));
  if (isRefusal(job)) throw new Error(job.refusal);
  const taken = [...new TrainingRun(job).steps()].flatMap((progress) => progress ?? []);
  expect(taken.map(({ step }) => step)).toEqual(losses.map((_, index) => index + 1));
  const differing = taken.filter(({ loss }, index) => !(Math.abs(loss / losses[index]! - 1) <= 1e-10));
  expect(differing).toEqual([]);
});
