/** Functions of one number and of two: of a vector, and of a block of elements. */

import * as steps from '../../elementwiseOpcodes';
import { elu, selu, silu, softplus } from './activations';
import { erf, gelu } from './erf';
import { exp, expm1, hasOrdinaryExp, ordinaryExp, ordinarySigmoid, sigmoid, tanh } from './exponential';
import { isEverywhere } from '../lanes';
import { hasOrdinaryLog, log, log1p, ordinaryLog } from './logarithm';
import { ofEachLane, power } from './hostCalls';
import { cos, sin } from './trigonometry';

/** Whether a step is one of these functions of one number. */
@inline
export function isFunction(step: i32): bool {
  return step >= steps.exp && step <= steps.cosh;
}

@inline
export function isFunctionOfTwo(step: i32): bool {
  return step == steps.elu || step == steps.power;
}

export function functionOf<T>(f: i32, x: v128): v128 {
  switch (f) {
    case steps.exp:
      return exp<T>(x);
    case steps.expm1:
      return expm1<T>(x);
    case steps.log:
      return log<T>(x);
    case steps.log1p:
      return log1p<T>(x);
    case steps.tanh:
      return tanh<T>(x);
    case steps.sigmoid:
      return sigmoid<T>(x);
    case steps.softplus:
      return softplus<T>(x);
    case steps.silu:
      return silu<T>(x);
    case steps.selu:
      return selu<T>(x);
    case steps.sin:
      return sin<T>(x);
    case steps.cos:
      return cos<T>(x);
    case steps.erf:
      return erf<T>(x);
    case steps.gelu:
      return gelu<T>(x);
    default:
      return ofEachLane<T>(f, x);
  }
}

export function functionOfTwo<T>(f: i32, x: v128, y: v128): v128 {
  return f == steps.elu ? elu<T>(x, y) : power<T>(x, y);
}

/**
 * Applies a function to a block: to vectors, and then to one of what is left.
 * @param bytes how long the block is.
 * @param stepX how far it is from one vector to the next: 0 where it is one number for all.
 */
export function applyFunction<T>(f: i32, bytes: usize, output: usize, x: usize, stepX: usize): void {
  const end = output + (bytes & ~15);
  const endOfPairs = output + (bytes & ~31);
  switch (f) {
    case steps.exp:
      for (; output < endOfPairs; output += 32, x += 2 * stepX) storePair<T>(steps.exp, output, x);
      break;
    case steps.log:
      for (; output < endOfPairs; output += 32, x += 2 * stepX) storePair<T>(steps.log, output, x);
      break;
    case steps.tanh:
      for (; output < endOfPairs; output += 32, x += 2 * stepX) storePair<T>(steps.tanh, output, x);
      break;
    case steps.sigmoid:
      for (; output < endOfPairs; output += 32, x += 2 * stepX) storePair<T>(steps.sigmoid, output, x);
      break;
  }
  for (; output < end; output += 16, x += stepX) v128.store(output, functionOf<T>(f, v128.load(x)));
  const rest = bytes & 15;
  if (rest > 0) storeFirst<T>(output, functionOf<T>(f, v128.load(x)), rest);
}

/** Two vectors, which run as one where vectors are paired: so both are there before the first is stored, as in `steps.ts`. */
@inline
function storePair<T>(f: i32, output: usize, x: usize): void {
  if (isOrdinary<T>(f, v128.load(x), v128.load(x, 16))) {
    const first = ordinary<T>(f, v128.load(x));
    const second = ordinary<T>(f, v128.load(x, 16));
    v128.store(output, first);
    v128.store(output, second, 16);
  } else {
    v128.store(output, functionOf<T>(f, v128.load(x)));
    v128.store(output, functionOf<T>(f, v128.load(x, 16)), 16);
  }
}

/** Whether nothing in two vectors is a special case, which costs a branch. */
@inline
function isOrdinary<T>(f: i32, a: v128, b: v128): bool {
  if (f == steps.tanh) return true;
  if (f == steps.log) return isEverywhere<T>(v128.and(hasOrdinaryLog<T>(a), hasOrdinaryLog<T>(b)));
  return isEverywhere<T>(v128.and(hasOrdinaryExp<T>(a), hasOrdinaryExp<T>(b)));
}

@inline
function ordinary<T>(f: i32, x: v128): v128 {
  if (f == steps.exp) return ordinaryExp<T>(x);
  if (f == steps.log) return ordinaryLog<T>(x);
  if (f == steps.tanh) return tanh<T>(x);
  return ordinarySigmoid<T>(x);
}

export function applyFunctionOfTwo<T>(
  f: i32,
  bytes: usize,
  output: usize,
  x: usize,
  stepX: usize,
  y: usize,
  stepY: usize,
): void {
  const rest = bytes & 15;
  const end = output + bytes - rest;
  for (; output < end; output += 16, x += stepX, y += stepY) {
    v128.store(output, functionOfTwo<T>(f, v128.load(x), v128.load(y)));
  }
  if (rest > 0) storeFirst<T>(output, functionOfTwo<T>(f, v128.load(x), v128.load(y)), rest);
}

/** Stores the first bytes of a vector. */
function storeFirst<T>(output: usize, vector: v128, bytes: usize): void {
  v128.store(lastVector, vector);
  for (let at: usize = 0; at < bytes; at += sizeof<T>()) store<T>(output + at, load<T>(lastVector + at));
}

const lastVector = memory.data(16, 16);
