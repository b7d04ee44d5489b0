/** Scalar instructions: each computes consecutive scalar nodes of one operator, whose operands may be anywhere. */

import { functionBinary, functionUnary, scalarBinary, scalarTernary, scalarUnary } from '../generated/formulas';

/** Runs one instruction and returns where it ends. */
@inline
export function runUnary<T>(opcode: i32, at: usize): usize {
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
export function runBinary<T>(opcode: i32, at: usize): usize {
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
export function runTernary<T>(opcode: i32, at: usize): usize {
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

/** Applies a function to as many nodes at once as a vector has lanes, unless one of them depends on another. */
export function runUnaryFunction<T>(opcode: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 2);
  while (operands < end) {
    if (operands + addressBytes<T>() <= end && isDisjoint<T>(operands, output)) {
      v128.store(output, functionUnary<T>(opcode, gatherLanes<T>(operands)));
      operands += addressBytes<T>();
      output += 16;
    } else {
      const value = functionUnary<T>(opcode, v128.splat<T>(operand<T>(operands, 0)));
      store<T>(output, v128.extract_lane<T>(value, 0));
      operands += 4;
      output += sizeof<T>();
    }
  }
  return end;
}

/** The size of the operand addresses of one vector, in bytes. */
@inline
function addressBytes<T>(): usize {
  return 64 / sizeof<T>();
}

/** True if none of a vector's operands is in the 16 bytes that the vector writes. */
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

export function runBinaryFunction<T>(opcode: i32, at: usize): usize {
  let output: usize = load<u32>(at, 12);
  let operands = at + 16;
  const end = operands + (<usize>load<u32>(at, 8) << 3);
  for (; operands < end; operands += 8, output += sizeof<T>()) {
    const x = v128.splat<T>(operand<T>(operands, 0));
    const y = v128.splat<T>(operand<T>(operands, 4));
    store<T>(output, v128.extract_lane<T>(functionBinary<T>(opcode, x, y), 0));
  }
  return end;
}

@inline
function operand<T>(operands: usize, offset: usize): T {
  return load<T>(<usize>load<u32>(operands + offset));
}
