/** Conditions that end a run at the end of an epoch. */

import { describe, expect, test } from 'vitest';
import { wasmKernels } from '../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { EngineSession } from '../../server/src/engine/training/session/engineSession.ts';
import type { PauseReason } from '../../server/src/engine/training/session/sessionCommands.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { createTrainingJob } from '../../server/src/training/createTrainingJob.ts';
import { createSessionJob } from '../../server/src/training/sessionSetup.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { pollCommand } from '../support/training/manualSession.ts';

/** Each step multiplies the distance from 1 by 0.8. */
const descent = (train: string): string => `param w = 0\nloss L = (w - 1)^2\ntrain sgd(lr = 0.1, ${train})\n`;

/** Each step moves w by 1, whatever its samples. */
const samples = (train: string): string =>
  `data x = [1, 1, 1, 1, 7]\nparam w = 0\nloss L = -w + 0 * sum(x)\ntotal = w + mean(x)\ntrain sgd(lr = 1, shuffle = 0, ${train})\n`;

/** The steps after which the condition holds, of those until the run ends. */
function stepsWithCondition(text: string, kernels: ConstructorParameters<typeof TrainingRun>[1] = null): number[] {
  const job = createTrainingJob(evaluated(text), { hasFullEvaluation: true });
  if (isRefusal(job)) throw new Error(job.refusal);
  const steps = new TrainingRun(job, kernels).steps();
  const found: number[] = [];
  for (let next = steps.next(); !next.done; next = steps.next()) {
    if (next.value?.meetsCondition) found.push(next.value.step);
  }
  return found;
}

describe.each([
  ['in TypeScript', null],
  ['in WebAssembly', wasmKernels()],
])('%s', (_, kernels) => {
  test.each([
    // 0.64^15 is 0.00124, and 0.64^16 0.00079.
    ['the loss after a step', descent('epochs = 18, until = L < 1e-3'), [16, 17, 18]],
    ['a condition that never holds', descent('epochs = 5, until = L < 0'), []],
    ['any number but 0', descent('epochs = 3, until = w'), [1, 2, 3]],
    ['counters of the next step', descent('epochs = 3, until = step >= 2'), [2, 3]],
    // The mean of all samples is 2.2, that of a batch 1 or 4.
    ['all samples at the end of an epoch', samples('batch = 2, epochs = 4, until = total >= 8.2'), [6, 9, 12]],
    [
      'training samples alone',
      samples('batch = 5, holdout = 0.2, seed = 4, epochs = 2, until = mean(x) != 2.2'),
      [1, 2],
    ],
  ])('is checked over %s', (_, text, steps) => {
    expect(stepsWithCondition(text, kernels)).toEqual(steps);
  });
});

test('a run without epochs ends after 10,000 steps', () => {
  const job = createTrainingJob(evaluated(descent('until = L < 1e-3')), { hasFullEvaluation: true });
  expect(job).toMatchObject({ steps: 10_000 });
  expect(createTrainingJob(evaluated(descent('until = L < 1e-3, epochs = 3')))).toMatchObject({ steps: 3 });
});

test('a session pauses, and takes another epoch when it is told to run', () => {
  const job = createSessionJob(evaluated(descent('epochs = 100, until = L < 1e-3')), {});
  if (isRefusal(job)) throw new Error(job.refusal);
  const session = new EngineSession(job, () => 0);
  const runUntil = (until: number): { step: number; pauseReason: PauseReason | undefined } => {
    session.handle({ kind: 'run', until });
    for (const _ of session.work());
    session.handle({ ...pollCommand, isFull: true, includesRunState: false });
    for (const state of session.work()) if (state) return state;
    throw new Error('no state');
  };
  expect(runUntil(100)).toMatchObject({ step: 16, pauseReason: { kind: 'condition', step: 16 } });
  expect(runUntil(100)).toMatchObject({ step: 17, pauseReason: { kind: 'condition', step: 17 } });
});

test.each([
  ['until = [1, 2]', 'not-scalar'],
  ['until = "L"', 'misplaced-string'],
  ['until = M < 1', 'undefined-name'],
])('%s has a problem', (given, code) => {
  expect(evaluated(descent(given)).problems).toMatchObject([{ code }]);
});
