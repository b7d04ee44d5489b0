/** Loops over a block of elements for functions that are too long to be unrolled. */

import { fastPath, functionBinary, functionUnary, isFastPath } from '../generated/formulas';

/** Applies a function to whole vectors, then to the remaining elements. */
export function vectorLoop<T>(opcode: i32, bytes: usize, output: usize, x: usize, strideX: usize): void {
  const rest = bytes & 15;
  const end = output + bytes - rest;
  for (; output < end; output += 16, x += strideX) v128.store(output, functionUnary<T>(opcode, v128.load(x)));
  if (rest > 0) storeFirst<T>(output, functionUnary<T>(opcode, v128.load(x)), rest);
}

export function applyBinaryFunction<T>(
  opcode: i32, bytes: usize, output: usize, x: usize, strideX: usize, y: usize, strideY: usize,
): void {
  const rest = bytes & 15;
  const end = output + bytes - rest;
  for (; output < end; output += 16, x += strideX, y += strideY) {
    v128.store(output, functionBinary<T>(opcode, v128.load(x), v128.load(y)));
  }
  if (rest > 0) storeFirst<T>(output, functionBinary<T>(opcode, v128.load(x), v128.load(y)), rest);
}

/** Processes two vectors at a time and computes both before the first is stored, so that V8 can pair them. */
@inline
export function pairLoop<T>(opcode: i32, bytes: usize, output: usize, x: usize, strideX: usize): void {
  const end = output + bytes;
  for (; output < end; output += 32, x += 2 * strideX) {
    if (isFastPath<T>(opcode, v128.load(x), v128.load(x, 16))) {
      const first = fastPath<T>(opcode, v128.load(x));
      const second = fastPath<T>(opcode, v128.load(x, 16));
      v128.store(output, first);
      v128.store(output, second, 16);
    } else {
      v128.store(output, functionUnary<T>(opcode, v128.load(x)));
      v128.store(output, functionUnary<T>(opcode, v128.load(x, 16)), 16);
    }
  }
}

/** Stores the first bytes of a vector. */
function storeFirst<T>(output: usize, vector: v128, bytes: usize): void {
  v128.store(lastVector, vector);
  for (let at: usize = 0; at < bytes; at += sizeof<T>()) store<T>(output + at, load<T>(lastVector + at));
}

const lastVector = memory.data(16, 16);
