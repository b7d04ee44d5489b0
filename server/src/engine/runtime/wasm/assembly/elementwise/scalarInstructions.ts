/** Operators on single elements: an instruction is a run of nodes of one operator, whose operands may lie anywhere. */

import { firstScalarOpcode } from '../../opcodes';
import * as opcodes from '../../elementwiseOpcodes';
import { functionOf, functionOfTwo, isFunction, isFunctionOfTwo } from './functions';

/** Runs instructions for as long as they are of this kind, and returns where the first one lies that isn't. */
export function runScalars<T>(start: usize, end: usize): usize {
  let at = start;
  while (at < end) {
    switch (load<i32>(at) - firstScalarOpcode) {
      case opcodes.add:
        at = binary<T>(opcodes.add, at);
        break;
      case opcodes.subtract:
        at = binary<T>(opcodes.subtract, at);
        break;
      case opcodes.multiply:
        at = binary<T>(opcodes.multiply, at);
        break;
      case opcodes.divide:
        at = binary<T>(opcodes.divide, at);
        break;
      case opcodes.negate:
        at = unary<T>(opcodes.negate, at);
        break;
      case opcodes.less:
        at = binary<T>(opcodes.less, at);
        break;
      case opcodes.lessEqual:
        at = binary<T>(opcodes.lessEqual, at);
        break;
      case opcodes.greater:
        at = binary<T>(opcodes.greater, at);
        break;
      case opcodes.greaterEqual:
        at = binary<T>(opcodes.greaterEqual, at);
        break;
      case opcodes.equal:
        at = binary<T>(opcodes.equal, at);
        break;
      case opcodes.notEqual:
        at = binary<T>(opcodes.notEqual, at);
        break;
      case opcodes.where:
        at = ternary<T>(opcodes.where, at);
        break;
      case opcodes.square:
        at = unary<T>(opcodes.square, at);
        break;
      case opcodes.sqrt:
        at = unary<T>(opcodes.sqrt, at);
        break;
      case opcodes.abs:
        at = unary<T>(opcodes.abs, at);
        break;
      case opcodes.sign:
        at = unary<T>(opcodes.sign, at);
        break;
      case opcodes.floor:
        at = unary<T>(opcodes.floor, at);
        break;
      case opcodes.maximum:
        at = binary<T>(opcodes.maximum, at);
        break;
      case opcodes.minimum:
        at = binary<T>(opcodes.minimum, at);
        break;
      case opcodes.clip:
        at = ternary<T>(opcodes.clip, at);
        break;
      case opcodes.hardtanh:
        at = ternary<T>(opcodes.hardtanh, at);
        break;
      case opcodes.relu:
        at = unary<T>(opcodes.relu, at);
        break;
      case opcodes.leakyRelu:
        at = binary<T>(opcodes.leakyRelu, at);
        break;
      case opcodes.copy:
        at = unary<T>(opcodes.copy, at);
        break;
      default:
        const opcode = load<i32>(at) - firstScalarOpcode;
        if (isFunction(opcode)) at = functions<T>(opcode, at);
        else if (isFunctionOfTwo(opcode)) at = binaryFunctions<T>(opcode, at);
        else return at;
    }
  }
  return at;
}

/** Runs one instruction and returns where it ends. */
@inline
function unary<T>(opcode: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 2);
  do {
    store<T>(output, scalarUnary<T>(opcode, operand<T>(operands, 0)));
    output += sizeof<T>();
    operands += 4;
  } while (operands < end);
  return end;
}

@inline
function binary<T>(opcode: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 3);
  do {
    store<T>(output, scalarBinary<T>(opcode, operand<T>(operands, 0), operand<T>(operands, 4)));
    output += sizeof<T>();
    operands += 8;
  } while (operands < end);
  return end;
}

@inline
function ternary<T>(opcode: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + <usize>load<u32>(at, 8) * 12;
  do {
    store<T>(output, scalarTernary<T>(opcode, operand<T>(operands, 0), operand<T>(operands, 4), operand<T>(operands, 8)));
    output += sizeof<T>();
    operands += 12;
  } while (operands < end);
  return end;
}

/** A function of as many nodes at a time as a vector has lanes, unless one of them is made of another. */
function functions<T>(opcode: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 2);
  while (operands < end) {
    if (operands + addressBytes<T>() <= end && isDisjoint<T>(operands, output)) {
      v128.store(output, functionOf<T>(opcode, gatherLanes<T>(operands)));
      operands += addressBytes<T>();
      output += 16;
    } else {
      const value = functionOf<T>(opcode, v128.splat<T>(operand<T>(operands, 0)));
      store<T>(output, v128.extract_lane<T>(value, 0));
      operands += 4;
      output += sizeof<T>();
    }
  }
  return end;
}

/** How many bytes the addresses of a vector's operands take. */
@inline
function addressBytes<T>(): usize {
  return 64 / sizeof<T>();
}

/** Whether none of a vector's operands is what the vector itself writes. */
@inline
function isDisjoint<T>(operands: usize, output: usize): bool {
  for (let addressOffset: usize = 0; addressOffset < addressBytes<T>(); addressOffset += 4) {
    if (<usize>load<u32>(operands + addressOffset) - output < 16) return false;
  }
  return true;
}

@inline
function gatherLanes<T>(operands: usize): v128 {
  const first = v128.replace_lane<T>(v128.splat<T>(operand<T>(operands, 0)), 1, operand<T>(operands, 4));
  if (sizeof<T>() == 8) return first;
  return f32x4.replace_lane(
    f32x4.replace_lane(first, 2, operand<f32>(operands, 8)), 3, operand<f32>(operands, 12),
  );
}

function binaryFunctions<T>(opcode: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 3);
  for (; operands < end; operands += 8, output += sizeof<T>()) {
    const x = v128.splat<T>(operand<T>(operands, 0));
    const y = v128.splat<T>(operand<T>(operands, 4));
    store<T>(output, v128.extract_lane<T>(functionOfTwo<T>(opcode, x, y), 0));
  }
  return end;
}

@inline
function operand<T>(operands: usize, offset: usize): T {
  return load<T>(<usize>load<u32>(operands + offset));
}

@inline
export function scalarUnary<T>(opcode: i32, x: T): T {
  if (opcode == opcodes.negate) return <T>-x;
  if (opcode == opcodes.square) return <T>(x * x);
  if (opcode == opcodes.sqrt) return sqrt<T>(x);
  if (opcode == opcodes.abs) return abs<T>(x);
  if (opcode == opcodes.sign) return x > 0 ? <T>1 : x < 0 ? <T>-1 : x == 0 ? <T>0 : <T>NaN;
  if (opcode == opcodes.floor) return floor<T>(x);
  if (opcode == opcodes.relu) return x > 0 || x != x ? x : <T>0;
  return x;
}

@inline
export function scalarBinary<T>(opcode: i32, a: T, b: T): T {
  if (opcode == opcodes.add) return <T>(a + b);
  if (opcode == opcodes.subtract) return <T>(a - b);
  if (opcode == opcodes.multiply) return <T>(a * b);
  if (opcode == opcodes.divide) return <T>(a / b);
  if (opcode == opcodes.less) return <T>(a < b);
  if (opcode == opcodes.lessEqual) return <T>(a <= b);
  if (opcode == opcodes.greater) return <T>(a > b);
  if (opcode == opcodes.greaterEqual) return <T>(a >= b);
  if (opcode == opcodes.equal) return <T>(a == b);
  if (opcode == opcodes.notEqual) return <T>(a != b);
  if (opcode == opcodes.maximum) return max<T>(a, b);
  if (opcode == opcodes.minimum) return min<T>(a, b);
  return a > 0 ? a : <T>(a * b);
}

@inline
export function scalarTernary<T>(opcode: i32, a: T, b: T, c: T): T {
  if (opcode == opcodes.where) return select<T>(b, c, a != 0);
  if (opcode == opcodes.clip) return min<T>(max<T>(a, b), c);
  return a <= b ? b : min<T>(a, c);
}
