/** Evaluation of one node of a scalar program, by its number of operands. */

import { functionBinary, functionUnary, scalarBinary, scalarTernary, scalarUnary } from '../generated/formulas';

/** Computes a node and returns the address of the next node's operands. */
@inline
export function computeUnary(opcode: i32, output: usize, operands: usize, values: usize): usize {
  store<f64>(output, scalarUnary<f64>(opcode, operand(operands, 0, values)));
  return operands + 4;
}

@inline
export function computeUnaryFunction(opcode: i32, output: usize, operands: usize, values: usize): usize {
  const value = functionUnary<f64>(opcode, f64x2.splat(operand(operands, 0, values)));
  store<f64>(output, f64x2.extract_lane(value, 0));
  return operands + 4;
}

@inline
export function computeBinary(opcode: i32, output: usize, operands: usize, values: usize): usize {
  store<f64>(output, scalarBinary<f64>(opcode, operand(operands, 0, values), operand(operands, 4, values)));
  return operands + 8;
}

@inline
export function computeBinaryFunction(opcode: i32, output: usize, operands: usize, values: usize): usize {
  const x = f64x2.splat(operand(operands, 0, values));
  const y = f64x2.splat(operand(operands, 4, values));
  store<f64>(output, f64x2.extract_lane(functionBinary<f64>(opcode, x, y), 0));
  return operands + 8;
}

@inline
export function computeTernary(opcode: i32, output: usize, operands: usize, values: usize): usize {
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
