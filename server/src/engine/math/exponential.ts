/**
 * exp and what is made of it, in 64 bits. `assembly/math/exponential.ts` does the same operations in the same order on vectors: a
 * change here is one there.
 *
 * Each number is taken apart as x = power · ln 2 + r with |r| ≤ ½ ln 2, and exp(r) − 1 by a polynomial. The largest errors
 * that were found: exp 0.67 ulp, expm1 1.3, tanh 2.6, sigmoid 2.2.
 */

import {
  exp0,
  exp1,
  exp2,
  exp3,
  exp4,
  exp5,
  exp6,
  exp7,
  exp8,
  exp9,
  ln2Head,
  ln2Tail,
  log2e,
  maxExponent,
  minExpm1Argument,
  minExponent,
  roundingMagic,
  tanh0,
  tanh1,
  tanh2,
  tanh3,
  tanh4,
  tanhSaturation,
} from './coefficients.ts';
import { powerOfTwo } from './floatBits.ts';

export function exp(x: number): number {
  const bounded = Math.min(Math.max(x, minExponent), maxExponent);
  const power = roundToNearest(bounded * log2e);
  const head = headOf(bounded, power);
  // In two steps, as neither 2^1024 nor what is below 2^−1022 can be a factor.
  const half = roundToNearest(0.5 * power);
  return expOfRemainder(head, power) * powerOfTwo(half) * powerOfTwo(power - half);
}

/** exp(x) − 1, exact for small x. */
export function expm1(x: number): number {
  if (x === 0) return x;
  const bounded = Math.min(Math.max(x, minExpm1Argument), maxExponent);
  const power = roundToNearest(bounded * log2e);
  const head = headOf(bounded, power);
  const half = roundToNearest(0.5 * power);
  const scale = powerOfTwo(half);
  const shift = scale - powerOfTwo(half - power);
  return (scale * head + shift - scale * remainderCorrection(head, power)) * powerOfTwo(power - half);
}

/** With |x| = power · ½ ln 2 + h and h / tanh(h) = 1 + excess it is one quotient, of half as many coefficients as exp has. */
export function tanh(x: number): number {
  if (x === 0) return x;
  const magnitude = Math.min(Math.abs(x), tanhSaturation);
  const power = roundToNearest(magnitude * (2 * log2e));
  const h = magnitude - power * (0.5 * ln2Head) - power * (0.5 * ln2Tail);
  const h2 = h * h;
  const h4 = h2 * h2;
  const excess = h2 * (tanh0 + tanh1 * h2 + h4 * (tanh2 + tanh3 * h2 + h4 * tanh4));
  const scale = powerOfTwo(power);
  const scaleMinusOne = scale - 1;
  const scalePlusOne = scale + 1;
  const numerator = scaleMinusOne + (scaleMinusOne * excess + scalePlusOne * h);
  return (x < 0 ? -numerator : numerator) / (scalePlusOne + (scalePlusOne * excess + scaleMinusOne * h));
}

/** 1 / (1 + exp(−x)); exp is only taken of what is negative, so that nothing overflows. */
export function sigmoid(x: number): number {
  const decay = exp(-Math.abs(x));
  return (x >= 0 ? 1 : decay) / (1 + decay);
}

function roundToNearest(x: number): number {
  return x + roundingMagic - roundingMagic;
}

/** r but for what ln 2 has beyond its head: nothing is rounded. */
function headOf(x: number, power: number): number {
  return x - power * ln2Head;
}

/** exp(r): what 1 + head loses is made good for, so that almost every value is the nearest there is. */
function expOfRemainder(head: number, power: number): number {
  const sum = 1 + head;
  return sum + (head - (sum - 1) - remainderCorrection(head, power));
}

/** What exp(r) − 1 is less than the head. The polynomial is evaluated in pairs, which don't wait for each other. */
function remainderCorrection(head: number, power: number): number {
  const tail = power * ln2Tail;
  const r = head - tail;
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = exp0 + exp1 * r + (exp2 + exp3 * r) * r2;
  const middle = exp4 + exp5 * r + (exp6 + exp7 * r) * r2;
  const high = exp8 + exp9 * r;
  return tail - r2 * (low + r4 * (middle + r4 * high));
}
