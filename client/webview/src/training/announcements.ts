/** The curves in words: `loss 0.31, falling`. */

import * as l10n from '@vscode/l10n';
import { showNumber } from '../numbers.ts';

/** The last part of a curve is compared with as much before it. */
const share = 0.1;
/** What changes by less stays where it is. */
const noticeable = 0.01;

export type Trend = 'falling' | 'rising' | 'level';

/** Where a curve is going; undefined where it has too few values to tell. @param values with null where there is none. */
export function trendOf(values: readonly (number | null)[]): Trend | undefined {
  const count = Math.max(1, Math.round(values.length * share));
  const now = meanOf(values.slice(-count));
  const before = meanOf(values.slice(-2 * count, -count));
  if (now === undefined || before === undefined) return undefined;
  const change = now - before;
  if (Math.abs(change) <= noticeable * Math.max(Math.abs(now), Math.abs(before))) return 'level';
  return change < 0 ? 'falling' : 'rising';
}

/** `loss 0.31, falling`; only its name where it has no value yet. */
export function curveInWords(name: string, values: readonly (number | null)[]): string {
  const measured = values.filter((value) => value !== null);
  const last = measured.at(-1);
  if (last === undefined) return l10n.t`${name}: no value yet`;
  const value = showNumber(last);
  switch (trendOf(measured)) {
    case 'falling':
      return l10n.t`${name} ${value}, falling`;
    case 'rising':
      return l10n.t`${name} ${value}, rising`;
    case 'level':
      return l10n.t`${name} ${value}, level`;
    default:
      return `${name} ${value}`;
  }
}

function meanOf(values: readonly (number | null)[]): number | undefined {
  const finite = values.filter((value) => value !== null && Number.isFinite(value));
  return finite.length === 0 ? undefined : finite.reduce((sum: number, value) => sum + value!, 0) / finite.length;
}
