/**
 * Sine and cosine in 64 bits, after FreeBSD's msun (k_sin.c, k_cos.c and e_rem_pio2.c, Sun Microsystems 1993: freely granted).
 * `assembly/math/trigonometry.ts` does the same operations in the same order on vectors: change both together.
 *
 * x = quarterTurns · ½π + r with |r| ≤ ¼π. r is kept as a sum of two numbers, since almost all of x may cancel. Larger
 * angles are left to `Math.sin` and `Math.cos`. The largest error found: 0.75 ulp.
 */

import {
  cosCoefficient1,
  cosCoefficient2,
  cosCoefficient3,
  cosCoefficient4,
  cosCoefficient5,
  cosCoefficient6,
  halfPiHead,
  halfPiMiddle,
  halfPiTail,
  maxAngle,
  roundingMagic,
  sinCoefficient1,
  sinCoefficient2,
  sinCoefficient3,
  sinCoefficient4,
  sinCoefficient5,
  sinCoefficient6,
  twoOverPi,
} from './coefficients.ts';

export function sin(x: number): number {
  if (!(Math.abs(x) <= maxAngle)) return Math.sin(x);
  const quarterTurns = nearestQuarterTurn(x);
  return sineInQuadrant(x, quarterTurns, quarterTurns & 3);
}

export function cos(x: number): number {
  if (!(Math.abs(x) <= maxAngle)) return Math.cos(x);
  const quarterTurns = nearestQuarterTurn(x);
  return sineInQuadrant(x, quarterTurns, (quarterTurns + 1) & 3);
}

function nearestQuarterTurn(x: number): number {
  return x * twoOverPi + roundingMagic - roundingMagic;
}

/** sin(r + quadrant · ½π), where r is x reduced by its quarter turns. */
function sineInQuadrant(x: number, quarterTurns: number, quadrant: number): number {
  const head = x - quarterTurns * halfPiHead;
  const middle = quarterTurns * halfPiMiddle;
  const high = head - middle;
  const low = quarterTurns * halfPiTail - (head - high - middle);
  const r = high - low;
  const tail = high - r - low;
  const value = quadrant & 1 ? cosineOf(r, tail) : sineOf(r, tail);
  return quadrant & 2 ? -value : value;
}

/** sin(r + tail), for a tail smaller than the last bit of r. */
function sineOf(r: number, tail: number): number {
  const r2 = r * r;
  const r3 = r2 * r;
  const high =
    sinCoefficient2 + r2 * (sinCoefficient3 + r2 * (sinCoefficient4 + r2 * (sinCoefficient5 + r2 * sinCoefficient6)));
  return r - (r2 * (0.5 * tail - r3 * high) - tail - r3 * sinCoefficient1);
}

/** cos(r + tail), for a tail smaller than the last bit of r. */
function cosineOf(r: number, tail: number): number {
  const r2 = r * r;
  const high =
    r2 *
    (cosCoefficient1 +
      r2 *
        (cosCoefficient2 +
          r2 * (cosCoefficient3 + r2 * (cosCoefficient4 + r2 * (cosCoefficient5 + r2 * cosCoefficient6)))));
  const half = 0.5 * r2;
  const head = 1 - half;
  return head + (1 - head - half + (r2 * high - r * tail));
}
