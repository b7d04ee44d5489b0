/** Validation of settings that the user changes during a session: why a value is rejected, as a sentence. */

import * as l10n from '@vscode/l10n';
import type { TrainingState } from '../../../../protocol/panel/training.ts';
import { ranges } from '../../engine/training/optimizers.ts';
import type { TrainableSnapshot } from '../../snapshot/training/trainable.ts';

/** @param value null to follow the schedule of the text. */
export function learningRateError(snapshot: TrainableSnapshot, value: number | null): string | undefined {
  const { model } = snapshot;
  if (value === null && scheduleOf(snapshot, undefined) !== null) return undefined;
  const { range } = model.trainingPlan.optimizer.hyperparameters.find(({ name }) => name === 'lr')!;
  const { requirement, contains } = ranges[range];
  return value !== null && contains(value) ? undefined : l10n.t`The learning rate must be ${l10n.t(requirement)}.`;
}

/** @param lr the learning rate that the user has set. */
export function scheduleOf({ model }: TrainableSnapshot, lr: number | undefined): TrainingState['schedule'] {
  if (!model.trainingPlan.hyperparameters.get('lr')?.isScheduled) return null;
  return lr === undefined ? 'followed' : 'replaced';
}

/** @param value null for all samples. @param samples how many there are to train on. */
export function batchSizeError(samples: number, value: number | null): string | undefined {
  if (value === null) return undefined;
  if (samples === 0) return l10n.t('The model has no data to take batches from.');
  if (!Number.isInteger(value) || value < 1) return l10n.t('The batch size must be a whole number, 1 or greater.');
  return value <= samples
    ? undefined
    : l10n.t`The batch size must be at most ${samples}, the number of training samples.`;
}
