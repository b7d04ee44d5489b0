/** Pooling and its gradients: a square window moves over each plane; padding is not part of it. */

import { avgPool, maxPool, avgPoolBackward, maxPoolBackward } from '../../opcodes';

/** Visits every window: `small` has one element per window, `large` and `choice` are what it covers. */
export function pool<T>(at: usize): void {
  const opcode = load<i32>(at);
  let small = load<usize>(at, 8);
  let large = load<usize>(at, 12);
  let choice = load<usize>(at, 16);
  const planes = load<i32>(at, 20);
  const height = load<i32>(at, 24);
  const width = load<i32>(at, 28);
  const rows = load<i32>(at, 32);
  const columns = load<i32>(at, 36);
  const windowSize = load<i32>(at, 40);
  const stride = load<i32>(at, 44);
  const padding = load<i32>(at, 48);
  const row = width * <i32>sizeof<T>();
  const plane = height * row;
  const share = <T>(windowSize * windowSize);
  if (opcode == maxPoolBackward || opcode == avgPoolBackward) memory.fill(large, 0, planes * plane);
  for (let i = 0; i < planes; i++) {
    for (let y = 0; y < rows; y++) {
      const top = max(0, y * stride - padding);
      const bottom = min(height, y * stride - padding + windowSize);
      for (let x = 0; x < columns; x++) {
        const left = max(0, x * stride - padding);
        const right = min(width, x * stride - padding + windowSize);
        const first = top * row + left * <i32>sizeof<T>();
        const end = first + (bottom - top) * row;
        const length = (right - left) * <i32>sizeof<T>();
        if (opcode == maxPool) {
          store<T>(small, load<T>(large + offsetOfMaximum<T>(choice, first, end, row, length)));
        } else if (opcode == maxPoolBackward) {
          const offset = large + offsetOfMaximum<T>(choice, first, end, row, length);
          store<T>(offset, load<T>(offset) + load<T>(small));
        } else if (opcode == avgPool) {
          store<T>(small, sumOf<T>(large, first, end, row, length) / share);
        } else {
          addEvenly<T>(load<T>(small) / share, large, first, end, row, length);
        }
        small += sizeof<T>();
      }
    }
    large += plane;
    choice += plane;
  }
}

/** The first maximum in row-major order, or the last NaN if there are any. */
@inline
function offsetOfMaximum<T>(values: usize, first: i32, end: i32, row: i32, length: i32): i32 {
  let best = first;
  let maxValue = load<T>(values + best);
  for (let start = first; start < end; start += row) {
    for (let offset = start; offset < start + length; offset += <i32>sizeof<T>()) {
      const value = load<T>(values + offset);
      if (value > maxValue || value != value) {
        best = offset;
        maxValue = value;
      }
    }
  }
  return best;
}

@inline
function sumOf<T>(values: usize, first: i32, end: i32, row: i32, length: i32): T {
  let sum: T = 0;
  for (let start = first; start < end; start += row) {
    for (let offset = start; offset < start + length; offset += <i32>sizeof<T>()) sum += load<T>(values + offset);
  }
  return sum;
}

@inline
function addEvenly<T>(share: T, values: usize, first: i32, end: i32, row: i32, length: i32): void {
  for (let start = first; start < end; start += row) {
    for (let offset = start; offset < start + length; offset += <i32>sizeof<T>()) {
      store<T>(values + offset, load<T>(values + offset) + share);
    }
  }
}
