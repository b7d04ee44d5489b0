/**
 * The error function of every lane, with the operations of `math/erf.ts` in the same order; 32-bit lanes are computed in
 * 64 bits. Cases that apply to no lane are skipped.
 */

import {
  middleDenominator,
  middleNumerator,
  nearOneDenominator,
  nearOneNumerator,
  nearZeroDenominator,
  nearZeroNumerator,
  tailDenominator,
  tailNumerator,
} from '../../../../math/erfCoefficients';
import { exp } from './exponential';
import { promoteLow, promoteHigh, demote, negateLanes, signOf } from '../lanes';

export function erf<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return erfOfDoubles(x);
  return demote(erfOfDoubles(promoteLow(x)), erfOfDoubles(promoteHigh(x)));
}

function erfOfDoubles(x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const isNearZero = f64x2.lt(magnitude, f64x2.splat(0.84375));
  if (i64x2.all_true(isNearZero)) return nearZero(x, magnitude);
  const others = v128.or(erfOfPositive(magnitude), signOf<f64>(x));
  return v128.any_true(isNearZero) ? v128.bitselect(nearZero(x, magnitude), others, isNearZero) : others;
}

function nearZero(x: v128, magnitude: v128): v128 {
  const small = f64x2.add(x, f64x2.mul(x, ratio(nearZeroNumerator, nearZeroDenominator, f64x2.mul(x, x))));
  const isTiny = f64x2.lt(magnitude, f64x2.splat(1.0 / 268435456.0));
  if (!v128.any_true(isTiny)) return small;
  const sum = f64x2.add(f64x2.mul(f64x2.splat(8), x), f64x2.mul(f64x2.splat(1.0270333367641007), x));
  return v128.bitselect(f64x2.mul(f64x2.splat(0.125), sum), small, isTiny);
}

function erfOfPositive(x: v128): v128 {
  const one = f64x2.splat(1);
  const isNearOne = f64x2.lt(x, f64x2.splat(1.25));
  let value = one;
  if (!i64x2.all_true(isNearOne)) value = v128.bitselect(one, farFromOne(x), f64x2.ge(x, f64x2.splat(6)));
  if (!v128.any_true(isNearOne)) return value;
  const nearOne = ratio(nearOneNumerator, nearOneDenominator, f64x2.sub(x, one));
  return v128.bitselect(f64x2.add(f64x2.splat(0.8450629115104675), nearOne), value, isNearOne);
}

/** For |x| ≤ 6. */
function farFromOne(x: v128): v128 {
  const one = f64x2.splat(1);
  const bounded = f64x2.pmin(x, f64x2.splat(6));
  const point = f64x2.div(one, f64x2.mul(bounded, bounded));
  const isInMiddle = f64x2.lt(bounded, f64x2.splat(1 / 0.35));
  let quotient = one;
  if (v128.any_true(isInMiddle)) quotient = ratio(middleNumerator, middleDenominator, point);
  if (!i64x2.all_true(isInMiddle)) {
    quotient = v128.bitselect(quotient, ratio(tailNumerator, tailDenominator, point), isInMiddle);
  }
  const z = v128.and(bounded, i64x2.splat(0xffffffff00000000));
  const ofSquare = exp<f64>(f64x2.sub(f64x2.mul(negateLanes<f64>(z), z), f64x2.splat(0.5625)));
  const product = f64x2.mul(f64x2.sub(z, bounded), f64x2.add(z, bounded));
  const complement = f64x2.mul(ofSquare, exp<f64>(f64x2.add(product, quotient)));
  return f64x2.sub(one, f64x2.div(complement, bounded));
}

function ratio(numerator: f64[], denominator: f64[], point: v128): v128 {
  return f64x2.div(polynomial(numerator, point), polynomial(denominator, point));
}

@inline
function polynomial(coefficients: f64[], point: v128): v128 {
  let value = f64x2.splat(0);
  let address = coefficients.dataStart + (<usize>coefficients.length << 3);
  while (address > coefficients.dataStart) {
    address -= 8;
    value = f64x2.add(f64x2.mul(value, point), v128.load64_splat(address));
  }
  return value;
}
