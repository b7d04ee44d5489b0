/**
 * Sine and cosine of every lane, with the operations of `math/trigonometry.ts` in the same order; 32-bit lanes are
 * computed in 64 bits.
 */

import {
  cosCoefficient1,
  cosCoefficient2,
  cosCoefficient3,
  cosCoefficient4,
  cosCoefficient5,
  cosCoefficient6,
  maxAngle,
  twoOverPi,
  halfPiHead,
  halfPiMiddle,
  halfPiTail,
  roundingMagic,
  sinCoefficient1,
  sinCoefficient2,
  sinCoefficient3,
  sinCoefficient4,
  sinCoefficient5,
  sinCoefficient6,
} from '../../../../math/coefficients';
import { cos64, sin64 } from '../host';
import { promoteLow, promoteHigh, demote } from '../lanes';

const numbers = memory.data<f64>([
  maxAngle, twoOverPi, roundingMagic, halfPiHead, halfPiMiddle, halfPiTail, 0.5, 1,
  sinCoefficient1, sinCoefficient2, sinCoefficient3, sinCoefficient4, sinCoefficient5, sinCoefficient6, cosCoefficient1, cosCoefficient2, cosCoefficient3, cosCoefficient4, cosCoefficient5, cosCoefficient6,
]);

@inline
function number(index: i32): v128 {
  return v128.load64_splat(numbers + index * 8);
}

const maxAngleIndex = 0;
const twoOverPiIndex = 1;
const roundingMagicIndex = 2;
const halfPiHeadIndex = 3;
const halfPiMiddleIndex = 4;
const halfPiTailIndex = 5;
const halfIndex = 6;
const oneIndex = 7;
const sinIndex = 8;
const cosIndex = 14;

export function sin<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return sinOrCos(false, x);
  return demote(sinOrCos(false, promoteLow(x)), sinOrCos(false, promoteHigh(x)));
}

export function cos<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return sinOrCos(true, x);
  return demote(sinOrCos(true, promoteLow(x)), sinOrCos(true, promoteHigh(x)));
}

/** sin(x), or cos(x) as sin(x + ½π): the low bits of `quadrant` choose the polynomial and the sign. */
function sinOrCos(isCosine: bool, x: v128): v128 {
  if (!i64x2.all_true(f64x2.le(f64x2.abs(x), number(maxAngleIndex)))) return sinOrCosWithHost(isCosine, x);
  const rounded = f64x2.add(f64x2.mul(x, number(twoOverPiIndex)), number(roundingMagicIndex));
  const quarterTurns = f64x2.sub(rounded, number(roundingMagicIndex));
  const quadrant = isCosine ? i64x2.add(rounded, i64x2.splat(1)) : rounded;
  const head = f64x2.sub(x, f64x2.mul(quarterTurns, number(halfPiHeadIndex)));
  const middle = f64x2.mul(quarterTurns, number(halfPiMiddleIndex));
  const high = f64x2.sub(head, middle);
  const low = f64x2.sub(f64x2.mul(quarterTurns, number(halfPiTailIndex)), f64x2.sub(f64x2.sub(head, high), middle));
  const r = f64x2.sub(high, low);
  const tail = f64x2.sub(f64x2.sub(high, r), low);
  const r2 = f64x2.mul(r, r);
  const isOdd = i64x2.ne(v128.and(quadrant, i64x2.splat(1)), i64x2.splat(0));
  const value = v128.bitselect(cosineOf(r, tail, r2), sineOf(r, tail, r2), isOdd);
  return v128.xor(value, v128.and(i64x2.shl(quadrant, 62), f64x2.splat(-0.0)));
}

/** For vectors with at least one lane that is low to JavaScript. */
function sinOrCosWithHost(isCosine: bool, x: v128): v128 {
  const isLarge = v128.not(f64x2.le(f64x2.abs(x), number(maxAngleIndex)));
  const smallResult = sinOrCos(isCosine, v128.andnot(x, isLarge));
  const first = f64x2.splat(callHost(isCosine, f64x2.extract_lane(x, 0)));
  const hostResult = f64x2.replace_lane(first, 1, callHost(isCosine, f64x2.extract_lane(x, 1)));
  return v128.bitselect(hostResult, smallResult, isLarge);
}

function callHost(isCosine: bool, x: f64): f64 {
  return isCosine ? cos64(x) : sin64(x);
}

@inline
function sineOf(r: v128, tail: v128, r2: v128): v128 {
  const r3 = f64x2.mul(r2, r);
  const high = hornerStep(sinIndex + 1, r2, hornerStep(sinIndex + 2, r2, hornerStep(sinIndex + 3, r2, hornerStep(sinIndex + 4, r2, number(sinIndex + 5)))));
  const lower = f64x2.mul(r2, f64x2.sub(f64x2.mul(number(halfIndex), tail), f64x2.mul(r3, high)));
  return f64x2.sub(r, f64x2.sub(f64x2.sub(lower, tail), f64x2.mul(r3, number(sinIndex))));
}

@inline
function cosineOf(r: v128, tail: v128, r2: v128): v128 {
  const inner = hornerStep(cosIndex + 2, r2, hornerStep(cosIndex + 3, r2, hornerStep(cosIndex + 4, r2, number(cosIndex + 5))));
  const high = f64x2.mul(r2, hornerStep(cosIndex, r2, hornerStep(cosIndex + 1, r2, inner)));
  const half = f64x2.mul(number(halfIndex), r2);
  const head = f64x2.sub(number(oneIndex), half);
  const lower = f64x2.sub(f64x2.mul(r2, high), f64x2.mul(r, tail));
  return f64x2.add(head, f64x2.add(f64x2.sub(f64x2.sub(number(oneIndex), head), half), lower));
}

/** c[index] + at · higherTerms: a step of Horner's rule. */
@inline
function hornerStep(index: i32, at: v128, higherTerms: v128): v128 {
  return f64x2.add(number(index), f64x2.mul(at, higherTerms));
}
