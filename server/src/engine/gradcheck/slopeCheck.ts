/** The comparison of a derivative with finite differences at one point, and its verdict. */

import { estimateSlope, type OneSidedSlope, oneSidedSlopes, type SlopeEstimate } from './finiteDifferences.ts';

export interface SlopeReport {
  readonly analytic: number;
  readonly numeric: number;
  /** |analytic − numeric|, and how much of it the differences can't rule out. */
  readonly error: number;
  readonly allowed: number;
  /** The error relative to the larger side, or to the smallest slope that rounding leaves visible. */
  readonly relative: number;
  /**
   * `kink`: there is no derivative to compare with, but the gradient is between the slopes on both sides. `jump`: the function
   * is not continuous, and the gradient is between the slopes next to its jump, if it is continuous on one side.
   */
  readonly verdict: 'agrees' | 'kink' | 'jump' | 'wrong';
}

/** A function of one variable at a point. */
export interface Line {
  readonly at: (x: number) => Generator<undefined, number>;
  readonly x: number;
  /** The value at `x`. */
  readonly center: number;
}

/** Estimates that may be made beyond the first one of each check. */
export interface Retries {
  left: number;
}

/** Relative to the larger of both sides. Smooth functions agree to about 1e-10. */
const tolerance = 1e-7;

/** The disagreement of the differences, relative to the gradient, up to which they are conclusive. */
const maxUncertainty = 1e-4;

/** Evaluations of the function for one estimate. */
export const evaluationsPerEstimate = 4;

/** Compares a derivative with finite differences of decreasing and then increasing steps until they agree. */
export function* checkSlope(line: Line, analytic: number, retries: Retries): Generator<undefined, SlopeReport> {
  const estimates: Estimate[] = [];
  for (const step of stepsAt(line.x)) {
    if (estimates.length > 0 && retries.left-- <= 0) break;
    const slopes = yield* estimateSlope(line.at, line.x, line.center, step);
    const estimate = { slopes, ...compare(analytic, slopes) };
    if (estimates.length > 0 && !isConclusive(estimate, estimates[0])) continue;
    if (agrees(estimate)) return reportOf(analytic, estimate, 'agrees');
    estimates.push(estimate);
  }
  return compareWithSides(analytic, estimates);
}

/**
 * Compares a derivative with the slopes on both sides. They differ at a kink, and where the slope itself changes fast
 * neither side has reached its limit, as for relu(x)^2 at 0.
 */
function compareWithSides(analytic: number, estimates: readonly Estimate[]): SlopeReport {
  const sides = oneSidedSlopes(estimates.map(({ slopes }) => slopes));
  const low = Math.min(...sides.map((side) => side.low));
  const high = Math.max(...sides.map((side) => side.high));
  const slack = tolerance * Math.abs(analytic);
  const isBetween = low - slack <= analytic && analytic <= high + slack;
  const finest = estimates.reduce((a, b) => (b.slopes.step < a.slopes.step ? b : a));
  if (sides.some(({ isJump }) => isJump)) {
    const continuous = sides.find(({ isJump }) => !isJump);
    if (Number.isFinite(analytic) && (isBetween || !continuous)) return reportOf(analytic, finest, 'jump');
    if (continuous && Number.isFinite(continuous.high - continuous.low)) return wrongBeside(analytic, continuous);
  }
  if (!Number.isFinite(analytic) || !isBetween) {
    const mostCertain = estimates.reduce((a, b) => (isMoreCertain(b.slopes, a.slopes) ? b : a));
    return reportOf(analytic, mostCertain, 'wrong');
  }
  const hasInfiniteSlope = !Number.isFinite(high - low);
  const isKink =
    hasInfiniteSlope || Math.max(...sides.map((side) => side.low)) > Math.min(...sides.map((side) => side.high));
  if (!isKink) return { analytic, numeric: analytic, error: 0, allowed: high - low, relative: 0, verdict: 'agrees' };
  return reportOf(analytic, finest, 'kink');
}

/** A wrong gradient at a jump, compared with the slope on the continuous side: a central difference has no limit there. */
function wrongBeside(analytic: number, { low, high }: OneSidedSlope): SlopeReport {
  const numeric = (low + high) / 2;
  const error = Math.abs(analytic - numeric);
  const size = Math.max(Math.abs(analytic), Math.abs(numeric));
  return {
    analytic,
    numeric,
    error,
    allowed: tolerance * size + (high - low) / 2,
    relative: error / size,
    verdict: 'wrong',
  };
}

/** The estimate for one step size. */
interface Estimate extends Pick<SlopeReport, 'error' | 'allowed' | 'relative'> {
  readonly slopes: SlopeEstimate;
  /** True if rounding affects the slope by less than the tolerance. */
  readonly isPrecise: boolean;
}

function reportOf(
  analytic: number,
  { slopes: { slope: numeric }, error, allowed, relative }: Estimate,
  verdict: SlopeReport['verdict'],
): SlopeReport {
  return { analytic, numeric, error, allowed, relative, verdict };
}

/**
 * Step sizes: the best one for a smooth function first, then smaller ones for kinks and poles nearby, then larger ones
 * against rounding.
 */
function stepsAt(x: number): number[] {
  const step = stepFor(Math.max(1, Math.abs(x)));
  const proportionalSteps = x === 0 ? [] : [stepFor(Math.abs(x))];
  return [step, step * 2 ** -7, step * 2 ** -14, ...proportionalSteps, step * 2 ** 6, step * 2 ** 12];
}

/** A power of two, so that adding it to x is exact. */
function stepFor(size: number): number {
  return 2 ** Math.round(Math.log2(Math.cbrt(Number.EPSILON) * size));
}

function compare(analytic: number, slopes: SlopeEstimate): Omit<Estimate, 'slopes'> {
  const size = Math.max(Math.abs(analytic), Math.abs(slopes.slope));
  const uncertainty = Math.max(slopes.noise, Math.min(2 * slopes.uncertainty, maxUncertainty * size));
  const error = Math.abs(analytic - slopes.slope);
  return {
    error,
    allowed: tolerance * size + uncertainty,
    relative: error === 0 ? 0 : error / Math.max(size, slopes.noise / tolerance),
    isPrecise: slopes.noise <= tolerance * size,
  };
}

/** Infinities never agree: a slope is a finite number. */
function agrees({ error, allowed }: Estimate): boolean {
  return error <= allowed && Number.isFinite(allowed);
}

function isMoreCertain(a: SlopeEstimate, b: SlopeEstimate): boolean {
  return a.uncertainty < b.uncertainty || Number.isNaN(b.uncertainty);
}

/** True if an estimate is as conclusive as the first one; smaller steps lose more to rounding. */
function isConclusive({ slopes, isPrecise }: Estimate, first: Estimate): boolean {
  return isPrecise || slopes.noise <= first.slopes.noise;
}
