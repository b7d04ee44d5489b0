/**
 * The natural logarithm of every lane: in 64 bits with the operations of `math/logarithm.ts` in the same order, in 32
 * bits after FreeBSD's e_logf.c. The largest errors found in 32 bits: log and log1p 0.9 ulp.
 */

import { ln2Head, ln2Tail, logCoefficient1, logCoefficient2, logCoefficient3, logCoefficient4, logCoefficient5, logCoefficient6, logCoefficient7 } from '../../../../math/coefficients';
import { constant, allTrue, multiplyAdd, negateLanes, signOf } from '../lanes';

/**
 * Entries 5 and 6 turn the bits of a biased exponent into a number: OR with 2^52 (2^23 in 32 bits), then subtract
 * 2^52 + 1023 (2^23 + 127).
 */
const doubles = memory.data<f64>([
  1, 2, 0.5, ln2Head, ln2Tail, 4503599627370496, 4503599627371519, 2.2250738585072014e-308, Infinity, 18014398509481984, 54,
  logCoefficient1, logCoefficient2, logCoefficient3, logCoefficient4, logCoefficient5, logCoefficient6, logCoefficient7,
]);
const floats = memory.data<f32>([
  1, 2, 0.5, 6.9313812256e-01, 9.0580006145e-06, 8388608, 8388735, 1.1754943508222875e-38, Infinity, 33554432, 25,
  0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841,
]);

/** Bit patterns that split a number into 2^power · (1 + f): bits(1) − bits(√½), the mask of the fraction, bits(√½). */
const bitsOfDoubles = memory.data<u64>([0x00095f6200000000, 0x000fffffffffffff, 0x3fe6a09e00000000]);
const bitsOfFloats = memory.data<u32>([0x3f800000 - 0x3f3504f3, 0x007fffff, 0x3f3504f3]);

@inline
function bits<T>(index: i32): v128 {
  return constant<T>(bitsOfDoubles, bitsOfFloats, index);
}

const oneMinusSqrtHalf = 0;
const fractionMask = 1;
const sqrtHalf = 2;

@inline
function number<T>(index: i32): v128 {
  return constant<T>(doubles, floats, index);
}

const oneIndex = 0;
const twoIndex = 1;
const halfIndex = 2;
const ln2HeadIndex = 3;
const ln2TailIndex = 4;
const exponentPrefixIndex = 5;
const prefixPlusBiasIndex = 6;
const minNormalIndex = 7;
const infinityIndex = 8;
const subnormalScaleIndex = 9;
const subnormalShiftIndex = 10;
const logCoefficientsIndex = 11;

@inline
export function log<T>(x: v128): v128 {
  return allTrue<T>(fastLogMask<T>(x)) ? fastLog<T>(x) : logAtEdges<T>(x);
}

/** A mask of the lanes in which x is positive, normal and finite. */
@inline
export function fastLogMask<T>(x: v128): v128 {
  return v128.and(v128.ge<T>(x, number<T>(minNormalIndex)), v128.lt<T>(x, number<T>(infinityIndex)));
}

@inline
export function fastLog<T>(x: v128): v128 {
  const zero = v128.splat<T>(0 as T);
  return logOf<T>(x, zero, zero);
}

function logAtEdges<T>(x: v128): v128 {
  const zero = v128.splat<T>(0 as T);
  const isSubnormal = v128.lt<T>(x, number<T>(minNormalIndex));
  const scaled = v128.bitselect(v128.mul<T>(x, number<T>(subnormalScaleIndex)), x, isSubnormal);
  const value = logOf<T>(scaled, v128.and(negateLanes<T>(number<T>(subnormalShiftIndex)), isSubnormal), zero);
  return selectEdgeCases<T>(value, x, zero);
}

/** log(1 + x). */
@inline
export function log1p<T>(x: v128): v128 {
  const sum = v128.add<T>(number<T>(oneIndex), x);
  const errorOfLarge = v128.sub<T>(number<T>(oneIndex), v128.sub<T>(sum, x));
  const errorOfSmall = v128.sub<T>(x, v128.sub<T>(sum, number<T>(oneIndex)));
  const roundingError = v128.bitselect(errorOfLarge, errorOfSmall, v128.gt<T>(x, number<T>(oneIndex)));
  const value = logOf<T>(sum, v128.splat<T>(0 as T), v128.div<T>(roundingError, sum));
  const isFast = v128.and(
    v128.gt<T>(x, negateLanes<T>(number<T>(oneIndex))),
    v128.lt<T>(x, number<T>(infinityIndex)),
  );
  // The sum turns −0 into 0.
  if (allTrue<T>(isFast)) return v128.or(value, signOf<T>(x));
  return v128.or(selectEdgeCases<T>(value, x, negateLanes<T>(number<T>(oneIndex))), signOf<T>(x));
}

/** A logarithm with its special cases: −∞ at 0, NaN below 0 and for NaN, ∞ for ∞. */
@inline
function selectEdgeCases<T>(value: v128, x: v128, pole: v128): v128 {
  const infinite = number<T>(infinityIndex);
  const finiteOrNaN = v128.bitselect(value, v128.splat<T>(NaN as T), v128.gt<T>(x, pole));
  const atPole = v128.bitselect(negateLanes<T>(infinite), finiteOrNaN, v128.eq<T>(x, pole));
  return v128.bitselect(infinite, atPole, v128.eq<T>(x, infinite));
}

/** log(x · 2^shift) + correction, for a positive normal x. */
@inline
function logOf<T>(x: v128, shift: v128, correction: v128): v128 {
  const shifted = addBits<T>(x, oneMinusSqrtHalf);
  const biased = v128.or(
    sizeof<T>() == 8 ? i64x2.shr_u(shifted, 52) : i32x4.shr_u(shifted, 23),
    number<T>(exponentPrefixIndex),
  );
  const power = v128.add<T>(v128.sub<T>(biased, number<T>(prefixPlusBiasIndex)), shift);
  const scaled = addBits<T>(v128.and(shifted, bits<T>(fractionMask)), sqrtHalf);
  const f = v128.sub<T>(scaled, number<T>(oneIndex));
  const s = v128.div<T>(f, v128.add<T>(number<T>(twoIndex), f));
  const square = v128.mul<T>(v128.mul<T>(number<T>(halfIndex), f), f);
  const low = multiplyAdd<T>(s, v128.add<T>(square, series<T>(s)), multiplyAdd<T>(power, number<T>(ln2TailIndex), correction));
  return multiplyAdd<T>(power, number<T>(ln2HeadIndex), v128.add<T>(v128.sub<T>(low, square), f));
}

@inline
function addBits<T>(x: v128, index: i32): v128 {
  return sizeof<T>() == 8 ? i64x2.add(x, bits<T>(index)) : i32x4.add(x, bits<T>(index));
}

/** (log((1 + s) / (1 − s)) − 2s) / s. */
@inline
function series<T>(s: v128): v128 {
  const s2 = v128.mul<T>(s, s);
  const s4 = v128.mul<T>(s2, s2);
  if (sizeof<T>() == 8) {
    const odd = f64x2.mul(s2, hornerStep<f64>(0, s4, hornerStep<f64>(2, s4, hornerStep<f64>(4, s4, number<f64>(logCoefficientsIndex + 6)))));
    const even = f64x2.mul(s4, hornerStep<f64>(1, s4, hornerStep<f64>(3, s4, number<f64>(logCoefficientsIndex + 5))));
    return f64x2.add(odd, even);
  }
  const odd = hornerStep<f32>(0, s4, number<f32>(logCoefficientsIndex + 2));
  const even = hornerStep<f32>(1, s4, number<f32>(logCoefficientsIndex + 3));
  return multiplyAdd<f32>(s2, odd, f32x4.mul(s4, even));
}

/** c[index] + at · higherTerms, for the coefficients c of log: a step of Horner's rule. */
@inline
function hornerStep<T>(index: i32, at: v128, higherTerms: v128): v128 {
  return multiplyAdd<T>(at, higherTerms, number<T>(logCoefficientsIndex + index));
}
