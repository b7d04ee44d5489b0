/** Texts that say on which samples a model is evaluated. */

import * as l10n from '@vscode/l10n';
import { formatCount } from '../../data/formatCount.ts';
import { type Model, sampleCountOf } from '../../language/lowering/model.ts';

/** `first 128 of 1,000 samples`; undefined if the model is evaluated on all. */
export function sampleTextOf(model: Pick<Model, 'data' | 'program' | 'sample'>): string | undefined {
  const { sample } = model;
  if (sample === undefined) return undefined;
  return l10n.t`first ${formatCount(sample.count)} of ${formatCount(sampleCountOf(model))} samples`;
}
