/** Advice about a training step that led to NaN. */

import * as l10n from '@vscode/l10n';

/**
 * NaN is the result of an undefined operation, unless numbers have grown until they overflowed before.
 * @param miniBatch the number of samples of the step's mini-batch; undefined if it takes all training samples.
 */
export function nanAdvice(miniBatch: number | undefined): string {
  if (miniBatch === undefined)
    return l10n.t('Look for an undefined operation such as 0 / 0. If the loss was growing, try a smaller lr.');
  return miniBatch === 1
    ? l10n.t(
        'Look for an undefined operation such as 0 / 0 in its mini-batch of 1 sample. If the loss was growing, try a smaller lr.',
      )
    : l10n.t`Look for an undefined operation such as 0 / 0 in its mini-batch of ${miniBatch} samples. If the loss was growing, try a smaller lr.`;
}
