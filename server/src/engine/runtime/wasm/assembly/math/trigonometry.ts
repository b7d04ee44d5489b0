/**
 * Sine and cosine of every lane, with the operations of `math/trigonometry.ts` in the same order. In 32 bits they are
 * computed in 64.
 */

import {
  cos1,
  cos2,
  cos3,
  cos4,
  cos5,
  cos6,
  maxAngle,
  twoOverPi,
  halfPiHead,
  halfPiMiddle,
  halfPiTail,
  roundingMagic,
  sin1,
  sin2,
  sin3,
  sin4,
  sin5,
  sin6,
} from '../../../../math/coefficients';
import { cos64, sin64 } from '../host';
import { promoteLow, promoteHigh, demote } from '../lanes';

const numbers = memory.data<f64>([
  maxAngle, twoOverPi, roundingMagic, halfPiHead, halfPiMiddle, halfPiTail, 0.5, 1,
  sin1, sin2, sin3, sin4, sin5, sin6, cos1, cos2, cos3, cos4, cos5, cos6,
]);

@inline
function number(index: i32): v128 {
  return v128.load64_splat(numbers + index * 8);
}

const angleLimit = 0;
const toQuarters = 1;
const rounding = 2;
const head = 3;
const middle = 4;
const tail = 5;
const half = 6;
const one = 7;
const sine = 8;
const cosine = 14;

export function sin<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return sinOrCos(false, x);
  return demote(sinOrCos(false, promoteLow(x)), sinOrCos(false, promoteHigh(x)));
}

export function cos<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return sinOrCos(true, x);
  return demote(sinOrCos(true, promoteLow(x)), sinOrCos(true, promoteHigh(x)));
}

/** The sine of r rotated by the quadrant of x, and by one more for a cosine. */
function sinOrCos(isCosine: bool, x: v128): v128 {
  if (!i64x2.all_true(f64x2.le(f64x2.abs(x), number(angleLimit)))) return sinOrCosWithHost(isCosine, x);
  const rounded = f64x2.add(f64x2.mul(x, number(toQuarters)), number(rounding));
  const quarters = f64x2.sub(rounded, number(rounding));
  const turns = isCosine ? i64x2.add(rounded, i64x2.splat(1)) : rounded;
  const far = f64x2.sub(x, f64x2.mul(quarters, number(head)));
  const less = f64x2.mul(quarters, number(middle));
  const near = f64x2.sub(far, less);
  const left = f64x2.sub(f64x2.mul(quarters, number(tail)), f64x2.sub(f64x2.sub(far, near), less));
  const r = f64x2.sub(near, left);
  const rest = f64x2.sub(f64x2.sub(near, r), left);
  const r2 = f64x2.mul(r, r);
  const isOdd = i64x2.ne(v128.and(turns, i64x2.splat(1)), i64x2.splat(0));
  const value = v128.bitselect(cosineOf(r, rest, r2), sineOf(r, rest, r2), isOdd);
  return v128.xor(value, v128.and(i64x2.shl(turns, 62), f64x2.splat(-0.0)));
}

/** For vectors with at least one lane that is left to JavaScript. */
function sinOrCosWithHost(isCosine: bool, x: v128): v128 {
  const isLarge = v128.not(f64x2.le(f64x2.abs(x), number(angleLimit)));
  const smallResult = sinOrCos(isCosine, v128.andnot(x, isLarge));
  const first = f64x2.splat(callHost(isCosine, f64x2.extract_lane(x, 0)));
  const hostResult = f64x2.replace_lane(first, 1, callHost(isCosine, f64x2.extract_lane(x, 1)));
  return v128.bitselect(hostResult, smallResult, isLarge);
}

function callHost(isCosine: bool, x: f64): f64 {
  return isCosine ? cos64(x) : sin64(x);
}

@inline
function sineOf(r: v128, rest: v128, r2: v128): v128 {
  const r3 = f64x2.mul(r2, r);
  const high = hornerStep(sine + 1, r2, hornerStep(sine + 2, r2, hornerStep(sine + 3, r2, hornerStep(sine + 4, r2, number(sine + 5)))));
  const lower = f64x2.mul(r2, f64x2.sub(f64x2.mul(number(half), rest), f64x2.mul(r3, high)));
  return f64x2.sub(r, f64x2.sub(f64x2.sub(lower, rest), f64x2.mul(r3, number(sine))));
}

@inline
function cosineOf(r: v128, rest: v128, r2: v128): v128 {
  const inner = hornerStep(cosine + 2, r2, hornerStep(cosine + 3, r2, hornerStep(cosine + 4, r2, number(cosine + 5))));
  const high = f64x2.mul(r2, hornerStep(cosine, r2, hornerStep(cosine + 1, r2, inner)));
  const halved = f64x2.mul(number(half), r2);
  const sum = f64x2.sub(number(one), halved);
  const lower = f64x2.sub(f64x2.mul(r2, high), f64x2.mul(r, rest));
  return f64x2.add(sum, f64x2.add(f64x2.sub(f64x2.sub(number(one), sum), halved), lower));
}

/** A step of Horner's rule. */
@inline
function hornerStep(index: i32, at: v128, higherTerms: v128): v128 {
  return f64x2.add(number(index), f64x2.mul(at, higherTerms));
}
