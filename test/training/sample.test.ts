/** Training on all samples while the editor shows the first of them. */

import { describe, expect, test } from 'vitest';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import type { TrainingJob } from '../../server/src/engine/training/trainingJob.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import type { EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { isTrainable } from '../../server/src/snapshot/training/trainable.ts';
import { createTrainingJob, trainedValuesOf } from '../../server/src/training/createTrainingJob.ts';
import { scalarCurvesOf } from '../../server/src/training/scalarCurves.ts';
import { createSessionSetup } from '../../server/src/training/sessionSetup.ts';
import { valuesOf } from '../support/models/evaluated.ts';
import { evaluatedLive, largeModel, largeModelScript, liveContext } from '../support/models/largeData.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const text = `${largeModel}train adam(lr = 0.01, batch = 100, shuffle = 0, epochs = 2)\n`;
const heldOutText = text.replace('shuffle', 'holdout = 0.75, shuffle');

function jobOf(snapshot: EvaluatedSnapshot): TrainingJob {
  const job = createTrainingJob(snapshot, { hasFullEvaluation: true });
  if (isRefusal(job)) throw new Error(job.refusal);
  return job;
}

function lossesOf(job: TrainingJob): readonly number[] {
  return [...new TrainingRun(job).steps()].flatMap((progress) => progress?.loss ?? []);
}

const sampled = evaluatedLive(text);
const all = evaluatedLive(text, { ...liveContext, isLive: false });

test('takes the steps of a model that is evaluated on all samples, bit for bit', () => {
  expect([sampled.model.sample?.count, all.model.sample]).toEqual([1024, undefined]);
  const losses = lossesOf(jobOf(sampled));
  expect(losses).toHaveLength(80);
  expect(losses).toEqual(lossesOf(jobOf(all)));
});

test('does so with held-out samples', () => {
  const job = jobOf(evaluatedLive(heldOutText));
  expect(lossesOf(job)).toEqual(lossesOf(jobOf(evaluatedLive(heldOutText, { ...liveContext, isLive: false }))));
});

test.runIf(isPytorchRequired)('takes the steps of PyTorch', async () => {
  const params = trainedValuesOf(sampled).map((values) => [...values]);
  const printed = await runPython(`${largeModelScript(params)}
optimizer = torch.optim.Adam(params, lr=0.01)
losses = []
for step in range(80):
    optimizer.zero_grad()
    loss = model(slice(step % 40 * 100, step % 40 * 100 + 100))
    loss.backward()
    losses.append(loss.item())
    optimizer.step()
print(json.dumps(losses))`);
  const theirs = JSON.parse(printed) as number[];
  for (const [step, loss] of lossesOf(jobOf(sampled)).entries())
    expect(Math.abs(loss / theirs[step] - 1)).toBeLessThanOrEqual(1e-10);
});

describe('what is computed after steps', () => {
  const context = { ...liveContext, isLive: false };
  const wideText = heldOutText.replaceAll('256', '4096');
  const wide = evaluatedLive(wideText, context);

  test('is the loss over all training samples if their values fit into memory', () => {
    const run = new TrainingRun(jobOf(sampled));
    expect(runToCompletion(run.trainingLoss())).toBe(runToCompletion(new TrainingRun(jobOf(all)).trainingLoss()));
  });

  test('is else the loss over the first of them, of which the first of all are a sample', () => {
    expect(wide.model.sample?.count).toBe(512);
    const { programs, evaluatedCount } = jobOf(wide);
    expect([evaluatedCount, ...programs.map(({ sampleCount }) => sampleCount)]).toEqual([512, 100, 512]);
    const withoutHeldOut = evaluatedLive(text.replaceAll('256', '4096'), context);
    const run = new TrainingRun(jobOf(withoutHeldOut));
    expect(runToCompletion(run.trainingLoss())).toBe(valuesOf(withoutHeldOut, 'L')![0]);
  });

  test('are curves over as many training samples and held-out ones', () => {
    const wide = evaluatedLive(wideText.replace('size(h, 0)', 'mean(h^2)'), context);
    if (!isTrainable(wide)) throw new Error('not trainable');
    const { training, heldOut, sampleCount } = scalarCurvesOf(wide)!.job;
    expect([training.indices.length, heldOut?.indices.length, sampleCount]).toEqual([512, 512, 4000]);
  });

  test('is no confusion matrix if the values of all samples do not fit, and the session says so', () => {
    const classes = text
      .replace(/loss L = .*/, 'loss L = bce_with_logits(h @ v, c)')
      .replace('param W', 'data c = y\nparam W');
    const matrixOf = (snapshot: EvaluatedSnapshot) => {
      const setup = createSessionSetup(snapshot, {});
      return isRefusal(setup) ? setup : setup.confusion;
    };
    expect(matrixOf(evaluatedLive(classes.replaceAll('256', '4096'), context))).toEqual({
      refusal: 'No confusion matrix: the values of all samples need too much memory.',
    });
  });

  test('reads the data of the model without copying it', () => {
    const { fullModel, inputs } = sampled.model.sample!;
    const valuesAt = (name: string) =>
      inputs.get(fullModel.statementNodes[sampled.names.definitions.get(name)!.id])?.values;
    for (const [i, name] of ['X', 'y', 'Z'].entries()) expect(jobOf(sampled).data[i]).toBe(valuesAt(name));
  });
});

test('a step over all samples at once is refused if their values do not fit into memory', () => {
  const wide = text.replaceAll('256', '4096');
  const snapshot = evaluatedLive(wide, { ...liveContext, isLive: false });
  expect(snapshot.model.sample).toBeDefined();
  expect(createTrainingJob(snapshot, { batch: null, steps: 1 })).toMatchObject({
    refusal: expect.stringMatching(/33,554,432/),
  });
});
