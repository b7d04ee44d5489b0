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
  sigmoidVjp,
  sign,
  sqrt,
  square,
  strideBytes,
  subtract,
  tanhVjp,
  where,
} from '../../elementwiseOpcodes';
import { applyFunction, applyFunctionOfTwo, isFunction, isFunctionOfTwo } from './functions';
import { negateLanes, one } from '../lanes';

const stride: usize = strideBytes;

/**
 * Applies an operator to a block. Each case breaks, as cases that return would be made one loop that asks for the operator.
 * @param bytes how long the block is.
 * @param step how far an operand is from one stride to the next: 0 where it is one number for all.
 */
export function applyOp<T>(
  operator: i32,
  bytes: usize,
  output: usize,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
  c: usize,
  strideC: usize,
): void {
  switch (operator) {
    case copy:
      unaryLoop<T>(copy, bytes, output, a, strideA);
      break;
    case negate:
      unaryLoop<T>(negate, bytes, output, a, strideA);
      break;
    case abs:
      unaryLoop<T>(abs, bytes, output, a, strideA);
      break;
    case sqrt:
      unaryLoop<T>(sqrt, bytes, output, a, strideA);
      break;
    case square:
      unaryLoop<T>(square, bytes, output, a, strideA);
      break;
    case sign:
      unaryLoop<T>(sign, bytes, output, a, strideA);
      break;
    case floor:
      unaryLoop<T>(floor, bytes, output, a, strideA);
      break;
    case relu:
      unaryLoop<T>(relu, bytes, output, a, strideA);
      break;
    case add:
      binaryLoop<T>(add, bytes, output, a, strideA, b, strideB);
      break;
    case subtract:
      binaryLoop<T>(subtract, bytes, output, a, strideA, b, strideB);
      break;
    case multiply:
      binaryLoop<T>(multiply, bytes, output, a, strideA, b, strideB);
      break;
    case divide:
      binaryLoop<T>(divide, bytes, output, a, strideA, b, strideB);
      break;
    case maximum:
      binaryLoop<T>(maximum, bytes, output, a, strideA, b, strideB);
      break;
    case minimum:
      binaryLoop<T>(minimum, bytes, output, a, strideA, b, strideB);
      break;
    case less:
      binaryLoop<T>(less, bytes, output, a, strideA, b, strideB);
      break;
    case lessEqual:
      binaryLoop<T>(lessEqual, bytes, output, a, strideA, b, strideB);
      break;
    case greater:
      binaryLoop<T>(greater, bytes, output, a, strideA, b, strideB);
      break;
    case greaterEqual:
      binaryLoop<T>(greaterEqual, bytes, output, a, strideA, b, strideB);
      break;
    case equal:
      binaryLoop<T>(equal, bytes, output, a, strideA, b, strideB);
      break;
    case notEqual:
      binaryLoop<T>(notEqual, bytes, output, a, strideA, b, strideB);
      break;
    case leakyRelu:
      binaryLoop<T>(leakyRelu, bytes, output, a, strideA, b, strideB);
      break;
    case tanhVjp:
      binaryLoop<T>(tanhVjp, bytes, output, a, strideA, b, strideB);
      break;
    case sigmoidVjp:
      binaryLoop<T>(sigmoidVjp, bytes, output, a, strideA, b, strideB);
      break;
    case where:
      ternaryLoop<T>(where, bytes, output, a, strideA, b, strideB, c, strideC);
      break;
    case clip:
      ternaryLoop<T>(clip, bytes, output, a, strideA, b, strideB, c, strideC);
      break;
    case hardtanh:
      ternaryLoop<T>(hardtanh, bytes, output, a, strideA, b, strideB, c, strideC);
      break;
    default:
      if (isFunction(operator)) applyFunction<T>(operator, bytes, output, a, strideA >> 2);
      else if (isFunctionOfTwo(operator)) applyFunctionOfTwo<T>(operator, bytes, output, a, strideA >> 2, b, strideB >> 2);
      else unreachable();
  }
}

@inline
function unaryLoop<T>(operator: i32, bytes: usize, output: usize, a: usize, strideA: usize): void {
  const end = output + bytes;
  for (; output + stride <= end; output += stride) {
    const first = vectorUnary<T>(operator, v128.load(a));
    const second = vectorUnary<T>(operator, v128.load(a, 16));
    const third = vectorUnary<T>(operator, v128.load(a, 32));
    const fourth = vectorUnary<T>(operator, v128.load(a, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += strideA;
  }
  for (; output + 16 <= end; output += 16, a += 16) v128.store(output, vectorUnary<T>(operator, v128.load(a)));
  for (; output < end; output += sizeof<T>(), a += sizeof<T>()) {
    storeLane<T>(output, vectorUnary<T>(operator, v128.splat<T>(load<T>(a))));
  }
}

@inline
function binaryLoop<T>(
  operator: i32,
  bytes: usize,
  output: usize,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
): void {
  const end = output + bytes;
  for (; output + stride <= end; output += stride) {
    const first = vectorBinary<T>(operator, v128.load(a), v128.load(b));
    const second = vectorBinary<T>(operator, v128.load(a, 16), v128.load(b, 16));
    const third = vectorBinary<T>(operator, v128.load(a, 32), v128.load(b, 32));
    const fourth = vectorBinary<T>(operator, v128.load(a, 48), v128.load(b, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += strideA;
    b += strideB;
  }
  for (; output + 16 <= end; output += 16, a += 16, b += 16) {
    v128.store(output, vectorBinary<T>(operator, v128.load(a), v128.load(b)));
  }
  for (; output < end; output += sizeof<T>(), a += sizeof<T>(), b += sizeof<T>()) {
    storeLane<T>(output, vectorBinary<T>(operator, v128.splat<T>(load<T>(a)), v128.splat<T>(load<T>(b))));
  }
}

@inline
function ternaryLoop<T>(
  operator: i32,
  bytes: usize,
  output: usize,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
  c: usize,
  strideC: usize,
): void {
  const end = output + bytes;
  for (; output + stride <= end; output += stride) {
    const first = vectorTernary<T>(operator, v128.load(a), v128.load(b), v128.load(c));
    const second = vectorTernary<T>(operator, v128.load(a, 16), v128.load(b, 16), v128.load(c, 16));
    const third = vectorTernary<T>(operator, v128.load(a, 32), v128.load(b, 32), v128.load(c, 32));
    const fourth = vectorTernary<T>(operator, v128.load(a, 48), v128.load(b, 48), v128.load(c, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += strideA;
    b += strideB;
    c += strideC;
  }
  for (; output + 16 <= end; output += 16, a += 16, b += 16, c += 16) {
    v128.store(output, vectorTernary<T>(operator, v128.load(a), v128.load(b), v128.load(c)));
  }
  for (; output < end; output += sizeof<T>(), a += sizeof<T>(), b += sizeof<T>(), c += sizeof<T>()) {
    storeLane<T>(output, vectorTernary<T>(operator, v128.splat<T>(load<T>(a)), v128.splat<T>(load<T>(b)), v128.splat<T>(load<T>(c))));
  }
}

@inline
function storeLane<T>(output: usize, value: v128): void {
  store<T>(output, v128.extract_lane<T>(value, 0));
}

@inline
function vectorUnary<T>(operator: i32, a: v128): v128 {
  const zero = v128.splat<T>(0 as T);
  if (operator == copy) return a;
  if (operator == negate) return negateLanes<T>(a);
  if (operator == abs) return v128.abs<T>(a);
  if (operator == sqrt) return v128.sqrt<T>(a);
  if (operator == square) return v128.mul<T>(a, a);
  if (operator == floor) return v128.floor<T>(a);
  if (operator == relu) return v128.and(a, v128.not(v128.le<T>(a, zero)));
  if (operator == sign) {
    const signValue = v128.or(v128.and(v128.gt<T>(a, zero), one<T>()), v128.and(v128.lt<T>(a, zero), negateLanes<T>(one<T>())));
    return v128.bitselect(signValue, a, v128.eq<T>(a, a));
  }
  return unreachable();
}

@inline
function vectorBinary<T>(operator: i32, a: v128, b: v128): v128 {
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
  if (operator == tanhVjp) return v128.mul<T>(a, v128.sub<T>(one<T>(), v128.mul<T>(b, b)));
  if (operator == sigmoidVjp) return v128.mul<T>(a, v128.mul<T>(b, v128.sub<T>(one<T>(), b)));
  return unreachable();
}

@inline
function vectorTernary<T>(operator: i32, a: v128, b: v128, c: v128): v128 {
  if (operator == where) return v128.bitselect(b, c, v128.ne<T>(a, v128.splat<T>(0 as T)));
  if (operator == clip) return v128.min<T>(v128.max<T>(a, b), c);
  if (operator == hardtanh) return v128.bitselect(b, v128.min<T>(a, c), v128.le<T>(a, b));
  return unreachable();
}
