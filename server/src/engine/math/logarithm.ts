/**
 * The natural logarithm in 64 bits, after FreeBSD's msun (e_log.c and s_log1p.c, Sun Microsystems 1993: freely granted).
 * `assembly/math/logarithm.ts` does the same operations in the same order on vectors: change both together.
 *
 * x = 2^power · (1 + f) with √½ ≤ 1 + f ≤ √2, and log(1 + f) = log((1 + s) / (1 − s)) for s = f / (2 + f). The largest
 * errors found: log and log1p 0.9 ulp.
 */

import {
  ln2Head,
  ln2Tail,
  logCoefficient1,
  logCoefficient2,
  logCoefficient3,
  logCoefficient4,
  logCoefficient5,
  logCoefficient6,
  logCoefficient7,
  sqrtHalfHighWord,
} from './coefficients.ts';
import { highWord, powerOfTwo } from './floatBits.ts';

export function log(x: number): number {
  if (x >= minNormal && x < Number.POSITIVE_INFINITY) return logOf(x, 0, 0);
  if (x > 0) return x < minNormal ? logOf(x * 2 ** 54, -54, 0) : x;
  return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
}

/** log(1 + x), accurate for small x: log(sum) is corrected by roundingError / sum. */
export function log1p(x: number): number {
  if (x === 0) return x;
  if (x > -1 && x < Number.POSITIVE_INFINITY) {
    const sum = 1 + x;
    const roundingError = x > 1 ? 1 - (sum - x) : x - (sum - 1);
    return logOf(sum, 0, roundingError / sum);
  }
  if (x > 0) return x;
  return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
}

const minNormal = 2 ** -1022;
const highWordShift = 0x3ff00000 - sqrtHalfHighWord;

/** log(x · 2^shift) + correction, for a positive normal x. */
function logOf(x: number, shift: number, correction: number): number {
  const exponent = ((highWord(x) + highWordShift) >>> 20) - 1023;
  const power = exponent + shift;
  const f = x * powerOfTwo(-exponent) - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const odd = s2 * (logCoefficient1 + s4 * (logCoefficient3 + s4 * (logCoefficient5 + s4 * logCoefficient7)));
  const even = s4 * (logCoefficient2 + s4 * (logCoefficient4 + s4 * logCoefficient6));
  const square = 0.5 * f * f;
  return s * (square + (odd + even)) + (power * ln2Tail + correction) - square + f + power * ln2Head;
}
