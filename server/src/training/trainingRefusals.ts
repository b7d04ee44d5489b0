/** The reasons why no training step can be taken. */

import * as l10n from '@vscode/l10n';
import type { Problem } from '../language/problems/problems.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { truncate } from '../language/text/truncate.ts';
import { firstErrorOf, isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';

export function untrainableRefusal(snapshot: Snapshot): Refusal {
  const { pickedRootName } = snapshot.model;
  if (pickedRootName !== undefined) return pickedRootRefusal(pickedRootName);
  const error = firstErrorOf(snapshot);
  if (error) return problemRefusal(error, snapshot);
  if (!isEvaluated(snapshot)) return { refusal: l10n.t('No step taken: the model could not be evaluated.') };
  return {
    refusal: l10n.t('No step taken: there is no loss to minimize. Add one, for example: loss L = (target - f)^2'),
  };
}

export function nothingToTrainRefusal(): Refusal {
  return { refusal: l10n.t('No step taken: the loss does not depend on any param, so there is nothing to train.') };
}

export function nothingMovedRefusal(): Refusal {
  return { refusal: l10n.t('No step taken: every gradient is 0 or too small to change a param.') };
}

function pickedRootRefusal(pickedRootName: string): Refusal {
  return {
    refusal: l10n.t`No step taken: the root is ${truncate(pickedRootName)}, and training minimizes the losses. Pick the file's own losses as the root first.`,
  };
}

export function problemRefusal({ start, message }: Problem, { lines }: Snapshot): Refusal {
  return { refusal: l10n.t`No step taken: line ${lines.positionAt(start).line + 1} has an error: ${message}.` };
}

/** @param value of an element of the param, after the step. */
export function valueRefusal({ model }: Snapshot, name: string, value: number): Refusal {
  const { label } = model.objective!;
  return {
    refusal: Number.isNaN(value)
      ? l10n.t`No step taken: ${name} would become NaN. Check ∂${label}/∂${name}.`
      : l10n.t`No step taken: ${name} would become infinite. Check ∂${label}/∂${name}.`,
  };
}
