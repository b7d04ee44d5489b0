/** Settings of training: parsing, validation messages and arrow-key increments. */

import * as l10n from '@vscode/l10n';
import type { TrainingState } from '../../../../../protocol/panel/training.ts';
import { formatPlain } from '../../numbers.ts';

/** A parsed value, or the sentence that says why the text is invalid. */
export type ParsedInput<Value> = { readonly value: Value } | { readonly reason: string };

export interface NumberFieldSpec<Value> {
  /** The setting's name in the language. */
  readonly name: string;
  readonly label: string;
  readonly format: (value: Value) => string;
  readonly parse: (text: string) => ParsedInput<Value>;
  /** The next round value above or below. */
  readonly nextValue: (value: Value, direction: 1 | -1) => Value;
}

/** Null means the schedule of the text. */
export function createLearningRateSpec(schedule: TrainingState['schedule']): NumberFieldSpec<number | null> {
  return {
    name: 'lr',
    label: learningRateLabel(schedule),
    format: (value) => {
      if (value === null) return '';
      return formatPlain(schedule === 'followed' ? rounded(value) : value);
    },
    parse(text) {
      if (schedule !== null && text.trim() === '') return { value: null };
      const value = parseNumber(text);
      if (value === undefined) return { reason: l10n.t('The learning rate must be a number, such as 0.01 or 1e-3.') };
      return value > 0 ? { value } : { reason: l10n.t('The learning rate must be greater than 0.') };
    },
    nextValue: (value, direction) => (value === null ? value : nextRoundNumber(value, direction)),
  };
}

/** A schedule rarely has round values, and the field has room for seven characters. */
function rounded(value: number): number | string {
  return value === 0 || value >= 1e-3
    ? Number(value.toPrecision(scheduleDigits))
    : value.toExponential(scheduleDigits - 1);
}

const scheduleDigits = 3;

function learningRateLabel(schedule: TrainingState['schedule']): string {
  if (schedule === null) return l10n.t('Learning rate');
  return schedule === 'followed'
    ? l10n.t('Learning rate of the next step, by the schedule in the text')
    : l10n.t('Learning rate, instead of the schedule in the text; clear it to follow the schedule');
}

/** Null means all samples. @param samples number of training samples. */
export function createBatchSizeSpec(samples: number): NumberFieldSpec<number | null> {
  return {
    name: 'batch',
    label: l10n.t('Batch size'),
    format: (value) => (value === null ? l10n.t('all') : formatPlain(value)),
    parse(text) {
      if (text.trim() === 'all' || text.trim() === l10n.t('all')) return { value: null };
      const value = parseNumber(text);
      if (value === undefined || !Number.isInteger(value)) {
        return { reason: l10n.t('The batch size must be a whole number, or "all".') };
      }
      if (value < 1) return { reason: l10n.t('The batch size must be at least 1.') };
      return value <= samples
        ? { value }
        : { reason: l10n.t`The batch size must be at most ${samples}, the number of training samples.` };
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

const smallestDecade = -6;

/** 1, 2, 5, 10, 20 …, and the same below 1. */
function nextRoundNumber(value: number, direction: 1 | -1): number {
  // A schedule may be at 0.
  const decade = value === 0 ? smallestDecade : Math.floor(Math.log10(value));
  const candidates = [decade - 1, decade, decade + 1].flatMap((exponent) =>
    [1, 2, 5].map((factor) => Number(`${factor}e${exponent}`)),
  );
  // A value within one ulp of a round one counts as round.
  const isFurther = (candidate: number) => direction * (candidate - value) > 1e-9 * value;
  const further = candidates.filter(isFurther);
  return (direction > 0 ? further[0] : further.at(-1)) ?? value;
}

function parseNumber(text: string): number | undefined {
  const normalized = text.trim().replaceAll('−', '-');
  const value = Number(normalized);
  return normalized === '' || !Number.isFinite(value) ? undefined : value;
}
