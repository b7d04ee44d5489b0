/** The title of a training step, which names the optimizer of the file. */

import * as l10n from '@vscode/l10n';
import type { Model } from '../language/lowering/model.ts';

/** `SGD step`; without an optimizer while the `train` statement is broken. */
export function stepTitleOf({ trainingPlan: training }: Model): string {
  return training ? l10n.t`${training.optimizer.label} step` : l10n.t('Training step');
}
