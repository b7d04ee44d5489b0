/** The reasons why no training step can be taken. */

import * as l10n from '@vscode/l10n';
import type { NonFiniteStep } from '../engine/training/trainingRun.ts';
import { trainedTensors } from '../language/lowering/model.ts';
import type { Problem } from '../language/problems/problems.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { truncate } from '../language/text/truncate.ts';
import { firstErrorOf, isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import { nanAdvice } from './nanAdvice.ts';
import { isRunningStatistic, statisticOverflowAdvice } from './overflowAdvice.ts';

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

/** The reason why the first step is not taken. Lenses show all samples, so for a mini-batch they may have no NaN. */
export function valueRefusal({ model }: Snapshot, { param, value, miniBatch }: NonFiniteStep): Refusal {
  const { label } = model.objective!;
  const { name } = trainedTensors(model)[param];
  if (isRunningStatistic(model, param)) {
    return Number.isNaN(value)
      ? { refusal: `${l10n.t`No step taken: ${name} would become NaN.`} ${nanAdvice(miniBatch)}` }
      : { refusal: `${l10n.t`No step taken: ${name} would become infinite.`} ${statisticOverflowAdvice()}` };
  }
  if (!Number.isNaN(value))
    return { refusal: l10n.t`No step taken: ${name} would become infinite. Check ∂${label}/∂${name}.` };
  const reason = l10n.t`No step taken: ${name} would become NaN. Check ∂${label}/∂${name}.`;
  return { refusal: miniBatch === undefined ? reason : `${reason} ${nanAdvice(miniBatch)}` };
}
