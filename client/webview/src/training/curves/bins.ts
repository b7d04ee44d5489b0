/** Curves as they are drawn: where more steps are than can be told apart, their mean, and how far they reach around it. */

import type { Values } from './curvePoints.ts';

/** The values of a line at its steps, in ascending order. */
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
  /** In ascending order, the same for all lines; where a line has no value it has null. */
  readonly steps: readonly number[];
  readonly lines: readonly BinnedLine[];
  /** Whether a value may stand for several ones. */
  readonly isBinned: boolean;
}

/** A bin is as wide as a power of two, and begins at a multiple of that: so it stays the same while steps are added. */
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

/** In one loop: it is the hottest of the page while training runs. */
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
