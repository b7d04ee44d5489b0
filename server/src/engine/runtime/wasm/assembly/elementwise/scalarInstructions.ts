/** Operators on single elements: an instruction is a run of nodes of one operator, whose operands may lie anywhere. */

import { firstSingle } from '../../opcodes';
import * as steps from '../../elementwiseOpcodes';
import { functionOf, functionOfTwo, isFunction, isFunctionOfTwo } from './functions';

/** Runs instructions for as long as they are of this kind, and returns where the first one lies that isn't. */
export function singles<T>(start: usize, end: usize): usize {
  let at = start;
  while (at < end) {
    switch (load<i32>(at) - firstSingle) {
      case steps.add:
        at = binary<T>(steps.add, at);
        break;
      case steps.subtract:
        at = binary<T>(steps.subtract, at);
        break;
      case steps.multiply:
        at = binary<T>(steps.multiply, at);
        break;
      case steps.divide:
        at = binary<T>(steps.divide, at);
        break;
      case steps.negate:
        at = unary<T>(steps.negate, at);
        break;
      case steps.less:
        at = binary<T>(steps.less, at);
        break;
      case steps.lessEqual:
        at = binary<T>(steps.lessEqual, at);
        break;
      case steps.greater:
        at = binary<T>(steps.greater, at);
        break;
      case steps.greaterEqual:
        at = binary<T>(steps.greaterEqual, at);
        break;
      case steps.equal:
        at = binary<T>(steps.equal, at);
        break;
      case steps.notEqual:
        at = binary<T>(steps.notEqual, at);
        break;
      case steps.where:
        at = ternary<T>(steps.where, at);
        break;
      case steps.square:
        at = unary<T>(steps.square, at);
        break;
      case steps.sqrt:
        at = unary<T>(steps.sqrt, at);
        break;
      case steps.abs:
        at = unary<T>(steps.abs, at);
        break;
      case steps.sign:
        at = unary<T>(steps.sign, at);
        break;
      case steps.floor:
        at = unary<T>(steps.floor, at);
        break;
      case steps.maximum:
        at = binary<T>(steps.maximum, at);
        break;
      case steps.minimum:
        at = binary<T>(steps.minimum, at);
        break;
      case steps.clip:
        at = ternary<T>(steps.clip, at);
        break;
      case steps.hardtanh:
        at = ternary<T>(steps.hardtanh, at);
        break;
      case steps.relu:
        at = unary<T>(steps.relu, at);
        break;
      case steps.leakyRelu:
        at = binary<T>(steps.leakyRelu, at);
        break;
      case steps.copy:
        at = unary<T>(steps.copy, at);
        break;
      default:
        const step = load<i32>(at) - firstSingle;
        if (isFunction(step)) at = functions<T>(step, at);
        else if (isFunctionOfTwo(step)) at = functionsOfTwo<T>(step, at);
        else return at;
    }
  }
  return at;
}

/** Runs one instruction and returns where it ends. */
@inline
function unary<T>(step: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 2);
  do {
    store<T>(output, ofOne<T>(step, operand<T>(operands, 0)));
    output += sizeof<T>();
    operands += 4;
  } while (operands < end);
  return end;
}

@inline
function binary<T>(step: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 3);
  do {
    store<T>(output, ofTwo<T>(step, operand<T>(operands, 0), operand<T>(operands, 4)));
    output += sizeof<T>();
    operands += 8;
  } while (operands < end);
  return end;
}

@inline
function ternary<T>(step: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + <usize>load<u32>(at, 8) * 12;
  do {
    store<T>(output, ofThree<T>(step, operand<T>(operands, 0), operand<T>(operands, 4), operand<T>(operands, 8)));
    output += sizeof<T>();
    operands += 12;
  } while (operands < end);
  return end;
}

/** A function of as many nodes at a time as a vector has lanes, unless one of them is made of another. */
function functions<T>(step: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 2);
  while (operands < end) {
    if (operands + addressBytes<T>() <= end && areElsewhere<T>(operands, output)) {
      v128.store(output, functionOf<T>(step, gathered<T>(operands)));
      operands += addressBytes<T>();
      output += 16;
    } else {
      const value = functionOf<T>(step, v128.splat<T>(operand<T>(operands, 0)));
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
function areElsewhere<T>(operands: usize, output: usize): bool {
  for (let each: usize = 0; each < addressBytes<T>(); each += 4) {
    if (<usize>load<u32>(operands + each) - output < 16) return false;
  }
  return true;
}

@inline
function gathered<T>(operands: usize): v128 {
  const first = v128.replace_lane<T>(v128.splat<T>(operand<T>(operands, 0)), 1, operand<T>(operands, 4));
  if (sizeof<T>() == 8) return first;
  return f32x4.replace_lane(
    f32x4.replace_lane(first, 2, operand<f32>(operands, 8)), 3, operand<f32>(operands, 12),
  );
}

function functionsOfTwo<T>(step: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 3);
  for (; operands < end; operands += 8, output += sizeof<T>()) {
    const x = v128.splat<T>(operand<T>(operands, 0));
    const y = v128.splat<T>(operand<T>(operands, 4));
    store<T>(output, v128.extract_lane<T>(functionOfTwo<T>(step, x, y), 0));
  }
  return end;
}

@inline
function operand<T>(operands: usize, offset: usize): T {
  return load<T>(<usize>load<u32>(operands + offset));
}

@inline
export function ofOne<T>(step: i32, x: T): T {
  if (step == steps.negate) return <T>-x;
  if (step == steps.square) return <T>(x * x);
  if (step == steps.sqrt) return sqrt<T>(x);
  if (step == steps.abs) return abs<T>(x);
  if (step == steps.sign) return x > 0 ? <T>1 : x < 0 ? <T>-1 : x == 0 ? <T>0 : <T>NaN;
  if (step == steps.floor) return floor<T>(x);
  if (step == steps.relu) return x > 0 || x != x ? x : <T>0;
  return x;
}

@inline
export function ofTwo<T>(step: i32, a: T, b: T): T {
  if (step == steps.add) return <T>(a + b);
  if (step == steps.subtract) return <T>(a - b);
  if (step == steps.multiply) return <T>(a * b);
  if (step == steps.divide) return <T>(a / b);
  if (step == steps.less) return <T>(a < b);
  if (step == steps.lessEqual) return <T>(a <= b);
  if (step == steps.greater) return <T>(a > b);
  if (step == steps.greaterEqual) return <T>(a >= b);
  if (step == steps.equal) return <T>(a == b);
  if (step == steps.notEqual) return <T>(a != b);
  if (step == steps.maximum) return max<T>(a, b);
  if (step == steps.minimum) return min<T>(a, b);
  return a > 0 ? a : <T>(a * b);
}

@inline
export function ofThree<T>(step: i32, a: T, b: T, c: T): T {
  if (step == steps.where) return select<T>(b, c, a != 0);
  if (step == steps.clip) return min<T>(max<T>(a, b), c);
  return a <= b ? b : min<T>(a, c);
}
