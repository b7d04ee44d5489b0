/** Median and spread of measured times. */

export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}

export function medianOf(times: readonly number[]): number {
  return spreadOf(times).median;
}
