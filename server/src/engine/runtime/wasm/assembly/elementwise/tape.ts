/** Runs a program of scalars as it lies in flat arrays, node after node: to write instructions first would take longer. */

import * as steps from '../../elementwiseOpcodes';
import { functionOf, functionOfTwo, isFunction, isFunctionOfTwo } from './functions';
import { computePlainly } from '../host';
import { ofOne, ofThree, ofTwo } from './scalarInstructions';

/**
 * The arguments are the first node and the one to stop before; where the next operand and the next number lie, which are kept
 * there for the next time; and where the codes, the values, and the steps that codes are begin.
 */
export function tape(at: usize): void {
  let node = load<i32>(at, 8);
  const end = load<i32>(at, 12);
  let operands = <usize>load<u32>(at, 16);
  let numbers = <usize>load<u32>(at, 20);
  const codes = <usize>load<u32>(at, 24);
  const values = <usize>load<u32>(at, 28);
  const stepOfCode = <usize>load<u32>(at, 32);
  for (; node < end; node++) {
    const output = values + (<usize>node << 3);
    const step = <i32>load<u8>(stepOfCode + load<u8>(codes + node));
    switch (step) {
      case steps.number:
        store<f64>(output, load<f64>(numbers));
        numbers += 8;
        break;
      case steps.negate:
        operands = one(steps.negate, output, operands, values);
        break;
      case steps.square:
        operands = one(steps.square, output, operands, values);
        break;
      case steps.sqrt:
        operands = one(steps.sqrt, output, operands, values);
        break;
      case steps.abs:
        operands = one(steps.abs, output, operands, values);
        break;
      case steps.sign:
        operands = one(steps.sign, output, operands, values);
        break;
      case steps.floor:
        operands = one(steps.floor, output, operands, values);
        break;
      case steps.relu:
        operands = one(steps.relu, output, operands, values);
        break;
      case steps.copy:
        operands = one(steps.copy, output, operands, values);
        break;
      case steps.add:
        operands = two(steps.add, output, operands, values);
        break;
      case steps.subtract:
        operands = two(steps.subtract, output, operands, values);
        break;
      case steps.multiply:
        operands = two(steps.multiply, output, operands, values);
        break;
      case steps.divide:
        operands = two(steps.divide, output, operands, values);
        break;
      case steps.less:
        operands = two(steps.less, output, operands, values);
        break;
      case steps.lessEqual:
        operands = two(steps.lessEqual, output, operands, values);
        break;
      case steps.greater:
        operands = two(steps.greater, output, operands, values);
        break;
      case steps.greaterEqual:
        operands = two(steps.greaterEqual, output, operands, values);
        break;
      case steps.equal:
        operands = two(steps.equal, output, operands, values);
        break;
      case steps.notEqual:
        operands = two(steps.notEqual, output, operands, values);
        break;
      case steps.maximum:
        operands = two(steps.maximum, output, operands, values);
        break;
      case steps.minimum:
        operands = two(steps.minimum, output, operands, values);
        break;
      case steps.leakyRelu:
        operands = two(steps.leakyRelu, output, operands, values);
        break;
      case steps.where:
        operands = three(steps.where, output, operands, values);
        break;
      case steps.clip:
        operands = three(steps.clip, output, operands, values);
        break;
      case steps.hardtanh:
        operands = three(steps.hardtanh, output, operands, values);
        break;
      default:
        if (isFunction(step)) {
          operands = oneFunction(step, output, operands, values);
          break;
        }
        if (isFunctionOfTwo(step)) {
          operands = twoFunction(step, output, operands, values);
          break;
        }
        store<u32>(at, operands, 16);
        // Whoever computes it goes on by as many operands as it has.
        computePlainly(node);
        operands = load<u32>(at, 16);
    }
  }
  store<i32>(at, node, 8);
  store<u32>(at, operands, 16);
  store<u32>(at, numbers, 20);
}

/** Computes one node, and returns where the next operand lies. */
@inline
function one(step: i32, output: usize, operands: usize, values: usize): usize {
  store<f64>(output, ofOne<f64>(step, operand(operands, 0, values)));
  return operands + 4;
}

@inline
function oneFunction(step: i32, output: usize, operands: usize, values: usize): usize {
  const value = functionOf<f64>(step, f64x2.splat(operand(operands, 0, values)));
  store<f64>(output, f64x2.extract_lane(value, 0));
  return operands + 4;
}

@inline
function two(step: i32, output: usize, operands: usize, values: usize): usize {
  store<f64>(output, ofTwo<f64>(step, operand(operands, 0, values), operand(operands, 4, values)));
  return operands + 8;
}

@inline
function twoFunction(step: i32, output: usize, operands: usize, values: usize): usize {
  const x = f64x2.splat(operand(operands, 0, values));
  const y = f64x2.splat(operand(operands, 4, values));
  store<f64>(output, f64x2.extract_lane(functionOfTwo<f64>(step, x, y), 0));
  return operands + 8;
}

@inline
function three(step: i32, output: usize, operands: usize, values: usize): usize {
  store<f64>(
    output,
    ofThree<f64>(step, operand(operands, 0, values), operand(operands, 4, values), operand(operands, 8, values)),
  );
  return operands + 12;
}

@inline
function operand(operands: usize, offset: usize, values: usize): f64 {
  return load<f64>(values + (<usize>load<u32>(operands + offset) << 3));
}
