/** Axis scales of the curves: range and tick labels. Logarithmic if no value is negative; zeros are clamped. */

export type Range = readonly [from: number, to: number];

/** Minimum ratio of a log scale's ends. */
const minLogSpan = 2;
/** Values smaller than the largest by this factor are clamped to the bottom. */
const maxLogSpan = 1e9;
/** The ends of a linear axis, whose length is finite too. A diverging loss is drawn up to here. */
const maxLinear = Number.MAX_VALUE / 4;
/** Padding at either end, relative to the axis length. */
const axisMargin = 0.05;

/** @param values null where missing. @returns null if no value is finite. */
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
  return [Math.max(10 ** (low - padding), Number.MIN_VALUE), Math.min(10 ** (high + padding), Number.MAX_VALUE)];
}

export function linearRange([from, to]: Range): Range {
  const padding = to > from ? axisMargin * to - axisMargin * from : Math.abs(to) / 2 || 1;
  const [low, high] = [clampLinear(from - padding), clampLinear(to + padding)];
  if (low < high) return [low, high];
  // All values are beyond one end.
  return low > 0 ? [low / 2, low] : [low, low / 2];
}

function clampLinear(value: number): number {
  return Math.max(-maxLinear, Math.min(value, maxLinear));
}

/** Tolerance for a tick at the very end of an axis, in ticks. */
const tickTolerance = 1e-9;

/** Subdivisions of a decade, from coarse to fine. */
const divisions: readonly (readonly number[])[] = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

/** As many round ticks as fit, at least two if possible. @param maxTicks how many fit. */
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

/** Equally spaced round ticks. */
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
