/**
 * The steps of a chain: each applies one operator to a block of elements. What is made of a stride is stored once all of it is
 * there, as V8 pairs vectors only if nothing is read between their stores.
 */

import {
  abs,
  add,
  clip,
  copy,
  divide,
  equal,
  floor,
  greater,
  greaterEqual,
  hardtanh,
  leakyRelu,
  less,
  lessEqual,
  maximum,
  minimum,
  multiply,
  negate,
  notEqual,
  relu,
  sigmoidSlope,
  sign,
  sqrt,
  square,
  strideBytes,
  subtract,
  tanhSlope,
  where,
} from '../../elementwiseOpcodes';
import { applyFunction, applyFunctionOfTwo, isFunction, isFunctionOfTwo } from './functions';
import { negated, one } from '../lanes';

const stride: usize = strideBytes;

/**
 * Applies an operator to a block. Each case breaks, as cases that return would be made one loop that asks for the operator.
 * @param bytes how long the block is.
 * @param step how far an operand is from one stride to the next: 0 where it is one number for all.
 */
export function takeStep<T>(
  operator: i32,
  bytes: usize,
  output: usize,
  a: usize,
  stepA: usize,
  b: usize,
  stepB: usize,
  c: usize,
  stepC: usize,
): void {
  switch (operator) {
    case copy:
      each1<T>(copy, bytes, output, a, stepA);
      break;
    case negate:
      each1<T>(negate, bytes, output, a, stepA);
      break;
    case abs:
      each1<T>(abs, bytes, output, a, stepA);
      break;
    case sqrt:
      each1<T>(sqrt, bytes, output, a, stepA);
      break;
    case square:
      each1<T>(square, bytes, output, a, stepA);
      break;
    case sign:
      each1<T>(sign, bytes, output, a, stepA);
      break;
    case floor:
      each1<T>(floor, bytes, output, a, stepA);
      break;
    case relu:
      each1<T>(relu, bytes, output, a, stepA);
      break;
    case add:
      each2<T>(add, bytes, output, a, stepA, b, stepB);
      break;
    case subtract:
      each2<T>(subtract, bytes, output, a, stepA, b, stepB);
      break;
    case multiply:
      each2<T>(multiply, bytes, output, a, stepA, b, stepB);
      break;
    case divide:
      each2<T>(divide, bytes, output, a, stepA, b, stepB);
      break;
    case maximum:
      each2<T>(maximum, bytes, output, a, stepA, b, stepB);
      break;
    case minimum:
      each2<T>(minimum, bytes, output, a, stepA, b, stepB);
      break;
    case less:
      each2<T>(less, bytes, output, a, stepA, b, stepB);
      break;
    case lessEqual:
      each2<T>(lessEqual, bytes, output, a, stepA, b, stepB);
      break;
    case greater:
      each2<T>(greater, bytes, output, a, stepA, b, stepB);
      break;
    case greaterEqual:
      each2<T>(greaterEqual, bytes, output, a, stepA, b, stepB);
      break;
    case equal:
      each2<T>(equal, bytes, output, a, stepA, b, stepB);
      break;
    case notEqual:
      each2<T>(notEqual, bytes, output, a, stepA, b, stepB);
      break;
    case leakyRelu:
      each2<T>(leakyRelu, bytes, output, a, stepA, b, stepB);
      break;
    case tanhSlope:
      each2<T>(tanhSlope, bytes, output, a, stepA, b, stepB);
      break;
    case sigmoidSlope:
      each2<T>(sigmoidSlope, bytes, output, a, stepA, b, stepB);
      break;
    case where:
      each3<T>(where, bytes, output, a, stepA, b, stepB, c, stepC);
      break;
    case clip:
      each3<T>(clip, bytes, output, a, stepA, b, stepB, c, stepC);
      break;
    case hardtanh:
      each3<T>(hardtanh, bytes, output, a, stepA, b, stepB, c, stepC);
      break;
    default:
      if (isFunction(operator)) applyFunction<T>(operator, bytes, output, a, stepA >> 2);
      else if (isFunctionOfTwo(operator)) applyFunctionOfTwo<T>(operator, bytes, output, a, stepA >> 2, b, stepB >> 2);
      else unreachable();
  }
}

@inline
function each1<T>(operator: i32, bytes: usize, output: usize, a: usize, stepA: usize): void {
  const end = output + bytes;
  for (; output + stride <= end; output += stride) {
    const first = of1<T>(operator, v128.load(a));
    const second = of1<T>(operator, v128.load(a, 16));
    const third = of1<T>(operator, v128.load(a, 32));
    const fourth = of1<T>(operator, v128.load(a, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += stepA;
  }
  for (; output + 16 <= end; output += 16, a += 16) v128.store(output, of1<T>(operator, v128.load(a)));
  for (; output < end; output += sizeof<T>(), a += sizeof<T>()) {
    storeOne<T>(output, of1<T>(operator, v128.splat<T>(load<T>(a))));
  }
}

@inline
function each2<T>(
  operator: i32,
  bytes: usize,
  output: usize,
  a: usize,
  stepA: usize,
  b: usize,
  stepB: usize,
): void {
  const end = output + bytes;
  for (; output + stride <= end; output += stride) {
    const first = of2<T>(operator, v128.load(a), v128.load(b));
    const second = of2<T>(operator, v128.load(a, 16), v128.load(b, 16));
    const third = of2<T>(operator, v128.load(a, 32), v128.load(b, 32));
    const fourth = of2<T>(operator, v128.load(a, 48), v128.load(b, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += stepA;
    b += stepB;
  }
  for (; output + 16 <= end; output += 16, a += 16, b += 16) {
    v128.store(output, of2<T>(operator, v128.load(a), v128.load(b)));
  }
  for (; output < end; output += sizeof<T>(), a += sizeof<T>(), b += sizeof<T>()) {
    storeOne<T>(output, of2<T>(operator, v128.splat<T>(load<T>(a)), v128.splat<T>(load<T>(b))));
  }
}

@inline
function each3<T>(
  operator: i32,
  bytes: usize,
  output: usize,
  a: usize,
  stepA: usize,
  b: usize,
  stepB: usize,
  c: usize,
  stepC: usize,
): void {
  const end = output + bytes;
  for (; output + stride <= end; output += stride) {
    const first = of3<T>(operator, v128.load(a), v128.load(b), v128.load(c));
    const second = of3<T>(operator, v128.load(a, 16), v128.load(b, 16), v128.load(c, 16));
    const third = of3<T>(operator, v128.load(a, 32), v128.load(b, 32), v128.load(c, 32));
    const fourth = of3<T>(operator, v128.load(a, 48), v128.load(b, 48), v128.load(c, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += stepA;
    b += stepB;
    c += stepC;
  }
  for (; output + 16 <= end; output += 16, a += 16, b += 16, c += 16) {
    v128.store(output, of3<T>(operator, v128.load(a), v128.load(b), v128.load(c)));
  }
  for (; output < end; output += sizeof<T>(), a += sizeof<T>(), b += sizeof<T>(), c += sizeof<T>()) {
    storeOne<T>(output, of3<T>(operator, v128.splat<T>(load<T>(a)), v128.splat<T>(load<T>(b)), v128.splat<T>(load<T>(c))));
  }
}

@inline
function storeOne<T>(output: usize, value: v128): void {
  store<T>(output, v128.extract_lane<T>(value, 0));
}

@inline
function of1<T>(operator: i32, a: v128): v128 {
  const zero = v128.splat<T>(0 as T);
  if (operator == copy) return a;
  if (operator == negate) return negated<T>(a);
  if (operator == abs) return v128.abs<T>(a);
  if (operator == sqrt) return v128.sqrt<T>(a);
  if (operator == square) return v128.mul<T>(a, a);
  if (operator == floor) return v128.floor<T>(a);
  if (operator == relu) return v128.and(a, v128.not(v128.le<T>(a, zero)));
  if (operator == sign) {
    const ofNumber = v128.or(v128.and(v128.gt<T>(a, zero), one<T>()), v128.and(v128.lt<T>(a, zero), negated<T>(one<T>())));
    return v128.bitselect(ofNumber, a, v128.eq<T>(a, a));
  }
  return unreachable();
}

@inline
function of2<T>(operator: i32, a: v128, b: v128): v128 {
  if (operator == add) return v128.add<T>(a, b);
  if (operator == subtract) return v128.sub<T>(a, b);
  if (operator == multiply) return v128.mul<T>(a, b);
  if (operator == divide) return v128.div<T>(a, b);
  if (operator == maximum) return v128.max<T>(a, b);
  if (operator == minimum) return v128.min<T>(a, b);
  if (operator == less) return v128.and(v128.lt<T>(a, b), one<T>());
  if (operator == lessEqual) return v128.and(v128.le<T>(a, b), one<T>());
  if (operator == greater) return v128.and(v128.gt<T>(a, b), one<T>());
  if (operator == greaterEqual) return v128.and(v128.ge<T>(a, b), one<T>());
  if (operator == equal) return v128.and(v128.eq<T>(a, b), one<T>());
  if (operator == notEqual) return v128.and(v128.ne<T>(a, b), one<T>());
  if (operator == leakyRelu) return v128.bitselect(a, v128.mul<T>(a, b), v128.gt<T>(a, v128.splat<T>(0 as T)));
  if (operator == tanhSlope) return v128.mul<T>(a, v128.sub<T>(one<T>(), v128.mul<T>(b, b)));
  if (operator == sigmoidSlope) return v128.mul<T>(a, v128.mul<T>(b, v128.sub<T>(one<T>(), b)));
  return unreachable();
}

@inline
function of3<T>(operator: i32, a: v128, b: v128, c: v128): v128 {
  if (operator == where) return v128.bitselect(b, c, v128.ne<T>(a, v128.splat<T>(0 as T)));
  if (operator == clip) return v128.min<T>(v128.max<T>(a, b), c);
  if (operator == hardtanh) return v128.bitselect(b, v128.min<T>(a, c), v128.le<T>(a, b));
  return unreachable();
}
