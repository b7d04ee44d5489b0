/** Functions of one number and of two: of a vector, and of a block of elements. */

import * as steps from '../steps';
import { elu, selu, silu, softplus } from './activations';
import { erf, gelu } from './erf';
import { exp, expm1, sigmoid, tanh } from './exponential';
import { log, log1p } from './logarithm';
import { ofEachLane, power } from './singly';
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
  const rest = bytes & 15;
  const end = output + bytes - rest;
  switch (f) {
    case steps.exp:
      for (; output < end; output += 16, x += stepX) v128.store(output, exp<T>(v128.load(x)));
      break;
    case steps.log:
      for (; output < end; output += 16, x += stepX) v128.store(output, log<T>(v128.load(x)));
      break;
    case steps.tanh:
      for (; output < end; output += 16, x += stepX) v128.store(output, tanh<T>(v128.load(x)));
      break;
    case steps.sigmoid:
      for (; output < end; output += 16, x += stepX) v128.store(output, sigmoid<T>(v128.load(x)));
      break;
    default:
      for (; output < end; output += 16, x += stepX) v128.store(output, functionOf<T>(f, v128.load(x)));
  }
  if (rest > 0) storeFirst<T>(output, functionOf<T>(f, v128.load(x)), rest);
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
