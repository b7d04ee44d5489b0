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

/** Bounds of the slope on one side. */
export interface OneSidedSlope {
  readonly low: number;
  readonly high: number;
  /** True if the limit from this side is not the value itself. The bounds are those of the slope next to the jump. */
  readonly isJump: boolean;
}

type Side = 'forward' | 'backward';

/** Rounding errors in a value, in units in the last place. */
const roundingErrors = 16;

/** A one-sided slope that grows by more than this ratio when the step is halved is infinite. */
const infiniteSlopeRatio = 1.5;

/** The change of the height of a jump from one step size to the next, relative to it. The gap of |x|^p shrinks by more. */
const maxHeightChange = 0.3;

/** The share of the height of a jump in the difference over half a step, if there is no other step size to compare with. */
const minHeightShare = 0.95;

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
 * Bounds of the slopes on both sides as the step goes to 0, the forward side first. A side with an infinite slope, such as that
 * of a root, has bounds from 0 to infinity. Sides on which the function has no value are left out.
 */
export function oneSidedSlopes(estimates: readonly SlopeEstimate[]): readonly OneSidedSlope[] {
  return (['forward', 'backward'] as const).flatMap(
    (side) => slopeNextToJump(estimates, side) ?? slopeOn(estimates, side) ?? [],
  );
}

function slopeOn(estimates: readonly SlopeEstimate[], side: Side): OneSidedSlope | undefined {
  const finest = estimates.reduce((a, b) => (b.step < a.step ? b : a));
  const slope = finest.narrow[side];
  const isInfinite = Math.abs(slope) > Math.max(4 * finest.noise, infiniteSlopeRatio * Math.abs(finest.wide[side]));
  if (isInfinite) return { ...boundsOfInfinite(slope), isJump: false };
  return estimates
    .map(({ wide, narrow, noise }) =>
      around(narrow[side], limitDistance * Math.abs(wide[side] - narrow[side]) + 2 * noise),
    )
    .filter(({ low }) => !Number.isNaN(low))
    .reduce<OneSidedSlope | undefined>((a, b) => (a && a.high - a.low <= b.high - b.low ? a : b), undefined);
}

/** Undefined if there is no jump. The difference across a jump does not shrink with the step, unlike that of a steep slope. */
function slopeNextToJump(estimates: readonly SlopeEstimate[], side: Side): OneSidedSlope | undefined {
  const [finest, ...wider] = estimates.toSorted((a, b) => a.step - b.step);
  const next = wider.find(({ step }) => step > finest.step);
  const height = jumpHeight(finest, side);
  if (!(Math.abs(height) > 8 * finest.noise * finest.step)) return undefined;
  if (!next) {
    const difference = (finest.narrow[side] * finest.step) / 2;
    if (!(height / difference >= minHeightShare)) return undefined;
    return { ...boundsOfInfinite(finest.narrow[side]), isJump: true };
  }
  const nextHeight = jumpHeight(next, side);
  if (!(Math.abs(height - nextHeight) <= maxHeightChange * Math.abs(nextHeight))) return undefined;
  const [slope, nextSlope] = [finest, next].map(({ wide, narrow }) => 2 * wide[side] - narrow[side]);
  return { ...around(slope, Math.abs(slope - nextSlope) + 8 * finest.noise), isJump: true };
}

/** The difference over a step of 0, extrapolated linearly from both steps. */
function jumpHeight({ step, wide, narrow }: SlopeEstimate, side: Side): number {
  return step * (narrow[side] - wide[side]);
}

function boundsOfInfinite(slope: number): Pick<OneSidedSlope, 'low' | 'high'> {
  return slope > 0 ? { low: 0, high: Number.POSITIVE_INFINITY } : { low: Number.NEGATIVE_INFINITY, high: 0 };
}

function around(center: number, radius: number): OneSidedSlope {
  return { low: center - radius, high: center + radius, isJump: false };
}
