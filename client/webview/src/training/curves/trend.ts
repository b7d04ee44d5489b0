/** A curve in words: `loss 0.31, falling`. */

import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../numbers.ts';

/** The share of the curve's end that is compared with the same length before it. */
const windowShare = 0.1;
/** Smaller relative changes count as steady. */
const minRelativeChange = 0.01;

export type Trend = 'falling' | 'rising' | 'steady';

/** Trend of a curve; undefined with too few values. @param values null where missing. */
export function trendOf(values: readonly (number | null)[]): Trend | undefined {
  const windowSize = Math.max(1, Math.round(values.length * windowShare));
  const recentMean = meanOf(values.slice(-windowSize));
  const previousMean = meanOf(values.slice(-2 * windowSize, -windowSize));
  if (recentMean === undefined || previousMean === undefined) return undefined;
  const change = recentMean - previousMean;
  if (Math.abs(change) <= minRelativeChange * Math.max(Math.abs(recentMean), Math.abs(previousMean))) return 'steady';
  return change < 0 ? 'falling' : 'rising';
}

/** `loss 0.31, falling`; only the name if there is no value yet. */
export function curveText(name: string, values: readonly (number | null)[]): string {
  const knownValues = values.filter((value) => value !== null);
  const lastValue = knownValues.at(-1);
  if (lastValue === undefined) return l10n.t`${name}: no value yet`;
  const valueText = formatNumber(lastValue);
  switch (trendOf(knownValues)) {
    case 'falling':
      return l10n.t`${name} ${valueText}, falling`;
    case 'rising':
      return l10n.t`${name} ${valueText}, rising`;
    case 'steady':
      return l10n.t`${name} ${valueText}, steady`;
    default:
      return `${name} ${valueText}`;
  }
}

function meanOf(values: readonly (number | null)[]): number | undefined {
  const finiteValues = values.filter((value) => value !== null && Number.isFinite(value));
  return finiteValues.length === 0
    ? undefined
    : finiteValues.reduce((sum: number, value) => sum + value!, 0) / finiteValues.length;
}
