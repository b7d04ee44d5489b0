/**
 * Operators on every element, one after another: a block of elements goes through all steps before the next one begins.
 *
 * The arguments are rows, columns, the number of operands and that of steps; then of each operand how it lies, where, and for the
 * kernel's own use where the block is and how far a stride; then of each step its operator, its output and its operands, which
 * are operands of the chain by their places.
 */

import { blockLength, column, row, single, strideBytes, whole } from '../../elementwiseOpcodes';
import { takeStep } from './steps';

const operandBytes: usize = 16;
const stepBytes: usize = 20;

export function chain<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  const operands = at + 24;
  const steps = operands + <usize>load<u32>(at, 16) * operandBytes;
  const end = steps + <usize>load<u32>(at, 20) * stepBytes;
  if (columns <= blockLength) {
    const most = blockLength / columns;
    prepare<T>(operands, steps, columns, min(rows, most));
    for (let first: i32 = 0; first < rows; first += most) {
      const count = min(rows - first, most);
      place<T>(operands, steps, first, count, 0, columns, columns);
      for (let step = steps; step < end; step += stepBytes) applied<T>(operands, step, count * columns);
    }
    return;
  }
  prepare<T>(operands, steps, columns, 0);
  for (let line: i32 = 0; line < rows; line++) {
    for (let first: i32 = 0; first < columns; first += blockLength) {
      const count = min(columns - first, blockLength);
      place<T>(operands, steps, line, 1, first, count, columns);
      for (let step = steps; step < end; step += stepBytes) applied<T>(operands, step, count);
    }
  }
}

/** Reads what is the same in each block: numbers that are one for all, and rows that are repeated in a block. */
function prepare<T>(operands: usize, end: usize, columns: i32, repeats: i32): void {
  for (let operand = operands; operand < end; operand += operandBytes) {
    const kind = load<i32>(operand);
    const source = <usize>load<u32>(operand, 4);
    const target = <usize>load<u32>(operand, 8);
    if (kind == single) fill<T>(target, load<T>(source), strideBytes);
    if (kind == row) repeat(target, source, <usize>columns * sizeof<T>(), repeats);
  }
}

/** What is there already is copied again, so that there are few copies. */
function repeat(target: usize, source: usize, bytes: usize, repeats: i32): void {
  if (repeats == 0) return;
  memory.copy(target, source, bytes);
  const all = bytes * <usize>repeats;
  for (let done = bytes; done < all; done += done) memory.copy(target + done, target, min(done, all - done));
}

/** Puts the operands where a block of some rows and columns begins. */
function place<T>(operands: usize, end: usize, line: i32, lines: i32, first: i32, length: i32, columns: i32): void {
  for (let operand = operands; operand < end; operand += operandBytes) {
    const kind = load<i32>(operand);
    const source = <usize>load<u32>(operand, 4);
    if (kind == whole) store<u32>(operand, source + (<usize>line * columns + first) * sizeof<T>(), 8);
    else if (kind == row) {
      if (columns > blockLength) store<u32>(operand, source + <usize>first * sizeof<T>(), 8);
    } else if (kind == column) {
      let target = <usize>load<u32>(operand, 8);
      for (let each: i32 = 0; each < lines; each++) {
        const bytes = <usize>length * sizeof<T>();
        fill<T>(target, load<T>(source + <usize>(line + each) * sizeof<T>()), bytes);
        target += bytes;
      }
    }
  }
}

function fill<T>(target: usize, value: T, bytes: usize): void {
  const end = target + bytes;
  const vector = v128.splat<T>(value);
  for (; target + 16 <= end; target += 16) v128.store(target, vector);
  for (; target < end; target += sizeof<T>()) store<T>(target, value);
}

function applied<T>(operands: usize, step: usize, count: i32): void {
  const a = operands + <usize>load<u32>(step, 8) * operandBytes;
  const b = operands + <usize>load<u32>(step, 12) * operandBytes;
  const c = operands + <usize>load<u32>(step, 16) * operandBytes;
  takeStep<T>(
    load<i32>(step),
    <usize>count * sizeof<T>(),
    load<u32>(operands + <usize>load<u32>(step, 4) * operandBytes, 8),
    load<u32>(a, 8),
    load<u32>(a, 12),
    load<u32>(b, 8),
    load<u32>(b, 12),
    load<u32>(c, 8),
    load<u32>(c, 12),
  );
}
