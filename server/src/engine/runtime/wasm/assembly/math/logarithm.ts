/**
 * The natural logarithm of every lane. In 64 bits with the operations of `math/logarithm.ts` in the same order; in 32
 * bits after msun's e_logf.c. The largest errors found in 32 bits: log and log1p 0.9 ulp.
 */

import { ln2Head, ln2Tail, log1, log2, log3, log4, log5, log6, log7 } from '../../../../math/coefficients';
import { constant, allTrue, multiplyAdd, negateLanes, signOf } from '../lanes';

/** Turns the bits of a biased exponent into a number: 2^52 or 2^23 is prepended, then subtracted with the bias. */
const doubles = memory.data<f64>([
  1, 2, 0.5, ln2Head, ln2Tail, 4503599627370496, 4503599627371519, 2.2250738585072014e-308, Infinity, 18014398509481984, 54,
  log1, log2, log3, log4, log5, log6, log7,
]);
const floats = memory.data<f32>([
  1, 2, 0.5, 6.9313812256e-01, 9.0580006145e-06, 8388608, 8388735, 1.1754943508222875e-38, Infinity, 33554432, 25,
  0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841,
]);

/** Bit masks for splitting numbers: 1 less √½, the fraction, √½. */
const bitsOfDoubles = memory.data<u64>([0x00095f6200000000, 0x000fffffffffffff, 0x3fe6a09e00000000]);
const bitsOfFloats = memory.data<u32>([0x3f800000 - 0x3f3504f3, 0x007fffff, 0x3f3504f3]);

@inline
function bits<T>(index: i32): v128 {
  return constant<T>(bitsOfDoubles, bitsOfFloats, index);
}

const fromRootOfHalf = 0;
const fraction = 1;
const sqrtHalfHighWord = 2;

@inline
function number<T>(index: i32): v128 {
  return constant<T>(doubles, floats, index);
}

const one = 0;
const two = 1;
const half = 2;
const head = 3;
const tail = 4;
const exponentBefore = 5;
const exponentBias = 6;
const leastNormal = 7;
const infinity = 8;
const scaleOfSubnormal = 9;
const scaledBy = 10;
const first = 11;

@inline
export function log<T>(x: v128): v128 {
  return allTrue<T>(hasOrdinaryLog<T>(x)) ? ordinaryLog<T>(x) : logAtEdges<T>(x);
}

/** Whether neither x nor its logarithm is a special case. */
@inline
export function hasOrdinaryLog<T>(x: v128): v128 {
  return v128.and(v128.ge<T>(x, number<T>(leastNormal)), v128.lt<T>(x, number<T>(infinity)));
}

@inline
export function ordinaryLog<T>(x: v128): v128 {
  const zero = v128.splat<T>(0 as T);
  return logOf<T>(x, zero, zero);
}

function logAtEdges<T>(x: v128): v128 {
  const zero = v128.splat<T>(0 as T);
  const isSubnormal = v128.lt<T>(x, number<T>(leastNormal));
  const scaled = v128.bitselect(v128.mul<T>(x, number<T>(scaleOfSubnormal)), x, isSubnormal);
  const value = logOf<T>(scaled, v128.and(negateLanes<T>(number<T>(scaledBy)), isSubnormal), zero);
  return selectEdgeCases<T>(value, x, zero);
}

/** log(1 + x). */
@inline
export function log1p<T>(x: v128): v128 {
  const sum = v128.add<T>(number<T>(one), x);
  const ofLarge = v128.sub<T>(number<T>(one), v128.sub<T>(sum, x));
  const ofSmall = v128.sub<T>(x, v128.sub<T>(sum, number<T>(one)));
  const lostBits = v128.bitselect(ofLarge, ofSmall, v128.gt<T>(x, number<T>(one)));
  const value = logOf<T>(sum, v128.splat<T>(0 as T), v128.div<T>(lostBits, sum));
  const isOrdinary = v128.and(
    v128.gt<T>(x, negateLanes<T>(number<T>(one))),
    v128.lt<T>(x, number<T>(infinity)),
  );
  // The sum has turned −0 into 0.
  if (allTrue<T>(isOrdinary)) return v128.or(value, signOf<T>(x));
  return v128.or(selectEdgeCases<T>(value, x, negateLanes<T>(number<T>(one))), signOf<T>(x));
}

/** A logarithm with its special cases: −∞ at 0, NaN below 0 and for NaN, ∞ for ∞. */
@inline
function selectEdgeCases<T>(value: v128, x: v128, pole: v128): v128 {
  const infinite = number<T>(infinity);
  const below = v128.bitselect(value, v128.splat<T>(NaN as T), v128.gt<T>(x, pole));
  const atPole = v128.bitselect(negateLanes<T>(infinite), below, v128.eq<T>(x, pole));
  return v128.bitselect(infinite, atPole, v128.eq<T>(x, infinite));
}

/** The logarithm of x · 2^shift, plus a correction. */
@inline
function logOf<T>(x: v128, shift: v128, correction: v128): v128 {
  const shifted = addBits<T>(x, fromRootOfHalf);
  const biased = v128.or(
    sizeof<T>() == 8 ? i64x2.shr_u(shifted, 52) : i32x4.shr_u(shifted, 23),
    number<T>(exponentBefore),
  );
  const power = v128.add<T>(v128.sub<T>(biased, number<T>(exponentBias)), shift);
  const scaled = addBits<T>(v128.and(shifted, bits<T>(fraction)), sqrtHalfHighWord);
  const f = v128.sub<T>(scaled, number<T>(one));
  const s = v128.div<T>(f, v128.add<T>(number<T>(two), f));
  const square = v128.mul<T>(v128.mul<T>(number<T>(half), f), f);
  const head0 = multiplyAdd<T>(s, v128.add<T>(square, series<T>(s)), multiplyAdd<T>(power, number<T>(tail), correction));
  return multiplyAdd<T>(power, number<T>(head), v128.add<T>(v128.sub<T>(head0, square), f));
}

@inline
function addBits<T>(x: v128, index: i32): v128 {
  return sizeof<T>() == 8 ? i64x2.add(x, bits<T>(index)) : i32x4.add(x, bits<T>(index));
}

/** The logarithm minus 2s, divided by s. */
@inline
function series<T>(s: v128): v128 {
  const s2 = v128.mul<T>(s, s);
  const s4 = v128.mul<T>(s2, s2);
  if (sizeof<T>() == 8) {
    const odd = f64x2.mul(s2, hornerStep<f64>(0, s4, hornerStep<f64>(2, s4, hornerStep<f64>(4, s4, number<f64>(first + 6)))));
    const even = f64x2.mul(s4, hornerStep<f64>(1, s4, hornerStep<f64>(3, s4, number<f64>(first + 5))));
    return f64x2.add(odd, even);
  }
  const odd = hornerStep<f32>(0, s4, number<f32>(first + 2));
  const even = hornerStep<f32>(1, s4, number<f32>(first + 3));
  return multiplyAdd<f32>(s2, odd, f32x4.mul(s4, even));
}

/** A step of Horner's rule. */
@inline
function hornerStep<T>(index: i32, at: v128, higherTerms: v128): v128 {
  return multiplyAdd<T>(at, higherTerms, number<T>(first + index));
}
