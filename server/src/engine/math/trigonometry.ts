/**
 * Sine and cosine in 64 bits, after FreeBSD's msun (k_sin.c, k_cos.c and e_rem_pio2.c, Sun Microsystems 1993: freely granted).
 * `assembly/math/trigonometry.ts` does the same operations in the same order on vectors: a change here is one there.
 *
 * Each number is taken apart as quarters · ½π + r with |r| ≤ ¼π, and r is kept in two parts, as almost all of x may cancel. Numbers
 * that are too large for that are left to JavaScript. The largest error that was found: 0.75 ulp.
 */

import {
  cos1,
  cos2,
  cos3,
  cos4,
  cos5,
  cos6,
  halfPiHead,
  halfPiMiddle,
  halfPiTail,
  maxAngle,
  roundingMagic,
  sin1,
  sin2,
  sin3,
  sin4,
  sin5,
  sin6,
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

/** The sine of r, as much further as there are quarters. */
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

/** The sine of r + tail, where the tail is less than the last bit of r. */
function sineOf(r: number, tail: number): number {
  const r2 = r * r;
  const r3 = r2 * r;
  const high = sin2 + r2 * (sin3 + r2 * (sin4 + r2 * (sin5 + r2 * sin6)));
  return r - (r2 * (0.5 * tail - r3 * high) - tail - r3 * sin1);
}

function cosineOf(r: number, tail: number): number {
  const r2 = r * r;
  const high = r2 * (cos1 + r2 * (cos2 + r2 * (cos3 + r2 * (cos4 + r2 * (cos5 + r2 * cos6)))));
  const half = 0.5 * r2;
  const head = 1 - half;
  return head + (1 - head - half + (r2 * high - r * tail));
}
