/** The example `microgpt.bp`: all of its 1,000 steps have the losses of PyTorch. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { nodeAt, sampleCountOf } from '../../server/src/language/lowering/model.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { readAndEvaluate, readSnapshot } from '../../server/src/node/bp/command.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
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

test('microgpt has a context of 16, and a program of 64 names in an editor', async () => {
  const read = await readSnapshot(join(examples, 'microgpt.bp'));
  const context = { ...read.context, isLive: true };
  const { model, names } = analyze(read.text, 0, context);
  expect(model.program.shape(nodeAt(model.statementNodes, names.definitions.get('logits')!.id)!)).toEqual([64, 16, 27]);
  expect(sampleCountOf(model)).toBe(1000);
  // Each takes part in the time of a key.
  expect(model.program.elementCount).toBeLessThan(2_600_000);
});
