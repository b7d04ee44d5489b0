/** What is set by hand in training: how a number is read from what was typed, why it is refused, and how the arrows move it. */

import * as l10n from '@vscode/l10n';
import { showPlain } from '../../numbers.ts';

/** What was typed, read; or the sentence that says why it can't be. */
export type Typed<Value> = { readonly value: Value } | { readonly reason: string };

export interface Setting<Value> {
  /** As the text calls it. */
  readonly name: string;
  readonly label: string;
  readonly show: (value: Value) => string;
  readonly read: (text: string) => Typed<Value>;
  /** The next round value over or under another one. */
  readonly step: (value: Value, direction: 1 | -1) => Value;
}

export const learningRate: Setting<number> = {
  name: 'lr',
  get label() {
    return l10n.t('Learning rate');
  },
  show: showPlain,
  read(text) {
    const value = numberIn(text);
    if (value === undefined) return { reason: l10n.t('A learning rate is a number, as 0.01 or 1e-3.') };
    return value > 0 ? { value } : { reason: l10n.t('A learning rate is greater than 0.') };
  },
  step: nextRound,
};

/** Null is all samples. @param samples how many there are to train on. */
export function batchSizeOf(samples: number): Setting<number | null> {
  return {
    name: 'batch',
    label: l10n.t('Batch size'),
    show: (value) => (value === null ? l10n.t('all') : showPlain(value)),
    read(text) {
      if (text.trim() === 'all' || text.trim() === l10n.t('all')) return { value: null };
      const value = numberIn(text);
      if (value === undefined || !Number.isInteger(value)) {
        return { reason: l10n.t('A batch is a whole number of samples, or all.') };
      }
      if (value < 1) return { reason: l10n.t('A batch has at least 1 sample.') };
      return value <= samples ? { value } : { reason: l10n.t`There are ${samples} samples to train on.` };
    },
    step(value, direction) {
      if (direction > 0) {
        const next = value === null ? samples : 2 ** (Math.floor(Math.log2(value)) + 1);
        return next < samples ? next : null;
      }
      return Math.max(1, 2 ** (Math.ceil(Math.log2(value ?? samples)) - 1));
    },
  };
}

/** 1, 2, 5, 10, 20 …, and the same below 1. */
function nextRound(value: number, direction: 1 | -1): number {
  const decade = Math.floor(Math.log10(value));
  const rounds = [decade - 1, decade, decade + 1].flatMap((power) =>
    [1, 2, 5].map((times) => Number(`${times}e${power}`)),
  );
  // A value that differs from a round one by its last bit alone is that one.
  const isBeyond = (round: number) => direction * (round - value) > 1e-9 * value;
  const beyond = rounds.filter(isBeyond);
  return (direction > 0 ? beyond[0] : beyond.at(-1)) ?? value;
}

function numberIn(text: string): number | undefined {
  const written = text.trim().replaceAll('−', '-');
  const value = Number(written);
  return written === '' || !Number.isFinite(value) ? undefined : value;
}
