/** The scales of the curves: from where to where, and what is written beside the axis. Logarithmic where all is positive. */

export type Range = readonly [from: number, to: number];

/** A log scale spans at least so many times its smallest value. */
const shortestLog = 2;
/** What is so many times smaller than the largest is not told apart any more: it stands at the bottom. */
const longestLog = 1e9;
/** Of the length of an axis, at either end. */
const margin = 0.05;

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
  const largest = to > 0 ? to : 1;
  const smallest = Math.max(from, largest / longestLog);
  const missing = Math.max(0, Math.log10(shortestLog) - Math.log10(largest / smallest));
  const [low, high] = [Math.log10(smallest) - missing / 2, Math.log10(largest) + missing / 2];
  const space = margin * (high - low);
  return [10 ** (low - space), 10 ** (high + space)];
}

export function linearRange([from, to]: Range): Range {
  const space = to > from ? margin * (to - from) : Math.abs(to) / 2 || 1;
  return [from - space, to + space];
}

/** What a tick at the very end of an axis may be off by, in ticks. */
const rounding = 1e-9;

/** How a decade is divided, from coarse to fine. */
const divisions: readonly (readonly number[])[] = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

/** As many round numbers as have room, at least two of them where that can be. @param most how many there is room for. */
export function logTicks([from, to]: Range, most: number): readonly number[] {
  const decades = range(Math.floor(Math.log10(from)), Math.ceil(Math.log10(to)));
  const ticksOf = (division: readonly number[]) =>
    decades
      .flatMap((decade) => division.map((times) => Number(`${times}e${decade}`)))
      .filter((tick) => tick >= from && tick <= to);
  const fitting = divisions.map(ticksOf).filter(({ length }) => length <= most);
  const finest = fitting.at(-1);
  if (finest === undefined) {
    const coarsest = ticksOf([1]);
    return coarsest.filter((_, place) => place % Math.ceil(coarsest.length / most) === 0);
  }
  return finest.length < 2 ? linearTicks([from, to], most) : finest;
}

/** Round numbers at equal distances. */
export function linearTicks([from, to]: Range, most: number): readonly number[] {
  const rough = (to - from) / most;
  const decade = Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => Number(`${times}e${decade}`)).find((candidate) => candidate >= rough);
  if (step === undefined || !Number.isFinite(step)) return [];
  const places = range(Math.ceil(from / step - rounding), Math.floor(to / step + rounding));
  return places.map((place) => Number((place * step).toPrecision(12)));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, place) => from + place);
}
