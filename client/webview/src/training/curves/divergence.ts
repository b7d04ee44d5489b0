/** Curves that diverge: the value at which the axis ends, and the step at which a curve leaves it or stops being finite. */

import * as l10n from '@vscode/l10n';
import { formatCount } from '../../numbers.ts';
import type { BinnedLine, BinnedLines, CurveLine } from './bins.ts';
import type { Values } from './curvePoints.ts';

/** A curve diverges when it exceeds its beginning by this factor; below it, both fit on a logarithmic axis. */
const divergenceFactor = 1e6;
/** The end of the axis of a diverging curve, as a multiple of its beginning. */
const logHeadroom = 1e3;
const linearHeadroom = 10;

/** The largest magnitude that is drawn; infinite unless a line diverges. */
export function magnitudeLimit(lines: readonly CurveLine[], isLog: boolean): number {
  const start = lines.reduce((largest, { values }) => Math.max(largest, firstMagnitude(values)), 0);
  if (start === 0) return Number.POSITIVE_INFINITY;
  const bound = start * divergenceFactor;
  const isDiverging = lines.some(({ values }) => values.some((value) => value !== null && Math.abs(value) > bound));
  return isDiverging ? start * (isLog ? logHeadroom : linearHeadroom) : Number.POSITIVE_INFINITY;
}

/** Lines that end at the limit, so that the axis does too. */
export function clampLines(binned: BinnedLines, limit: number): BinnedLines {
  if (limit === Number.POSITIVE_INFINITY) return binned;
  const clamp = (values: Values): Values =>
    values.map((value) => (value === null ? null : Math.max(-limit, Math.min(limit, value))));
  const lines = binned.lines.map(
    ({ mean, low, high }): BinnedLine => ({ mean: clamp(mean), low: clamp(low), high: clamp(high) }),
  );
  return { ...binned, lines };
}

/** The divergence of a plot in words: `L: not finite from step 52`; undefined if all lines are on the plot. */
export function divergenceText(lines: readonly CurveLine[], limit: number): string | undefined {
  const parts = lines.flatMap(({ name, steps, values }) => {
    const offScale = values.findIndex((value) => value !== null && Math.abs(value) > limit);
    const nonFinite = endOfFinite(values);
    const [left, ended] = [offScale, nonFinite ?? -1].map((index) => formatCount(steps[index] ?? 0));
    if (offScale >= 0 && nonFinite !== undefined)
      return [l10n.t`${name}: off the scale from step ${left}, not finite from step ${ended}`];
    if (offScale >= 0) return [l10n.t`${name}: off the scale from step ${left}`];
    return nonFinite === undefined ? [] : [l10n.t`${name}: not finite from step ${ended}`];
  });
  if (parts.length <= maxParts) return parts.length === 0 ? undefined : parts.join(' · ');
  return l10n.t`${parts.slice(0, maxParts).join(' · ')} and ${parts.length - maxParts} more`;
}

/** More would cover the curves. */
const maxParts = 2;

function firstMagnitude(values: Values): number {
  return Math.abs(values.find((value) => value !== null && value !== 0) ?? 0);
}

/** Index of the first of the missing values at the end; undefined if the last value is finite. */
function endOfFinite(values: Values): number | undefined {
  const end = values.findLastIndex((value) => value !== null) + 1;
  return end < values.length ? end : undefined;
}
