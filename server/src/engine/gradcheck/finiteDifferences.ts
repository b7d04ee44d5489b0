/** The slope of a function of one number, from differences at two step sizes, and how far it can be trusted. */

export interface SlopeEstimate {
  /** By Richardson's extrapolation from both steps: of fourth order in the step. */
  readonly slope: number;
  /** By how much the two steps disagree. */
  readonly uncertainty: number;
  /** About what rounding may make of the slope, where the value itself is rounded and nothing before it is worse. */
  readonly noise: number;
  readonly wide: FiniteDifferences;
  readonly narrow: FiniteDifferences;
}

/** The slopes over one step forward, one back, and both. */
interface FiniteDifferences {
  readonly forward: number;
  readonly backward: number;
  readonly central: number;
  /** The largest of the values, by its size. */
  readonly magnitude: number;
}

/** How many roundings the slope holds, in units of the last place of the value: a few for what computed the value. */
const roundingErrors = 16;

/** Of the slope, what a gap between its two sides must be to count. */
const minGap = 1e-3;

/** A slope that halves with the step is curvature; one that stays is a kink, one that grows a jump. */
const kinkRatio = 0.75;
const jumpRatio = 1.5;

/** Calls `f` four times. @param center its value at x. */
export function* estimateSlope(
  f: (x: number) => Generator<undefined, number>,
  x: number,
  center: number,
  step: number,
): Generator<undefined, SlopeEstimate> {
  const wide = yield* finiteDifferences(f, x, center, step);
  const narrow = yield* finiteDifferences(f, x, center, step / 2);
  return {
    slope: (4 * narrow.central - wide.central) / 3,
    uncertainty: Math.abs(wide.central - narrow.central),
    noise: (roundingErrors * Number.EPSILON * Math.max(wide.magnitude, narrow.magnitude)) / step,
    wide,
    narrow,
  };
}

function* finiteDifferences(
  f: (x: number) => Generator<undefined, number>,
  x: number,
  center: number,
  step: number,
): Generator<undefined, FiniteDifferences> {
  const [above, below] = [x + step, x - step];
  const [valueAbove, valueBelow] = [yield* f(above), yield* f(below)];
  return {
    forward: (valueAbove - center) / (above - x),
    backward: (center - valueBelow) / (x - below),
    central: (valueAbove - valueBelow) / (above - below),
    magnitude: Math.max(Math.abs(valueAbove), Math.abs(valueBelow), Math.abs(center)),
  };
}

/** Whether the function has no derivative there: its sides differ however near they are, or its value jumps. */
export function isKink({ wide, narrow, noise, slope }: SlopeEstimate, derivative: number): boolean {
  const magnitude = Math.max(Math.abs(narrow.forward), Math.abs(narrow.backward));
  const gap = gapOf(narrow);
  if (gap > Math.max(4 * noise, minGap * magnitude) && gap > kinkRatio * gapOf(wide)) return true;
  const jump = Math.abs(narrow.central);
  const threshold = Math.max(4 * noise, minGap * Math.max(Math.abs(slope), Math.abs(derivative)));
  return jump > threshold && jump > jumpRatio * Math.abs(wide.central);
}

function gapOf({ forward, backward }: FiniteDifferences): number {
  return Math.abs(forward - backward);
}
