/**
 * The error function to within 1 ulp, by W. J. Cody's rational approximations as arranged in FreeBSD's msun (s_erf.c,
 * Sun Microsystems 1993: freely granted). `assembly/math/erf.ts` does the same operations in the same order: change both
 * together.
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
} from './erfCoefficients.ts';
import { exp } from './exponential.ts';
import { clearLowWord } from './floatBits.ts';

/** 8 · (2 / √π − 1). */
const efx8 = 1.0270333367641007;
/** A constant near erf(1) in 24 bits; the rational function approximates erf(1 + s) − nearOneValue. */
const nearOneValue = 0.8450629115104675;

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const magnitude = Math.abs(x);
  if (magnitude < 0.84375) return erfNearZero(x, magnitude);
  return x < 0 ? -erfOfPositive(magnitude) : erfOfPositive(magnitude);
}

function erfNearZero(x: number, magnitude: number): number {
  if (magnitude < 2 ** -28) return 0.125 * (8 * x + efx8 * x);
  return x + x * ratio(nearZeroNumerator, nearZeroDenominator, x * x);
}

function erfOfPositive(x: number): number {
  if (x < 1.25) return nearOneValue + ratio(nearOneNumerator, nearOneDenominator, x - 1);
  if (x >= 6) return 1;
  const reciprocalSquare = 1 / (x * x);
  const quotient =
    x < 1 / 0.35
      ? ratio(middleNumerator, middleDenominator, reciprocalSquare)
      : ratio(tailNumerator, tailDenominator, reciprocalSquare);
  const z = clearLowWord(x);
  const complement = exp(-z * z - 0.5625) * exp((z - x) * (z + x) + quotient);
  return 1 - complement / x;
}

function ratio(numerator: readonly number[], denominator: readonly number[], x: number): number {
  return polynomial(numerator, x) / polynomial(denominator, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let power = coefficients.length - 1; power >= 0; power--) value = value * x + coefficients[power];
  return value;
}
