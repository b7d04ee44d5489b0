/** One training step on a text. */

import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { isRefusal, type Refusal } from '../../../server/src/language/problems/refusal.ts';
import { applyEdits } from '../../../server/src/language/text/edits.ts';
import type { Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { noProgress, type TrainingProgress } from '../../../server/src/snapshot/training/trainingProgress.ts';
import { nextStep, type StepEdits } from '../../../server/src/training/stepEdits.ts';
import { evaluated } from '../models/evaluated.ts';

export function step(snapshot: Snapshot, trainingProgress: TrainingProgress = noProgress): StepEdits | Refusal {
  return runToCompletion(nextStep(snapshot, trainingProgress));
}

/** A trainable text after one step. */
export function stepped(text: string): string {
  return applyEdits(text, stepOf(text).edits);
}

/** One step of a trainable text. */
export function stepOf(text: string, trainingProgress?: TrainingProgress): StepEdits {
  const found = step(evaluated(text), trainingProgress);
  if (isRefusal(found)) throw new Error(found.refusal);
  return found;
}
