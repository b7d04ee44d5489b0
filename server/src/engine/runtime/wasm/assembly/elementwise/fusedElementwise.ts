/**
 * Fused elementwise operations: all operations are applied to one block of elements before the next block begins, so that
 * intermediate results stay in the first-level cache.
 *
 * Arguments: rows, columns, operand count, operation count; for each operand its layout, its address, the address of its
 * block (a buffer, or the part of the operand that the kernel has reached) and the block's stride; for each operation its
 * opcode, the index of its output and the indices of its three operands.
 */

import { blockLength, columnLayout, rowLayout, scalarLayout, chunkBytes, fullLayout } from '../../fusedElementwiseFormat';
import { applyOp } from '../generated/blocks';

const operandBytes: usize = 16;
const opBytes: usize = 20;

export function fusedElementwise<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  const operands = at + 24;
  const ops = operands + <usize>load<u32>(at, 16) * operandBytes;
  const end = ops + <usize>load<u32>(at, 20) * opBytes;
  if (columns <= blockLength) {
    const maxRows = blockLength / columns;
    prepareOperands<T>(operands, ops, columns, min(rows, maxRows));
    for (let first: i32 = 0; first < rows; first += maxRows) {
      const count = min(rows - first, maxRows);
      positionOperands<T>(operands, ops, first, count, 0, columns, columns);
      for (let op = ops; op < end; op += opBytes) applyOperation<T>(operands, op, count * columns);
    }
    return;
  }
  prepareOperands<T>(operands, ops, columns, 0);
  for (let rowIndex: i32 = 0; rowIndex < rows; rowIndex++) {
    for (let first: i32 = 0; first < columns; first += blockLength) {
      const count = min(columns - first, blockLength);
      positionOperands<T>(operands, ops, rowIndex, 1, first, count, columns);
      for (let op = ops; op < end; op += opBytes) applyOperation<T>(operands, op, count);
    }
  }
}

/** Fills the buffers that are the same for every block: scalars, and rows repeated over a block. */
function prepareOperands<T>(operands: usize, end: usize, columns: i32, repeats: i32): void {
  for (let operand = operands; operand < end; operand += operandBytes) {
    const layout = load<i32>(operand);
    const source = <usize>load<u32>(operand, 4);
    const target = <usize>load<u32>(operand, 8);
    if (layout == scalarLayout) fill<T>(target, load<T>(source), chunkBytes);
    if (layout == rowLayout) repeat(target, source, <usize>columns * sizeof<T>(), repeats);
  }
}

/** Doubles the copied part each time, so that there are few copies. */
function repeat(target: usize, source: usize, bytes: usize, repeats: i32): void {
  if (repeats == 0) return;
  memory.copy(target, source, bytes);
  const all = bytes * <usize>repeats;
  for (let copiedBytes = bytes; copiedBytes < all; copiedBytes += copiedBytes) memory.copy(target + copiedBytes, target, min(copiedBytes, all - copiedBytes));
}

/** Moves the operands to a block of some rows and columns. */
function positionOperands<T>(operands: usize, end: usize, rowIndex: i32, lines: i32, first: i32, length: i32, columns: i32): void {
  for (let operand = operands; operand < end; operand += operandBytes) {
    const layout = load<i32>(operand);
    const source = <usize>load<u32>(operand, 4);
    if (layout == fullLayout) store<u32>(operand, source + (<usize>rowIndex * columns + first) * sizeof<T>(), 8);
    else if (layout == rowLayout) {
      if (columns > blockLength) store<u32>(operand, source + <usize>first * sizeof<T>(), 8);
    } else if (layout == columnLayout) {
      let target = <usize>load<u32>(operand, 8);
      for (let line: i32 = 0; line < lines; line++) {
        const bytes = <usize>length * sizeof<T>();
        fill<T>(target, load<T>(source + <usize>(rowIndex + line) * sizeof<T>()), bytes);
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

function applyOperation<T>(operands: usize, op: usize, count: i32): void {
  const a = operands + <usize>load<u32>(op, 8) * operandBytes;
  const b = operands + <usize>load<u32>(op, 12) * operandBytes;
  const c = operands + <usize>load<u32>(op, 16) * operandBytes;
  applyOp<T>(
    load<i32>(op),
    <usize>count * sizeof<T>(),
    load<u32>(operands + <usize>load<u32>(op, 4) * operandBytes, 8),
    load<u32>(a, 8),
    load<u32>(a, 12),
    load<u32>(b, 8),
    load<u32>(b, 12),
    load<u32>(c, 8),
    load<u32>(c, 12),
  );
}
