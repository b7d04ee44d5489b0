/** The scales of the curves: from where to where, and what is written beside the axis. Logarithmic where all is positive. */

export type Range = readonly [from: number, to: number];

/** A log scale spans at least so many times its smallest value. */
const minLogSpan = 2;
/** What is so many times smaller than the largest is not told apart any more: it stands at the bottom. */
const maxLogSpan = 1e9;
/** Of the length of an axis, at either end. */
const axisMargin = 0.05;

/** @param values with null where there is none. Null where no value is finite. */
export function extentOf(values: Iterable<number | null>): Range | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    if (value < from) from = value;
    if (value > to) to = value;
  }
  return from > to ? null : [from, to];
}

export function logRange([from, to]: Range): Range {
  const maximum = to > 0 ? to : 1;
  const minimum = Math.max(from, maximum / maxLogSpan);
  const missingDecades = Math.max(0, Math.log10(minLogSpan) - Math.log10(maximum / minimum));
  const [low, high] = [Math.log10(minimum) - missingDecades / 2, Math.log10(maximum) + missingDecades / 2];
  const padding = axisMargin * (high - low);
  return [10 ** (low - padding), 10 ** (high + padding)];
}

export function linearRange([from, to]: Range): Range {
  const padding = to > from ? axisMargin * (to - from) : Math.abs(to) / 2 || 1;
  return [from - padding, to + padding];
}

/** What a tick at the very end of an axis may be off by, in ticks. */
const tickTolerance = 1e-9;

/** How a decade is divided, from coarse to fine. */
const divisions: readonly (readonly number[])[] = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

/** As many round numbers as have room, at least two of them where that can be. @param maxTicks how many there is room for. */
export function logTicks([from, to]: Range, maxTicks: number): readonly number[] {
  const decades = integerRange(Math.floor(Math.log10(from)), Math.ceil(Math.log10(to)));
  const ticksFor = (division: readonly number[]) =>
    decades
      .flatMap((decade) => division.map((factor) => Number(`${factor}e${decade}`)))
      .filter((tick) => tick >= from && tick <= to);
  const candidates = divisions.map(ticksFor).filter(({ length }) => length <= maxTicks);
  const finest = candidates.at(-1);
  if (finest === undefined) {
    const coarsest = ticksFor([1]);
    return coarsest.filter((_, index) => index % Math.ceil(coarsest.length / maxTicks) === 0);
  }
  return finest.length < 2 ? linearTicks([from, to], maxTicks) : finest;
}

/** Round numbers at equal distances. */
export function linearTicks([from, to]: Range, maxTicks: number): readonly number[] {
  const minStep = (to - from) / maxTicks;
  const decade = Math.floor(Math.log10(minStep));
  const step = [1, 2, 5, 10].map((factor) => Number(`${factor}e${decade}`)).find((candidate) => candidate >= minStep);
  if (step === undefined || !Number.isFinite(step)) return [];
  const multiples = integerRange(Math.ceil(from / step - tickTolerance), Math.floor(to / step + tickTolerance));
  return multiples.map((multiple) => Number((multiple * step).toPrecision(12)));
}

function integerRange(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
