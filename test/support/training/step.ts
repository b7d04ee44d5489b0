/** One training step on a text. */

import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { isRefusal, type Refusal } from '../../../server/src/language/problems/refusal.ts';
import { applyEdits } from '../../../server/src/language/text/edits.ts';
import type { Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { nextStep, noSteps, type Step, type StepsTaken } from '../../../server/src/training/stepEdits.ts';
import { evaluated } from '../models/evaluated.ts';

export function step(snapshot: Snapshot, taken: StepsTaken = noSteps): Step | Refusal {
  return runToCompletion(nextStep(snapshot, taken));
}

/** A trainable text after one step. */
export function stepped(text: string): string {
  return applyEdits(text, stepOf(text).edits);
}

/** One step of a trainable text. */
export function stepOf(text: string, taken?: StepsTaken): Step {
  const found = step(evaluated(text), taken);
  if (isRefusal(found)) throw new Error(found.refusal);
  return found;
}
