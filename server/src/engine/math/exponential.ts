/**
 * exp, expm1, tanh and sigmoid in 64 bits. `assembly/math/exponential.ts` does the same operations in the same order on
 * vectors: change both together.
 *
 * x = power · ln 2 + r with an integer power and |r| ≤ ½ ln 2, so exp(x) = 2^power · exp(r); a polynomial approximates
 * exp(r) − 1. The largest errors found: exp 0.67 ulp, expm1 1.3, tanh 2.6, sigmoid 2.2.
 */

import {
  expCoefficient0,
  expCoefficient1,
  expCoefficient2,
  expCoefficient3,
  expCoefficient4,
  expCoefficient5,
  expCoefficient6,
  expCoefficient7,
  expCoefficient8,
  expCoefficient9,
  ln2Head,
  ln2Tail,
  log2e,
  maxExpArgument,
  minExpArgument,
  minExpm1Argument,
  roundingMagic,
  tanhCoefficient0,
  tanhCoefficient1,
  tanhCoefficient2,
  tanhCoefficient3,
  tanhCoefficient4,
  tanhSaturation,
} from './coefficients.ts';
import { powerOfTwo } from './floatBits.ts';

export function exp(x: number): number {
  const bounded = Math.min(Math.max(x, minExpArgument), maxExpArgument);
  const power = roundToNearest(bounded * log2e);
  const head = headOf(bounded, power);
  // Two factors, since 2^power itself can overflow or be subnormal where exp(x) is neither.
  const half = roundToNearest(0.5 * power);
  return expOfRemainder(head, power) * powerOfTwo(half) * powerOfTwo(power - half);
}

/** exp(x) − 1, accurate for small x. */
export function expm1(x: number): number {
  if (x === 0) return x;
  const bounded = Math.min(Math.max(x, minExpm1Argument), maxExpArgument);
  const power = roundToNearest(bounded * log2e);
  const head = headOf(bounded, power);
  const half = roundToNearest(0.5 * power);
  const scale = powerOfTwo(half);
  const shift = scale - powerOfTwo(half - power);
  return (scale * head + shift - scale * remainderCorrection(head, power)) * powerOfTwo(power - half);
}

/**
 * |x| = power · ½ ln 2 + h. With s = 2^power and h / tanh(h) = 1 + excess,
 * tanh|x| = ((s − 1)(1 + excess) + (s + 1) h) / ((s + 1)(1 + excess) + (s − 1) h).
 */
export function tanh(x: number): number {
  if (x === 0) return x;
  const magnitude = Math.min(Math.abs(x), tanhSaturation);
  const power = roundToNearest(magnitude * (2 * log2e));
  const h = magnitude - power * (0.5 * ln2Head) - power * (0.5 * ln2Tail);
  const h2 = h * h;
  const h4 = h2 * h2;
  const excess =
    h2 *
    (tanhCoefficient0 +
      tanhCoefficient1 * h2 +
      h4 * (tanhCoefficient2 + tanhCoefficient3 * h2 + h4 * tanhCoefficient4));
  const scale = powerOfTwo(power);
  const scaleMinusOne = scale - 1;
  const scalePlusOne = scale + 1;
  const numerator = scaleMinusOne + (scaleMinusOne * excess + scalePlusOne * h);
  return (x < 0 ? -numerator : numerator) / (scalePlusOne + (scalePlusOne * excess + scaleMinusOne * h));
}

/** 1 / (1 + exp(−x)), by exp(−|x|), which never overflows. */
export function sigmoid(x: number): number {
  const decay = exp(-Math.abs(x));
  return (x >= 0 ? 1 : decay) / (1 + decay);
}

function roundToNearest(x: number): number {
  return x + roundingMagic - roundingMagic;
}

/** x − power · ln2Head, without rounding error: r = head − power · ln2Tail. */
function headOf(x: number, power: number): number {
  return x - power * ln2Head;
}

/** exp(r), compensated for the rounding error of 1 + head. */
function expOfRemainder(head: number, power: number): number {
  const sum = 1 + head;
  return sum + (head - (sum - 1) - remainderCorrection(head, power));
}

/** head − (exp(r) − 1). The polynomial is evaluated in pairs of terms, which are independent of each other. */
function remainderCorrection(head: number, power: number): number {
  const tail = power * ln2Tail;
  const r = head - tail;
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = expCoefficient0 + expCoefficient1 * r + (expCoefficient2 + expCoefficient3 * r) * r2;
  const middle = expCoefficient4 + expCoefficient5 * r + (expCoefficient6 + expCoefficient7 * r) * r2;
  const high = expCoefficient8 + expCoefficient9 * r;
  return tail - r2 * (low + r4 * (middle + r4 * high));
}
