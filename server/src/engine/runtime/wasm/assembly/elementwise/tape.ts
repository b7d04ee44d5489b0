/** Runs a program of scalars as it lies in flat arrays, node after node: to write instructions first would take longer. */

import * as opcodes from '../../elementwiseOpcodes';
import { functionOf, functionOfTwo, isFunction, isFunctionOfTwo } from './functions';
import { computeInJs } from '../host';
import { scalarUnary, scalarTernary, scalarBinary } from './scalarInstructions';

/**
 * The arguments are the first node and the unary to stop before; where the next operand and the next literal lie, which are kept
 * there for the next time; and where the codes, the values, and the opcodes that codes are begin.
 */
export function tape(at: usize): void {
  let node = load<i32>(at, 8);
  const end = load<i32>(at, 12);
  let operands = <usize>load<u32>(at, 16);
  let numbers = <usize>load<u32>(at, 20);
  const codes = <usize>load<u32>(at, 24);
  const values = <usize>load<u32>(at, 28);
  const opcodeTable = <usize>load<u32>(at, 32);
  for (; node < end; node++) {
    const output = values + (<usize>node << 3);
    const opcode = <i32>load<u8>(opcodeTable + load<u8>(codes + node));
    switch (opcode) {
      case opcodes.literal:
        store<f64>(output, load<f64>(numbers));
        numbers += 8;
        break;
      case opcodes.negate:
        operands = unary(opcodes.negate, output, operands, values);
        break;
      case opcodes.square:
        operands = unary(opcodes.square, output, operands, values);
        break;
      case opcodes.sqrt:
        operands = unary(opcodes.sqrt, output, operands, values);
        break;
      case opcodes.abs:
        operands = unary(opcodes.abs, output, operands, values);
        break;
      case opcodes.sign:
        operands = unary(opcodes.sign, output, operands, values);
        break;
      case opcodes.floor:
        operands = unary(opcodes.floor, output, operands, values);
        break;
      case opcodes.relu:
        operands = unary(opcodes.relu, output, operands, values);
        break;
      case opcodes.copy:
        operands = unary(opcodes.copy, output, operands, values);
        break;
      case opcodes.add:
        operands = binary(opcodes.add, output, operands, values);
        break;
      case opcodes.subtract:
        operands = binary(opcodes.subtract, output, operands, values);
        break;
      case opcodes.multiply:
        operands = binary(opcodes.multiply, output, operands, values);
        break;
      case opcodes.divide:
        operands = binary(opcodes.divide, output, operands, values);
        break;
      case opcodes.less:
        operands = binary(opcodes.less, output, operands, values);
        break;
      case opcodes.lessEqual:
        operands = binary(opcodes.lessEqual, output, operands, values);
        break;
      case opcodes.greater:
        operands = binary(opcodes.greater, output, operands, values);
        break;
      case opcodes.greaterEqual:
        operands = binary(opcodes.greaterEqual, output, operands, values);
        break;
      case opcodes.equal:
        operands = binary(opcodes.equal, output, operands, values);
        break;
      case opcodes.notEqual:
        operands = binary(opcodes.notEqual, output, operands, values);
        break;
      case opcodes.maximum:
        operands = binary(opcodes.maximum, output, operands, values);
        break;
      case opcodes.minimum:
        operands = binary(opcodes.minimum, output, operands, values);
        break;
      case opcodes.leakyRelu:
        operands = binary(opcodes.leakyRelu, output, operands, values);
        break;
      case opcodes.where:
        operands = ternary(opcodes.where, output, operands, values);
        break;
      case opcodes.clip:
        operands = ternary(opcodes.clip, output, operands, values);
        break;
      case opcodes.hardtanh:
        operands = ternary(opcodes.hardtanh, output, operands, values);
        break;
      default:
        if (isFunction(opcode)) {
          operands = unaryFunction(opcode, output, operands, values);
          break;
        }
        if (isFunctionOfTwo(opcode)) {
          operands = binaryFunction(opcode, output, operands, values);
          break;
        }
        store<u32>(at, operands, 16);
        // Whoever computes it goes on by as many operands as it has.
        computeInJs(node);
        operands = load<u32>(at, 16);
    }
  }
  store<i32>(at, node, 8);
  store<u32>(at, operands, 16);
  store<u32>(at, numbers, 20);
}

/** Computes unary node, and returns where the next operand lies. */
@inline
function unary(opcode: i32, output: usize, operands: usize, values: usize): usize {
  store<f64>(output, scalarUnary<f64>(opcode, operand(operands, 0, values)));
  return operands + 4;
}

@inline
function unaryFunction(opcode: i32, output: usize, operands: usize, values: usize): usize {
  const value = functionOf<f64>(opcode, f64x2.splat(operand(operands, 0, values)));
  store<f64>(output, f64x2.extract_lane(value, 0));
  return operands + 4;
}

@inline
function binary(opcode: i32, output: usize, operands: usize, values: usize): usize {
  store<f64>(output, scalarBinary<f64>(opcode, operand(operands, 0, values), operand(operands, 4, values)));
  return operands + 8;
}

@inline
function binaryFunction(opcode: i32, output: usize, operands: usize, values: usize): usize {
  const x = f64x2.splat(operand(operands, 0, values));
  const y = f64x2.splat(operand(operands, 4, values));
  store<f64>(output, f64x2.extract_lane(functionOfTwo<f64>(opcode, x, y), 0));
  return operands + 8;
}

@inline
function ternary(opcode: i32, output: usize, operands: usize, values: usize): usize {
  store<f64>(
    output,
    scalarTernary<f64>(opcode, operand(operands, 0, values), operand(operands, 4, values), operand(operands, 8, values)),
  );
  return operands + 12;
}

@inline
function operand(operands: usize, offset: usize, values: usize): f64 {
  return load<f64>(values + (<usize>load<u32>(operands + offset) << 3));
}
