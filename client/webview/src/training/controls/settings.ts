/** What is set by hand in training: how a number is read from what was typed, why it is refused, and how the arrows move it. */

import * as l10n from '@vscode/l10n';
import { showPlain } from '../../numbers.ts';

/** What was typed, read; or the sentence that says why it can't be. */
export type ParsedInput<Value> = { readonly value: Value } | { readonly reason: string };

export interface NumberFieldSpec<Value> {
  /** As the text calls it. */
  readonly name: string;
  readonly label: string;
  readonly format: (value: Value) => string;
  readonly parse: (text: string) => ParsedInput<Value>;
  /** The next round value over or under another one. */
  readonly nextValue: (value: Value, direction: 1 | -1) => Value;
}

export const learningRateSpec: NumberFieldSpec<number> = {
  name: 'lr',
  get label() {
    return l10n.t('Learning rate');
  },
  format: showPlain,
  parse(text) {
    const value = parseNumber(text);
    if (value === undefined) return { reason: l10n.t('A learning rate is a number, as 0.01 or 1e-3.') };
    return value > 0 ? { value } : { reason: l10n.t('A learning rate is greater than 0.') };
  },
  nextValue: nextRoundNumber,
};

/** Null is all samples. @param samples how many there are to train on. */
export function createBatchSizeSpec(samples: number): NumberFieldSpec<number | null> {
  return {
    name: 'batch',
    label: l10n.t('Batch size'),
    format: (value) => (value === null ? l10n.t('all') : showPlain(value)),
    parse(text) {
      if (text.trim() === 'all' || text.trim() === l10n.t('all')) return { value: null };
      const value = parseNumber(text);
      if (value === undefined || !Number.isInteger(value)) {
        return { reason: l10n.t('A batch is a whole number of samples, or all.') };
      }
      if (value < 1) return { reason: l10n.t('A batch has at least 1 sample.') };
      return value <= samples ? { value } : { reason: l10n.t`There are ${samples} samples to train on.` };
    },
    nextValue(value, direction) {
      if (direction > 0) {
        const next = value === null ? samples : 2 ** (Math.floor(Math.log2(value)) + 1);
        return next < samples ? next : null;
      }
      return Math.max(1, 2 ** (Math.ceil(Math.log2(value ?? samples)) - 1));
    },
  };
}

/** 1, 2, 5, 10, 20 …, and the same below 1. */
function nextRoundNumber(value: number, direction: 1 | -1): number {
  const decade = Math.floor(Math.log10(value));
  const candidates = [decade - 1, decade, decade + 1].flatMap((exponent) =>
    [1, 2, 5].map((factor) => Number(`${factor}e${exponent}`)),
  );
  // A value that differs from a round one by its last bit alone is that one.
  const isFurther = (candidate: number) => direction * (candidate - value) > 1e-9 * value;
  const further = candidates.filter(isFurther);
  return (direction > 0 ? further[0] : further.at(-1)) ?? value;
}

function parseNumber(text: string): number | undefined {
  const normalized = text.trim().replaceAll('−', '-');
  const value = Number(normalized);
  return normalized === '' || !Number.isFinite(value) ? undefined : value;
}
