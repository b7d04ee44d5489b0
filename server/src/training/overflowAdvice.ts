/** Advice about running statistics that overflow: no gradient changes them, so a smaller learning rate may not help. */

import * as l10n from '@vscode/l10n';
import type { Model } from '../language/lowering/model.ts';

/** @param index in the order of `trainedTensors`. */
export function isRunningStatistic({ params }: Pick<Model, 'params'>, index: number): boolean {
  return index >= params.length;
}

export function statisticOverflowAdvice(): string {
  return l10n.t(
    'The mean or the variance of the input of batch_norm overflows. Scale the input down. If the loss was growing, try a smaller lr.',
  );
}
