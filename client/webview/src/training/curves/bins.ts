/** Downsampled curves: mean, minimum and maximum per bin where steps are denser than pixels. */

import type { Values } from './curvePoints.ts';

/** A line's values by step, ascending. */
export interface CurveLine {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: Values;
}

export interface BinnedLine {
  readonly mean: Values;
  readonly low: Values;
  readonly high: Values;
}

export interface BinnedLines {
  /** Ascending, shared by all lines; missing values are null. */
  readonly steps: readonly number[];
  readonly lines: readonly BinnedLine[];
  /** True if a value may stand for several. */
  readonly isBinned: boolean;
}

/** Bin widths are powers of two, and bins begin at multiples of them, so that they stay put as steps are added. */
export function binLines(lines: readonly CurveLine[], maxBins: number): BinnedLines {
  const firstStep = Math.min(...lines.map(({ steps }) => steps[0] ?? Number.POSITIVE_INFINITY));
  const lastStep = Math.max(...lines.map(({ steps }) => steps.at(-1) ?? Number.NEGATIVE_INFINITY));
  if (firstStep > lastStep)
    return { steps: [], lines: lines.map(() => ({ mean: [], low: [], high: [] })), isBinned: false };
  const binWidth = 2 ** Math.max(0, Math.ceil(Math.log2((lastStep - firstStep + 1) / maxBins)));
  const firstBin = Math.floor(firstStep / binWidth);
  const binCount = Math.floor(lastStep / binWidth) - firstBin + 1;
  const bins = lines.map((line) => fillBins(line, binWidth, firstBin, binCount));
  const nonEmptyBins = Array.from({ length: binCount }, (_, bin) => bin).filter((bin) =>
    bins.some(({ counts }) => counts[bin]! > 0),
  );
  const centerStep = (bin: number) => Math.floor((firstBin + bin) * binWidth + (binWidth - 1) / 2);
  return {
    steps: nonEmptyBins.map((bin) => Math.max(firstStep, Math.min(lastStep, centerStep(bin)))),
    lines: bins.map((line) => binnedLine(line, nonEmptyBins)),
    isBinned: binWidth > 1,
  };
}

/** A single loop: it is the page's hottest code during training. */
function binnedLine({ counts, sums, lows, highs }: Bins, nonEmptyBins: readonly number[]): BinnedLine {
  const mean: (number | null)[] = [];
  const low: (number | null)[] = [];
  const high: (number | null)[] = [];
  for (const bin of nonEmptyBins) {
    const isEmpty = counts[bin] === 0;
    mean.push(isEmpty ? null : sums[bin]! / counts[bin]!);
    low.push(isEmpty ? null : lows[bin]!);
    high.push(isEmpty ? null : highs[bin]!);
  }
  return { mean, low, high };
}

interface Bins {
  readonly counts: Uint32Array;
  readonly sums: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

function fillBins({ steps, values }: CurveLine, binWidth: number, firstBin: number, binCount: number): Bins {
  const [counts, sums] = [new Uint32Array(binCount), new Float64Array(binCount)];
  const lows = new Float64Array(binCount).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(binCount).fill(Number.NEGATIVE_INFINITY);
  for (let index = 0; index < steps.length; index++) {
    const value = values[index] ?? null;
    if (value === null) continue;
    const bin = Math.floor(steps[index]! / binWidth) - firstBin;
    counts[bin]!++;
    sums[bin]! += value;
    if (value < lows[bin]!) lows[bin] = value;
    if (value > highs[bin]!) highs[bin] = value;
  }
  return { counts, sums, lows, highs };
}
