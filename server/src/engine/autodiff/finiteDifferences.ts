/** The slope of a function of one number, from differences at two step sizes, and how far it can be trusted. */

export interface Slopes {
  /** By Richardson's extrapolation from both steps: of fourth order in the step. */
  readonly slope: number;
  /** By how much the two steps disagree. */
  readonly uncertainty: number;
  /** About what rounding may make of the slope, where the value itself is rounded and nothing before it is worse. */
  readonly noise: number;
  readonly wide: Differences;
  readonly narrow: Differences;
}

/** The slopes over one step forward, one back, and both. */
interface Differences {
  readonly forward: number;
  readonly backward: number;
  readonly central: number;
  /** The largest of the values, by its size. */
  readonly size: number;
}

/** How many roundings the slope holds, in units of the last place of the value: a few for what computed the value. */
const roundings = 16;

/** Of the slope, what a gap between its two sides must be to count. */
const leastGap = 1e-3;

/** A slope that halves with the step is curvature; one that stays is a kink, one that grows a jump. */
const staysFrom = 0.75;
const growsFrom = 1.5;

/** Calls `f` four times. @param centre its value at x. */
export function* slopesAt(
  f: (x: number) => Generator<undefined, number>,
  x: number,
  centre: number,
  step: number,
): Generator<undefined, Slopes> {
  const wide = yield* differences(f, x, centre, step);
  const narrow = yield* differences(f, x, centre, step / 2);
  return {
    slope: (4 * narrow.central - wide.central) / 3,
    uncertainty: Math.abs(wide.central - narrow.central),
    noise: (roundings * Number.EPSILON * Math.max(wide.size, narrow.size)) / step,
    wide,
    narrow,
  };
}

function* differences(
  f: (x: number) => Generator<undefined, number>,
  x: number,
  centre: number,
  step: number,
): Generator<undefined, Differences> {
  const [above, below] = [x + step, x - step];
  const [valueAbove, valueBelow] = [yield* f(above), yield* f(below)];
  return {
    forward: (valueAbove - centre) / (above - x),
    backward: (centre - valueBelow) / (x - below),
    central: (valueAbove - valueBelow) / (above - below),
    size: Math.max(Math.abs(valueAbove), Math.abs(valueBelow), Math.abs(centre)),
  };
}

/** Whether the function has no derivative there: its sides differ however near they are, or its value jumps. */
export function isKink({ wide, narrow, noise, slope }: Slopes, derivative: number): boolean {
  const size = Math.max(Math.abs(narrow.forward), Math.abs(narrow.backward));
  const gap = gapOf(narrow);
  if (gap > Math.max(4 * noise, leastGap * size) && gap > staysFrom * gapOf(wide)) return true;
  const jump = Math.abs(narrow.central);
  const seen = Math.max(4 * noise, leastGap * Math.max(Math.abs(slope), Math.abs(derivative)));
  return jump > seen && jump > growsFrom * Math.abs(wide.central);
}

function gapOf({ forward, backward }: Differences): number {
  return Math.abs(forward - backward);
}
