/** A training session in the worker: large values are read in slices before they are shown. */

import { expect, test, vi } from 'vitest';
import type { EngineReply, EngineReport } from '../../../server/src/engine/engineMessages.ts';
import type { SessionState } from '../../../server/src/engine/training/session/sessionCommands.ts';
import { Evaluator } from '../../../server/src/evaluation/evaluator.ts';
import { SessionClient } from '../../../server/src/features/training/sessionClient.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { isTrainable } from '../../../server/src/snapshot/training/trainable.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';
import { createSessionJob } from '../../../server/src/training/sessionSetup.ts';
import { evaluated } from '../../support/models/evaluated.ts';

test('the values of a large model are shown once they have been read in slices', async () => {
  const snapshot = evaluated('param w[300, 500] ~ normal()\nloss l = sum(w ^ 2)\ntrain sgd(lr = 0.1)');
  if (!isTrainable(snapshot)) throw new Error('The model cannot be trained.');
  const job = createSessionJob(snapshot, { steps: 1 });
  if (isRefusal(job)) throw new Error(job.refusal);
  let report: (state: EngineReply | EngineReport) => void = () => undefined;
  const evaluator = new Evaluator(({ onReply }) => {
    report = onReply;
    return { post: () => undefined, terminate: () => undefined, endWhenIdle: () => undefined };
  });
  const shown: SessionState[] = [];
  const events = { onState: (state: SessionState) => shown.push(state), onLost: () => undefined };
  const session = new SessionClient(evaluator, snapshot, job, events);
  const { data, starts } = snapshot.evaluation.values;
  const values = { data: data.slice(), starts };

  report({ kind: 'state', requestId: 1, state: stateWith(values) });
  expect(shown).toEqual([]);
  await vi.waitFor(() => expect(shown).toHaveLength(1), { timeout: 60_000 });
  expect(session.values).toBe(values);
  const subarray = vi.spyOn(values.data, 'subarray');
  expect(withValues(snapshot, values).evaluation.values).toBe(values);
  expect(subarray.mock.calls.filter(([start, end]) => end! - start! > 1)).toEqual([]);
  evaluator.dispose();
});

function stateWith(values: SessionState['values']): SessionState {
  const empty = { isComplete: true, points: [] };
  return {
    isRunning: true,
    step: 1,
    shownStep: 1,
    epoch: 1,
    stepsPerEpoch: 1,
    stepsPerSecond: undefined,
    loss: undefined,
    heldOutLoss: undefined,
    pauseReason: undefined,
    trainingCurve: empty,
    heldOutCurve: empty,
    scalarCurve: empty,
    values,
    surface: undefined,
    confusion: undefined,
    runState: undefined,
    elapsed: 0,
  };
}
