/** The notice of a session that paused by itself. */

import { expect, test } from 'vitest';
import { maxOpenSteps, type PauseReason } from '../../../server/src/engine/training/session/sessionCommands.ts';
import { noticeOf } from '../../../server/src/features/training/panelUpdate.ts';
import type { TrainableSnapshot } from '../../../server/src/snapshot/training/trainable.ts';
import { evaluated } from '../../support/models/evaluated.ts';

test.each<[PauseReason, string]>([
  [
    { kind: 'condition', step: 12 },
    "Paused at step 12: the condition of 'until' holds. Press Run to continue for an epoch.",
  ],
  [{ kind: 'plateau', step: 84 }, 'Paused at step 84: L has plateaued. Press Run to continue.'],
  [
    { kind: 'stepLimit', step: maxOpenSteps },
    "Paused at step 10,000: without 'epochs', a run takes at most 10,000 steps. Press Run to continue.",
  ],
  [
    { kind: 'nonFiniteLoss', step: 3, value: Number.POSITIVE_INFINITY },
    'Paused: L was infinite at step 3. Go back to an earlier step, or set a smaller lr and reset.',
  ],
  [
    { kind: 'nonFiniteParam', step: 3, param: 0, value: Number.POSITIVE_INFINITY },
    'Paused: x would overflow at step 3, so the step was not taken. Set a smaller lr.',
  ],
])('says why, and what to do: $kind', (reason, notice) => {
  const snapshot = evaluated('param x = 2\nloss L = x^2\ntrain sgd(lr = 0.1)\n');
  expect(noticeOf(reason, snapshot as TrainableSnapshot)).toBe(notice);
});
