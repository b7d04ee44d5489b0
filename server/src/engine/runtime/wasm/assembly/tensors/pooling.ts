/** Pooling and its gradients: a square window moves over each plane; padding is not part of it. */

import { avgPool, maxPool, avgPoolBackward, maxPoolBackward } from '../../opcodes';
import { roundingError } from './compensatedSum';
import { sumOf } from './sum';

/**
 * Visits every window. `pooled` has one element per window, `image` has what the windows cover, and `selector`, of the
 * same shape as `image`, decides which element is a window's maximum.
 */
export function pool<T>(at: usize): void {
  const opcode = load<i32>(at);
  let pooled = load<usize>(at, 8);
  let image = load<usize>(at, 12);
  let selector = load<usize>(at, 16);
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
  if (opcode == maxPoolBackward || opcode == avgPoolBackward) memory.fill(image, 0, planes * plane);
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
          store<T>(pooled, load<T>(image + offsetOfMaximum<T>(selector, first, end, row, length)));
        } else if (opcode == maxPoolBackward) {
          const offset = image + offsetOfMaximum<T>(selector, first, end, row, length);
          store<T>(offset, load<T>(offset) + load<T>(pooled));
        } else if (opcode == avgPool) {
          const total = windowSize > maxPlainSize
            ? sumOfLargeWindow<T>(image, first, end, row, length)
            : sumOfWindow<T>(image, first, end, row, length);
          store<T>(pooled, total / share);
        } else {
          addEvenly<T>(load<T>(pooled) / share, image, first, end, row, length);
        }
        pooled += sizeof<T>();
      }
    }
    image += plane;
    selector += plane;
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
function sumOfWindow<T>(values: usize, first: i32, end: i32, row: i32, length: i32): T {
  let sum: T = 0;
  for (let start = first; start < end; start += row) {
    for (let offset = start; offset < start + length; offset += <i32>sizeof<T>()) sum += load<T>(values + offset);
  }
  return sum;
}

/** Larger windows are summed row by row, and the sums of the rows with their rounding errors. */
const maxPlainSize: i32 = 8;

function sumOfLargeWindow<T>(values: usize, first: i32, end: i32, row: i32, length: i32): T {
  let total: T = 0;
  let error: T = 0;
  for (let start = first; start < end; start += row) {
    const sum = <T>(sumOf<T>(values + start, length / <i32>sizeof<T>()) + error);
    const next = <T>(total + sum);
    error = roundingError<T>(total, sum, next);
    total = next;
  }
  return total;
}

@inline
function addEvenly<T>(share: T, values: usize, first: i32, end: i32, row: i32, length: i32): void {
  for (let start = first; start < end; start += row) {
    for (let offset = start; offset < start + length; offset += <i32>sizeof<T>()) {
      store<T>(values + offset, load<T>(values + offset) + share);
    }
  }
}
