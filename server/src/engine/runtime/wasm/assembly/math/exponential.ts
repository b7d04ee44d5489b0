/**
 * exp and the functions based on it, of every lane. In 64 bits with the operations of `math/exponential.ts` in the same
 * order; in 32 bits with a shorter polynomial. The largest errors found in 32 bits: exp 0.7 ulp, expm1 1.3, tanh 2.6,
 * sigmoid 2.3.
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
  minExponent,
  minExpm1Argument,
  ln2Head,
  ln2Tail,
  log2e,
  maxExponent,
  roundingMagic,
  tanhSaturation,
  tanh0,
  tanh1,
  tanh2,
  tanh3,
  tanh4,
} from '../../../../math/coefficients';
import { constant, allTrue, magnitudeOf, multiplyAdd, negativeZero, signOf, subtractProduct } from '../lanes';

const doubles = memory.data<f64>([
  log2e, ln2Head, ln2Tail, roundingMagic, 0.5, 1, 2 * log2e, minExponent, maxExponent, minExpm1Argument, tanhSaturation, 708,
  0.5 * ln2Head, 0.5 * ln2Tail, tanh0, tanh1, tanh2, tanh3, tanh4,
  exp0, exp1, exp2, exp3, exp4, exp5, exp6, exp7, exp8, exp9,
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

const perLn2 = 0;
const head = 1;
const tail = 2;
const rounding = 3;
const half = 4;
const one = 5;
const perHalfLn2 = 6;
const lowerBound = 7;
const upperBound = 8;
const expm1LowerBound = 9;
const tanhBound = 10;
const ordinary = 11;
const halfHead = 12;
const halfTail = 13;
const coefficientsOfTanh = 14;
const coefficients = 19;

@inline
export function exp<T>(x: v128): v128 {
  return allTrue<T>(hasOrdinaryExp<T>(x)) ? ordinaryExp<T>(x) : expAtEdges<T>(x);
}

/** Whether exp(x) is a normal number. */
@inline
export function hasOrdinaryExp<T>(x: v128): v128 {
  return v128.le<T>(magnitudeOf<T>(x), number<T>(ordinary));
}

@inline
export function ordinaryExp<T>(x: v128): v128 {
  const rounded = multiplyAdd<T>(x, number<T>(perLn2), number<T>(rounding));
  const power = v128.sub<T>(rounded, number<T>(rounding));
  return scaleByPowerOfTwo<T>(expOfRest<T>(x, power), rounded);
}

/** exp(x) where the result may not be a normal number, so that its exponent can't just be added to. */
function expAtEdges<T>(x: v128): v128 {
  const bounded = v128.pmin<T>(v128.pmax<T>(x, number<T>(lowerBound)), number<T>(upperBound));
  const power = nearest<T>(v128.mul<T>(bounded, number<T>(perLn2)));
  const halfOfPower = nearest<T>(v128.mul<T>(number<T>(half), power));
  return v128.mul<T>(
    v128.mul<T>(expOfRest<T>(bounded, power), powerOfTwo<T>(halfOfPower)),
    powerOfTwo<T>(v128.sub<T>(power, halfOfPower)),
  );
}

/** exp(x) − 1. */
@inline
export function expm1<T>(x: v128): v128 {
  const bounded = v128.pmin<T>(v128.pmax<T>(x, number<T>(expm1LowerBound)), number<T>(upperBound));
  const power = nearest<T>(v128.mul<T>(bounded, number<T>(perLn2)));
  const halfOfPower = nearest<T>(v128.mul<T>(number<T>(half), power));
  const scale = powerOfTwo<T>(halfOfPower);
  const shift = v128.sub<T>(scale, powerOfTwo<T>(v128.sub<T>(halfOfPower, power)));
  const grown = scaledExpm1<T>(bounded, power, scale, shift);
  // The sum has turned −0 into 0.
  return v128.or(v128.mul<T>(grown, powerOfTwo<T>(v128.sub<T>(power, halfOfPower))), signOf<T>(x));
}

@inline
export function tanh<T>(x: v128): v128 {
  return ordinaryTanh<T>(x);
}

/** tanh(x), which has no special cases. */
@inline
export function ordinaryTanh<T>(x: v128): v128 {
  const magnitude = v128.pmin<T>(magnitudeOf<T>(x), number<T>(tanhBound));
  const rounded = multiplyAdd<T>(magnitude, number<T>(perHalfLn2), number<T>(rounding));
  const power = v128.sub<T>(rounded, number<T>(rounding));
  const headOfH = subtractProduct<T>(power, number<T>(halfHead), magnitude);
  const h = subtractProduct<T>(power, number<T>(halfTail), headOfH);
  const h2 = v128.mul<T>(h, h);
  const excess = v128.mul<T>(h2, excessOf<T>(h2));
  const scale = scaleByPowerOfTwo<T>(number<T>(one), rounded);
  const less = v128.sub<T>(scale, number<T>(one));
  const more = v128.add<T>(scale, number<T>(one));
  const numerator = v128.add<T>(less, multiplyAdd<T>(less, excess, v128.mul<T>(more, h)));
  const denominator = v128.add<T>(more, multiplyAdd<T>(more, excess, v128.mul<T>(less, h)));
  return v128.or(v128.div<T>(numerator, denominator), signOf<T>(x));
}

/** (h / tanh(h) − 1) / h². */
@inline
function excessOf<T>(h2: v128): v128 {
  const low = multiplyAdd<T>(number<T>(coefficientsOfTanh + 1), h2, number<T>(coefficientsOfTanh));
  if (sizeof<T>() == 4) return low;
  const h4 = v128.mul<T>(h2, h2);
  const middle = multiplyAdd<T>(number<T>(coefficientsOfTanh + 3), h2, number<T>(coefficientsOfTanh + 2));
  return multiplyAdd<T>(h4, multiplyAdd<T>(h4, number<T>(coefficientsOfTanh + 4), middle), low);
}

/** 1 / (1 + exp(−x)). */
@inline
export function sigmoid<T>(x: v128): v128 {
  return sigmoidFrom<T>(x, exp<T>(v128.or(x, negativeZero<T>())));
}

@inline
export function hasOrdinarySigmoid<T>(x: v128): v128 {
  return hasOrdinaryExp<T>(x);
}

/** sigmoid(x) where exp is a normal number. */
@inline
export function ordinarySigmoid<T>(x: v128): v128 {
  return sigmoidFrom<T>(x, ordinaryExp<T>(v128.or(x, negativeZero<T>())));
}

/** @param small exp(−|x|). */
@inline
function sigmoidFrom<T>(x: v128, small: v128): v128 {
  const numerator = v128.bitselect(number<T>(one), small, v128.ge<T>(x, v128.splat<T>(0 as T)));
  return v128.div<T>(numerator, v128.add<T>(number<T>(one), small));
}

@inline
function nearest<T>(x: v128): v128 {
  return v128.sub<T>(v128.add<T>(x, number<T>(rounding)), number<T>(rounding));
}

@inline
function powerOfTwo<T>(power: v128): v128 {
  return scaleByPowerOfTwo<T>(number<T>(one), v128.add<T>(power, number<T>(rounding)));
}

/** A number times 2 to the power given by the low bits of another. */
@inline
function scaleByPowerOfTwo<T>(x: v128, rounded: v128): v128 {
  if (sizeof<T>() == 8) return i64x2.add(x, i64x2.shl(rounded, 52));
  return i32x4.add(x, i32x4.shl(rounded, 23));
}

/** exp(r) for r = x − power · ln 2. */
@inline
function expOfRest<T>(x: v128, power: v128): v128 {
  const headOfRest = headOf<T>(x, power);
  const sum = v128.add<T>(number<T>(one), headOfRest);
  const lost = v128.sub<T>(headOfRest, v128.sub<T>(sum, number<T>(one)));
  return v128.add<T>(sum, v128.sub<T>(lost, restOf<T>(headOfRest, power)));
}

/** scale · (exp(r) − 1) + shift. */
@inline
function scaledExpm1<T>(x: v128, power: v128, scale: v128, shift: v128): v128 {
  const headOfRest = headOf<T>(x, power);
  return subtractProduct<T>(scale, restOf<T>(headOfRest, power), multiplyAdd<T>(scale, headOfRest, shift));
}

@inline
function headOf<T>(x: v128, power: v128): v128 {
  return subtractProduct<T>(power, number<T>(head), x);
}

/** The head minus (exp(r) − 1). */
@inline
function restOf<T>(headOfRest: v128, power: v128): v128 {
  const tailOfRest = v128.mul<T>(power, number<T>(tail));
  const r = v128.sub<T>(headOfRest, tailOfRest);
  const r2 = v128.mul<T>(r, r);
  return subtractProduct<T>(r2, polynomial<T>(r, r2), tailOfRest);
}

@inline
function polynomial<T>(r: v128, r2: v128): v128 {
  if (sizeof<T>() == 4) {
    const high = multiplyAdd<T>(number<T>(coefficients + 4), r2, linearTerm<T>(2, r));
    return multiplyAdd<T>(high, r2, linearTerm<T>(0, r));
  }
  const r4 = v128.mul<T>(r2, r2);
  const low = multiplyAdd<T>(linearTerm<T>(2, r), r2, linearTerm<T>(0, r));
  const middle = multiplyAdd<T>(linearTerm<T>(6, r), r2, linearTerm<T>(4, r));
  return multiplyAdd<T>(r4, multiplyAdd<T>(r4, linearTerm<T>(8, r), middle), low);
}

/** Two terms of the polynomial. */
@inline
function linearTerm<T>(index: i32, r: v128): v128 {
  return multiplyAdd<T>(number<T>(coefficients + index + 1), r, number<T>(coefficients + index));
}
