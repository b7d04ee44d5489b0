/** Curves as they are drawn: where more steps are than can be told apart, their mean, and how far they reach around it. */

import type { Values } from '../curves/trace.ts';

/** The values of a line at its steps, in ascending order. */
export interface Line {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: Values;
}

export interface DrawnLine {
  readonly mean: Values;
  readonly low: Values;
  readonly high: Values;
}

export interface Drawn {
  /** In ascending order, the same for all lines; where a line has no value it has null. */
  readonly steps: readonly number[];
  readonly lines: readonly DrawnLine[];
  /** Whether a value may stand for several ones. */
  readonly isBinned: boolean;
}

/** A bin is as wide as a power of two, and begins at a multiple of that: so it stays the same while steps are added. */
export function drawnOf(lines: readonly Line[], mostBins: number): Drawn {
  const first = Math.min(...lines.map(({ steps }) => steps[0] ?? Number.POSITIVE_INFINITY));
  const last = Math.max(...lines.map(({ steps }) => steps.at(-1) ?? Number.NEGATIVE_INFINITY));
  if (first > last) return { steps: [], lines: lines.map(() => ({ mean: [], low: [], high: [] })), isBinned: false };
  const width = 2 ** Math.max(0, Math.ceil(Math.log2((last - first + 1) / mostBins)));
  const firstBin = Math.floor(first / width);
  const count = Math.floor(last / width) - firstBin + 1;
  const bins = lines.map((line) => binsOf(line, width, firstBin, count));
  const kept = Array.from({ length: count }, (_, bin) => bin).filter((bin) =>
    bins.some(({ counts }) => counts[bin]! > 0),
  );
  const middle = (bin: number) => Math.floor((firstBin + bin) * width + (width - 1) / 2);
  return {
    steps: kept.map((bin) => Math.max(first, Math.min(last, middle(bin)))),
    lines: bins.map((line) => drawnLine(line, kept)),
    isBinned: width > 1,
  };
}

/** In one loop: it is the hottest of the page while training runs. */
function drawnLine({ counts, sums, lows, highs }: Bins, kept: readonly number[]): DrawnLine {
  const mean: (number | null)[] = [];
  const low: (number | null)[] = [];
  const high: (number | null)[] = [];
  for (const bin of kept) {
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

function binsOf({ steps, values }: Line, width: number, firstBin: number, count: number): Bins {
  const [counts, sums] = [new Uint32Array(count), new Float64Array(count)];
  const lows = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let place = 0; place < steps.length; place++) {
    const value = values[place] ?? null;
    if (value === null) continue;
    const bin = Math.floor(steps[place]! / width) - firstBin;
    counts[bin]!++;
    sums[bin]! += value;
    if (value < lows[bin]!) lows[bin] = value;
    if (value > highs[bin]!) highs[bin] = value;
  }
  return { counts, sums, lows, highs };
}
