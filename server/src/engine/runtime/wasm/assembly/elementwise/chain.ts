/**
 * Operators on every element, one after another: a block of elements goes through all steps before the next one begins.
 *
 * The arguments are rows, columns, the number of operands and that of steps; then of each operand how it lies, where, and for the
 * kernel's own use where the block is and how far a stride; then of each step its operator, its output and its operands, which
 * are operands of the chain by their places.
 */

import { blockLength, columnLayout, rowLayout, scalarLayout, strideBytes, fullLayout } from '../../chainFormat';
import { applyOp } from '../generated/blocks';

const operandBytes: usize = 16;
const stepBytes: usize = 20;

export function chain<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  const operands = at + 24;
  const steps = operands + <usize>load<u32>(at, 16) * operandBytes;
  const end = steps + <usize>load<u32>(at, 20) * stepBytes;
  if (columns <= blockLength) {
    const maxRows = blockLength / columns;
    prepareOperands<T>(operands, steps, columns, min(rows, maxRows));
    for (let first: i32 = 0; first < rows; first += maxRows) {
      const count = min(rows - first, maxRows);
      positionOperands<T>(operands, steps, first, count, 0, columns, columns);
      for (let step = steps; step < end; step += stepBytes) applyStep<T>(operands, step, count * columns);
    }
    return;
  }
  prepareOperands<T>(operands, steps, columns, 0);
  for (let rowIndex: i32 = 0; rowIndex < rows; rowIndex++) {
    for (let first: i32 = 0; first < columns; first += blockLength) {
      const count = min(columns - first, blockLength);
      positionOperands<T>(operands, steps, rowIndex, 1, first, count, columns);
      for (let step = steps; step < end; step += stepBytes) applyStep<T>(operands, step, count);
    }
  }
}

/** Reads what is the same in each block: numbers that are one for all, and rows that are repeated in a block. */
function prepareOperands<T>(operands: usize, end: usize, columns: i32, repeats: i32): void {
  for (let operand = operands; operand < end; operand += operandBytes) {
    const kind = load<i32>(operand);
    const source = <usize>load<u32>(operand, 4);
    const target = <usize>load<u32>(operand, 8);
    if (kind == scalarLayout) fill<T>(target, load<T>(source), strideBytes);
    if (kind == rowLayout) repeat(target, source, <usize>columns * sizeof<T>(), repeats);
  }
}

/** What is there already is copied again, so that there are few copies. */
function repeat(target: usize, source: usize, bytes: usize, repeats: i32): void {
  if (repeats == 0) return;
  memory.copy(target, source, bytes);
  const all = bytes * <usize>repeats;
  for (let copiedBytes = bytes; copiedBytes < all; copiedBytes += copiedBytes) memory.copy(target + copiedBytes, target, min(copiedBytes, all - copiedBytes));
}

/** Puts the operands where a block of some rows and columns begins. */
function positionOperands<T>(operands: usize, end: usize, rowIndex: i32, lines: i32, first: i32, length: i32, columns: i32): void {
  for (let operand = operands; operand < end; operand += operandBytes) {
    const kind = load<i32>(operand);
    const source = <usize>load<u32>(operand, 4);
    if (kind == fullLayout) store<u32>(operand, source + (<usize>rowIndex * columns + first) * sizeof<T>(), 8);
    else if (kind == rowLayout) {
      if (columns > blockLength) store<u32>(operand, source + <usize>first * sizeof<T>(), 8);
    } else if (kind == columnLayout) {
      let target = <usize>load<u32>(operand, 8);
      for (let each: i32 = 0; each < lines; each++) {
        const bytes = <usize>length * sizeof<T>();
        fill<T>(target, load<T>(source + <usize>(rowIndex + each) * sizeof<T>()), bytes);
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

function applyStep<T>(operands: usize, step: usize, count: i32): void {
  const a = operands + <usize>load<u32>(step, 8) * operandBytes;
  const b = operands + <usize>load<u32>(step, 12) * operandBytes;
  const c = operands + <usize>load<u32>(step, 16) * operandBytes;
  applyOp<T>(
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
