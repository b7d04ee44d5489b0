/**
 * exp, expm1, tanh and sigmoid of every lane. In 64 bits they do the operations of `math/exponential.ts` in the same
 * order; in 32 bits they use a shorter polynomial. The largest errors found in 32 bits: exp 0.7 ulp, expm1 1.3,
 * tanh 2.6, sigmoid 2.3.
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
  minExpArgument,
  minExpm1Argument,
  ln2Head,
  ln2Tail,
  log2e,
  maxExpArgument,
  roundingMagic,
  tanhSaturation,
  tanhCoefficient0,
  tanhCoefficient1,
  tanhCoefficient2,
  tanhCoefficient3,
  tanhCoefficient4,
} from '../../../../math/coefficients';
import { constant, allTrue, magnitudeOf, multiplyAdd, negativeZero, signOf, subtractProduct } from '../lanes';

const doubles = memory.data<f64>([
  log2e, ln2Head, ln2Tail, roundingMagic, 0.5, 1, 2 * log2e, minExpArgument, maxExpArgument, minExpm1Argument, tanhSaturation, 708,
  0.5 * ln2Head, 0.5 * ln2Tail, tanhCoefficient0, tanhCoefficient1, tanhCoefficient2, tanhCoefficient3, tanhCoefficient4,
  expCoefficient0, expCoefficient1, expCoefficient2, expCoefficient3, expCoefficient4, expCoefficient5, expCoefficient6, expCoefficient7, expCoefficient8, expCoefficient9,
]);
const floats = memory.data<f32>([
  1.44269504, 0.693359375, -2.12194440e-4, 12582912, 0.5, 1, 2.88539008, -104, 89, -18, 10, 87,
  0.3466796875, -1.06097220e-4, 0.33333251500822586, -0.022134036474008967, 0, 0, 0,
  0.5000000061937573, 0.16666542992093442, 0.04166628201388943, 0.008366583948877142, 0.001394645102447976,
]);

@inline
function number<T>(index: i32): v128 {
  return constant<T>(doubles, floats, index);
}

const log2eIndex = 0;
const ln2HeadIndex = 1;
const ln2TailIndex = 2;
const roundingMagicIndex = 3;
const halfIndex = 4;
const oneIndex = 5;
const twoLog2eIndex = 6;
const minExpArgumentIndex = 7;
const maxExpArgumentIndex = 8;
const minExpm1ArgumentIndex = 9;
const tanhSaturationIndex = 10;
const maxFastIndex = 11;
const halfLn2HeadIndex = 12;
const halfLn2TailIndex = 13;
const tanhCoefficientsIndex = 14;
const expCoefficientsIndex = 19;

@inline
export function exp<T>(x: v128): v128 {
  return allTrue<T>(fastExpMask<T>(x)) ? fastExp<T>(x) : expAtEdges<T>(x);
}

/** A mask of the lanes in which exp(x) is a normal number. */
@inline
export function fastExpMask<T>(x: v128): v128 {
  return v128.le<T>(magnitudeOf<T>(x), number<T>(maxFastIndex));
}

@inline
export function fastExp<T>(x: v128): v128 {
  const rounded = multiplyAdd<T>(x, number<T>(log2eIndex), number<T>(roundingMagicIndex));
  const power = v128.sub<T>(rounded, number<T>(roundingMagicIndex));
  return scaleByPowerOfTwo<T>(expOfRemainder<T>(x, power), rounded);
}

/** exp(x) for any x, also where the result is infinite, subnormal or 0: multiplies by two powers of 2. */
function expAtEdges<T>(x: v128): v128 {
  const bounded = v128.pmin<T>(v128.pmax<T>(x, number<T>(minExpArgumentIndex)), number<T>(maxExpArgumentIndex));
  const power = roundToNearest<T>(v128.mul<T>(bounded, number<T>(log2eIndex)));
  const half = roundToNearest<T>(v128.mul<T>(number<T>(halfIndex), power));
  return v128.mul<T>(
    v128.mul<T>(expOfRemainder<T>(bounded, power), powerOfTwo<T>(half)),
    powerOfTwo<T>(v128.sub<T>(power, half)),
  );
}

/** exp(x) − 1. */
@inline
export function expm1<T>(x: v128): v128 {
  const bounded = v128.pmin<T>(v128.pmax<T>(x, number<T>(minExpm1ArgumentIndex)), number<T>(maxExpArgumentIndex));
  const power = roundToNearest<T>(v128.mul<T>(bounded, number<T>(log2eIndex)));
  const half = roundToNearest<T>(v128.mul<T>(number<T>(halfIndex), power));
  const scale = powerOfTwo<T>(half);
  const shift = v128.sub<T>(scale, powerOfTwo<T>(v128.sub<T>(half, power)));
  const scaled = scaledExpm1<T>(bounded, power, scale, shift);
  // The sum turns −0 into 0.
  return v128.or(v128.mul<T>(scaled, powerOfTwo<T>(v128.sub<T>(power, half))), signOf<T>(x));
}

@inline
export function tanh<T>(x: v128): v128 {
  return fastTanh<T>(x);
}

/** tanh(x) for every x, as it has no special cases. */
@inline
export function fastTanh<T>(x: v128): v128 {
  const magnitude = v128.pmin<T>(magnitudeOf<T>(x), number<T>(tanhSaturationIndex));
  const rounded = multiplyAdd<T>(magnitude, number<T>(twoLog2eIndex), number<T>(roundingMagicIndex));
  const power = v128.sub<T>(rounded, number<T>(roundingMagicIndex));
  const hHead = subtractProduct<T>(power, number<T>(halfLn2HeadIndex), magnitude);
  const h = subtractProduct<T>(power, number<T>(halfLn2TailIndex), hHead);
  const h2 = v128.mul<T>(h, h);
  const excess = v128.mul<T>(h2, excessOf<T>(h2));
  const scale = scaleByPowerOfTwo<T>(number<T>(oneIndex), rounded);
  const scaleMinusOne = v128.sub<T>(scale, number<T>(oneIndex));
  const scalePlusOne = v128.add<T>(scale, number<T>(oneIndex));
  const numerator = v128.add<T>(scaleMinusOne, multiplyAdd<T>(scaleMinusOne, excess, v128.mul<T>(scalePlusOne, h)));
  const denominator = v128.add<T>(scalePlusOne, multiplyAdd<T>(scalePlusOne, excess, v128.mul<T>(scaleMinusOne, h)));
  return v128.or(v128.div<T>(numerator, denominator), signOf<T>(x));
}

/** (h / tanh(h) − 1) / h². */
@inline
function excessOf<T>(h2: v128): v128 {
  const low = multiplyAdd<T>(number<T>(tanhCoefficientsIndex + 1), h2, number<T>(tanhCoefficientsIndex));
  if (sizeof<T>() == 4) return low;
  const h4 = v128.mul<T>(h2, h2);
  const middle = multiplyAdd<T>(number<T>(tanhCoefficientsIndex + 3), h2, number<T>(tanhCoefficientsIndex + 2));
  return multiplyAdd<T>(h4, multiplyAdd<T>(h4, number<T>(tanhCoefficientsIndex + 4), middle), low);
}

/** 1 / (1 + exp(−x)). */
@inline
export function sigmoid<T>(x: v128): v128 {
  return sigmoidFrom<T>(x, exp<T>(v128.or(x, negativeZero<T>())));
}

@inline
export function fastSigmoidMask<T>(x: v128): v128 {
  return fastExpMask<T>(x);
}

/** sigmoid(x) where exp is a normal number. */
@inline
export function fastSigmoid<T>(x: v128): v128 {
  return sigmoidFrom<T>(x, fastExp<T>(v128.or(x, negativeZero<T>())));
}

/** @param decay exp(−|x|). */
@inline
function sigmoidFrom<T>(x: v128, decay: v128): v128 {
  const numerator = v128.bitselect(number<T>(oneIndex), decay, v128.ge<T>(x, v128.splat<T>(0 as T)));
  return v128.div<T>(numerator, v128.add<T>(number<T>(oneIndex), decay));
}

@inline
function roundToNearest<T>(x: v128): v128 {
  return v128.sub<T>(v128.add<T>(x, number<T>(roundingMagicIndex)), number<T>(roundingMagicIndex));
}

@inline
function powerOfTwo<T>(power: v128): v128 {
  return scaleByPowerOfTwo<T>(number<T>(oneIndex), v128.add<T>(power, number<T>(roundingMagicIndex)));
}

/** x · 2^power, where `rounded` is power + roundingMagic: adds its low bits to the exponent of x. */
@inline
function scaleByPowerOfTwo<T>(x: v128, rounded: v128): v128 {
  if (sizeof<T>() == 8) return i64x2.add(x, i64x2.shl(rounded, 52));
  return i32x4.add(x, i32x4.shl(rounded, 23));
}

/** exp(r) for r = x − power · ln 2, compensated for the rounding error of 1 + head. */
@inline
function expOfRemainder<T>(x: v128, power: v128): v128 {
  const head = headOf<T>(x, power);
  const sum = v128.add<T>(number<T>(oneIndex), head);
  const roundingError = v128.sub<T>(head, v128.sub<T>(sum, number<T>(oneIndex)));
  return v128.add<T>(sum, v128.sub<T>(roundingError, remainderCorrection<T>(head, power)));
}

/** scale · (exp(r) − 1) + shift. */
@inline
function scaledExpm1<T>(x: v128, power: v128, scale: v128, shift: v128): v128 {
  const head = headOf<T>(x, power);
  return subtractProduct<T>(scale, remainderCorrection<T>(head, power), multiplyAdd<T>(scale, head, shift));
}

@inline
function headOf<T>(x: v128, power: v128): v128 {
  return subtractProduct<T>(power, number<T>(ln2HeadIndex), x);
}

/** head − (exp(r) − 1). */
@inline
function remainderCorrection<T>(head: v128, power: v128): v128 {
  const tail = v128.mul<T>(power, number<T>(ln2TailIndex));
  const r = v128.sub<T>(head, tail);
  const r2 = v128.mul<T>(r, r);
  return subtractProduct<T>(r2, polynomial<T>(r, r2), tail);
}

@inline
function polynomial<T>(r: v128, r2: v128): v128 {
  if (sizeof<T>() == 4) {
    const high = multiplyAdd<T>(number<T>(expCoefficientsIndex + 4), r2, linearTerm<T>(2, r));
    return multiplyAdd<T>(high, r2, linearTerm<T>(0, r));
  }
  const r4 = v128.mul<T>(r2, r2);
  const low = multiplyAdd<T>(linearTerm<T>(2, r), r2, linearTerm<T>(0, r));
  const middle = multiplyAdd<T>(linearTerm<T>(6, r), r2, linearTerm<T>(4, r));
  return multiplyAdd<T>(r4, multiplyAdd<T>(r4, linearTerm<T>(8, r), middle), low);
}

/** c[index] + c[index + 1] · r, for the coefficients c of exp. */
@inline
function linearTerm<T>(index: i32, r: v128): v128 {
  return multiplyAdd<T>(number<T>(expCoefficientsIndex + index + 1), r, number<T>(expCoefficientsIndex + index));
}
