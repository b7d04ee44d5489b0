/** The error function of every lane: each operation is that of `kernels/erf.ts`, in the same order. */

import {
  middleDenominator,
  middleNumerator,
  nearOneDenominator,
  nearOneNumerator,
  nearZeroDenominator,
  nearZeroNumerator,
  tailDenominator,
  tailNumerator,
} from '../erfCoefficients';
import { exp } from './exponential';

export function erf64(x: f64): f64 {
  if (isNaN(x)) return x;
  const magnitude = abs(x);
  if (magnitude < 0.84375) return nearZero(x, magnitude);
  return x < 0 ? -positive(magnitude) : positive(magnitude);
}

function nearZero(x: f64, magnitude: f64): f64 {
  if (magnitude < 1.0 / 268435456.0) return 0.125 * (8 * x + 1.0270333367641007 * x);
  return x + x * ratio(nearZeroNumerator, nearZeroDenominator, x * x);
}

function positive(x: f64): f64 {
  if (x < 1.25) return 0.8450629115104675 + ratio(nearOneNumerator, nearOneDenominator, x - 1);
  if (x >= 6) return 1;
  const at = 1 / (x * x);
  const quotient =
    x < 1 / 0.35 ? ratio(middleNumerator, middleDenominator, at) : ratio(tailNumerator, tailDenominator, at);
  const z = reinterpret<f64>(reinterpret<u64>(x) & 0xffffffff00000000);
  const complement = exp64(-z * z - 0.5625) * exp64((z - x) * (z + x) + quotient);
  return 1 - complement / x;
}

function exp64(x: f64): f64 {
  return f64x2.extract_lane(exp<f64>(f64x2.splat(x)), 0);
}

function ratio(numerator: f64[], denominator: f64[], at: f64): f64 {
  return polynomial(numerator, at) / polynomial(denominator, at);
}

@inline
function polynomial(coefficients: f64[], at: f64): f64 {
  let value: f64 = 0;
  for (let power = coefficients.length - 1; power >= 0; power--) value = value * at + unchecked(coefficients[power]);
  return value;
}
