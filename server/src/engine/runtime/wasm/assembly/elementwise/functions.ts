/** Functions of one number and of two: of a vector, and of a block of elements. */

import * as opcodes from '../../elementwiseOpcodes';
import { elu, selu, silu, softplus } from './activations';
import { erf, gelu } from './erf';
import { exp, expm1, hasOrdinaryExp, ordinaryExp, ordinarySigmoid, sigmoid, tanh } from './exponential';
import { allTrue } from '../lanes';
import { hasOrdinaryLog, log, log1p, ordinaryLog } from './logarithm';
import { callEachLane, power } from './hostCalls';
import { cos, sin } from './trigonometry';

/** Whether a opcode is one of these functions of one number. */
@inline
export function isFunction(opcode: i32): bool {
  return opcode >= opcodes.exp && opcode <= opcodes.cosh;
}

@inline
export function isFunctionOfTwo(opcode: i32): bool {
  return opcode == opcodes.elu || opcode == opcodes.power;
}

export function functionOf<T>(opcode: i32, x: v128): v128 {
  switch (opcode) {
    case opcodes.exp:
      return exp<T>(x);
    case opcodes.expm1:
      return expm1<T>(x);
    case opcodes.log:
      return log<T>(x);
    case opcodes.log1p:
      return log1p<T>(x);
    case opcodes.tanh:
      return tanh<T>(x);
    case opcodes.sigmoid:
      return sigmoid<T>(x);
    case opcodes.softplus:
      return softplus<T>(x);
    case opcodes.silu:
      return silu<T>(x);
    case opcodes.selu:
      return selu<T>(x);
    case opcodes.sin:
      return sin<T>(x);
    case opcodes.cos:
      return cos<T>(x);
    case opcodes.erf:
      return erf<T>(x);
    case opcodes.gelu:
      return gelu<T>(x);
    default:
      return callEachLane<T>(opcode, x);
  }
}

export function functionOfTwo<T>(opcode: i32, x: v128, y: v128): v128 {
  return opcode == opcodes.elu ? elu<T>(x, y) : power<T>(x, y);
}

/**
 * Applies a function to a block: to vectors, and then to one of what is left.
 * @param bytes how long the block is.
 * @param strideX how far it is from one vector to the next: 0 where it is one number for all.
 */
export function applyFunction<T>(opcode: i32, bytes: usize, output: usize, x: usize, strideX: usize): void {
  const end = output + (bytes & ~15);
  const pairsEnd = output + (bytes & ~31);
  switch (opcode) {
    case opcodes.exp:
      for (; output < pairsEnd; output += 32, x += 2 * strideX) applyPair<T>(opcodes.exp, output, x);
      break;
    case opcodes.log:
      for (; output < pairsEnd; output += 32, x += 2 * strideX) applyPair<T>(opcodes.log, output, x);
      break;
    case opcodes.tanh:
      for (; output < pairsEnd; output += 32, x += 2 * strideX) applyPair<T>(opcodes.tanh, output, x);
      break;
    case opcodes.sigmoid:
      for (; output < pairsEnd; output += 32, x += 2 * strideX) applyPair<T>(opcodes.sigmoid, output, x);
      break;
  }
  for (; output < end; output += 16, x += strideX) v128.store(output, functionOf<T>(opcode, v128.load(x)));
  const rest = bytes & 15;
  if (rest > 0) storeFirst<T>(output, functionOf<T>(opcode, v128.load(x)), rest);
}

/** Two vectors, which run as one where vectors are paired: so both are there before the first is stored, as in `opcodes.ts`. */
@inline
function applyPair<T>(opcode: i32, output: usize, x: usize): void {
  if (isOrdinary<T>(opcode, v128.load(x), v128.load(x, 16))) {
    const first = ordinary<T>(opcode, v128.load(x));
    const second = ordinary<T>(opcode, v128.load(x, 16));
    v128.store(output, first);
    v128.store(output, second, 16);
  } else {
    v128.store(output, functionOf<T>(opcode, v128.load(x)));
    v128.store(output, functionOf<T>(opcode, v128.load(x, 16)), 16);
  }
}

/** Whether nothing in two vectors is a special case, which costs a branch. */
@inline
function isOrdinary<T>(opcode: i32, a: v128, b: v128): bool {
  if (opcode == opcodes.tanh) return true;
  if (opcode == opcodes.log) return allTrue<T>(v128.and(hasOrdinaryLog<T>(a), hasOrdinaryLog<T>(b)));
  return allTrue<T>(v128.and(hasOrdinaryExp<T>(a), hasOrdinaryExp<T>(b)));
}

@inline
function ordinary<T>(opcode: i32, x: v128): v128 {
  if (opcode == opcodes.exp) return ordinaryExp<T>(x);
  if (opcode == opcodes.log) return ordinaryLog<T>(x);
  if (opcode == opcodes.tanh) return tanh<T>(x);
  return ordinarySigmoid<T>(x);
}

export function applyFunctionOfTwo<T>(
  opcode: i32,
  bytes: usize,
  output: usize,
  x: usize,
  strideX: usize,
  y: usize,
  strideY: usize,
): void {
  const rest = bytes & 15;
  const end = output + bytes - rest;
  for (; output < end; output += 16, x += strideX, y += strideY) {
    v128.store(output, functionOfTwo<T>(opcode, v128.load(x), v128.load(y)));
  }
  if (rest > 0) storeFirst<T>(output, functionOfTwo<T>(opcode, v128.load(x), v128.load(y)), rest);
}

/** Stores the first bytes of a vector. */
function storeFirst<T>(output: usize, vector: v128, bytes: usize): void {
  v128.store(lastVector, vector);
  for (let at: usize = 0; at < bytes; at += sizeof<T>()) store<T>(output + at, load<T>(lastVector + at));
}

const lastVector = memory.data(16, 16);
