/** Slope estimates of functions of one variable by finite differences at two step sizes, with an error bound. */

export interface SlopeEstimate {
  /** The wider of both steps. */
  readonly step: number;
  /** Richardson extrapolation of both steps, of fourth order in the step. */
  readonly slope: number;
  /** The difference between the two step sizes. */
  readonly uncertainty: number;
  /** The approximate effect of rounding on the slope, if only the value itself is rounded. */
  readonly noise: number;
  readonly wide: FiniteDifferences;
  readonly narrow: FiniteDifferences;
}

/** The forward, backward and central differences of one step size. */
interface FiniteDifferences {
  readonly forward: number;
  readonly backward: number;
  readonly central: number;
  /** The largest absolute value, without those that are not a number. */
  readonly magnitude: number;
}

/** Bounds of a slope. */
export interface SlopeInterval {
  readonly low: number;
  readonly high: number;
}

/** Rounding errors in a value, in units in the last place. */
const roundingErrors = 16;

/** A one-sided slope that grows by more than this when the step is halved is that of a jump, which doubles. */
const jumpRatio = 1.5;

/**
 * The distance of a one-sided slope to its limit, relative to its change when the step is halved: 1 where the slope
 * changes linearly, and at most this where it changes like a square root, as that of x^1.5 at 0.
 */
const limitDistance = Math.SQRT1_2 / (1 - Math.SQRT1_2);

/** Calls `f` four times. @param center the value at x. */
export function* estimateSlope(
  f: (x: number) => Generator<undefined, number>,
  x: number,
  center: number,
  step: number,
): Generator<undefined, SlopeEstimate> {
  const wide = yield* finiteDifferences(f, x, center, step);
  const narrow = yield* finiteDifferences(f, x, center, step / 2);
  return {
    step,
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
    magnitude: Math.max(...[valueAbove, valueBelow, center].map((value) => Math.abs(value) || 0)),
  };
}

/**
 * Bounds of the slopes on both sides as the step goes to 0, the forward side first. At a jump a slope is infinite, while that
 * beside it may be 0: such bounds reach from 0 to infinity. Undefined on a side on which the function
 * has no value.
 */
export function oneSidedSlopes(estimates: readonly SlopeEstimate[]): readonly (SlopeInterval | undefined)[] {
  const finest = estimates.reduce((a, b) => (b.step < a.step ? b : a));
  return (['forward', 'backward'] as const).map((side) => {
    const slope = finest.narrow[side];
    const isJump = Math.abs(slope) > Math.max(4 * finest.noise, jumpRatio * Math.abs(finest.wide[side]));
    if (isJump)
      return slope > 0 ? { low: 0, high: Number.POSITIVE_INFINITY } : { low: Number.NEGATIVE_INFINITY, high: 0 };
    return estimates
      .map(({ wide, narrow, noise }) =>
        around(narrow[side], limitDistance * Math.abs(wide[side] - narrow[side]) + 2 * noise),
      )
      .filter(({ low }) => !Number.isNaN(low))
      .reduce<SlopeInterval | undefined>((a, b) => (a && a.high - a.low <= b.high - b.low ? a : b), undefined);
  });
}

function around(center: number, radius: number): SlopeInterval {
  return { low: center - radius, high: center + radius };
}
