/** Slope estimates of functions of one variable by finite differences at two step sizes, with an error bound. */

export interface SlopeEstimate {
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
  /** The largest absolute value of the function at the three points. */
  readonly magnitude: number;
}

/** The assumed rounding error of a value, in units in the last place. */
const roundingErrors = 16;

/** The difference of the one-sided slopes, relative to the larger one, from which on it counts as a gap. */
const minGap = 1e-3;

/**
 * Ratios of the narrow step's gap to the wide step's, which is twice as wide: the gap of a smooth function halves with the
 * step (0.5), that of a kink stays (1), and the central slope at a jump doubles (2).
 */
const kinkRatio = 0.75;
const jumpRatio = 1.5;

/** Calls `f` four times. @param center f(x). */
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

/** True if the function has no derivative there: its one-sided slopes differ at every step, or its value jumps. */
export function isKink({ wide, narrow, noise, slope }: SlopeEstimate, derivative: number): boolean {
  const magnitude = Math.max(Math.abs(narrow.forward), Math.abs(narrow.backward));
  const gap = gapOf(narrow);
  if (gap > Math.max(4 * noise, minGap * magnitude) && gap > kinkRatio * gapOf(wide)) return true;
  const jump = Math.abs(narrow.central);
  const threshold = Math.max(4 * noise, minGap * Math.max(Math.abs(slope), Math.abs(derivative)));
  return jump > threshold && jump > jumpRatio * Math.abs(wide.central);
}

/** The difference of the one-sided slopes. */
function gapOf({ forward, backward }: FiniteDifferences): number {
  return Math.abs(forward - backward);
}
