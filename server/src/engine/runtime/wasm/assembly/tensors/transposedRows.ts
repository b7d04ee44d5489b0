/**
 * Transposed blocks of short rows, so that vectors run along columns, two at a time; the last two may extend past the
 * last row. In each function `bytes` is the padded length of a column.
 */

import { constant, one } from '../lanes';

/** The padded length in bytes of a column of `rows` elements. */
@inline
export function columnBytes<T>(rows: i32): usize {
  return (<usize>rows * sizeof<T>() + 31) & ~31;
}

/** Zeros are written past the last row. */
export function transposeRows<T>(input: usize, output: usize, rows: i32, columns: i32, bytes: usize): void {
  const rowBytes = <usize>columns * sizeof<T>();
  for (let column: i32 = 0; column < columns; column++) {
    let from = input + <usize>column * sizeof<T>();
    let to = output;
    for (let row: i32 = 0; row < rows; row++) {
      store<T>(to, load<T>(from));
      from += rowBytes;
      to += sizeof<T>();
    }
    output += bytes;
    for (; to < output; to += sizeof<T>()) store<T>(to, 0);
  }
}

export function transposeBack<T>(input: usize, output: usize, rows: i32, columns: i32, bytes: usize): void {
  const rowBytes = <usize>columns * sizeof<T>();
  for (let column: i32 = 0; column < columns; column++) {
    let from = input;
    let to = output + <usize>column * sizeof<T>();
    for (let row: i32 = 0; row < rows; row++) {
      store<T>(to, load<T>(from));
      from += sizeof<T>();
      to += rowBytes;
    }
    input += bytes;
  }
}

/** Subtracts from each row its largest element. */
export function shiftTransposed<T>(block: usize, columns: i32, bytes: usize): void {
  const firstColumnEnd = block + bytes;
  const blockBytes = bytes * <usize>columns;
  for (let first = block; first < firstColumnEnd; first += 32) {
    const end = first + blockBytes;
    let max0 = v128.load(first);
    let max1 = v128.load(first, 16);
    for (let at = first + bytes; at < end; at += bytes) {
      max0 = v128.pmax<T>(max0, v128.load(at));
      max1 = v128.pmax<T>(max1, v128.load(at, 16));
    }
    for (let at = first; at < end; at += bytes) {
      const shifted0 = v128.sub<T>(v128.load(at), max0);
      const shifted1 = v128.sub<T>(v128.load(at, 16), max1);
      v128.store(at, shifted0);
      v128.store(at, shifted1, 16);
    }
  }
}

/** Sums each row. */
export function sumTransposed<T>(block: usize, sums: usize, columns: i32, bytes: usize): void {
  const firstColumnEnd = block + bytes;
  const blockBytes = bytes * <usize>columns;
  for (let first = block; first < firstColumnEnd; first += 32) {
    const end = first + blockBytes;
    let sum0 = v128.splat<T>(0);
    let sum1 = sum0;
    for (let at = first; at < end; at += bytes) {
      sum0 = v128.add<T>(sum0, v128.load(at));
      sum1 = v128.add<T>(sum1, v128.load(at, 16));
    }
    v128.store(sums, sum0);
    v128.store(sums, sum1, 16);
    sums += 32;
  }
}

/** Divides each row by a number of its own. */
export function divideTransposed<T>(block: usize, divisors: usize, columns: i32, bytes: usize): void {
  for (let column: i32 = 0; column < columns; column++) {
    for (let at: usize = 0; at < bytes; at += 32) {
      const first = v128.div<T>(v128.load(block + at), v128.load(divisors + at));
      const second = v128.div<T>(v128.load(block + at, 16), v128.load(divisors + at, 16));
      v128.store(block + at, first);
      v128.store(block + at, second, 16);
    }
    block += bytes;
  }
}

/** The element of each row in its chosen column, counted from 0; NaN if there is none. */
export function pickTransposed<T>(block: usize, chosen: usize, picks: usize, columns: i32, bytes: usize): void {
  const firstColumnEnd = block + bytes;
  const blockBytes = bytes * <usize>columns;
  for (let first = block; first < firstColumnEnd; first += 32) {
    const end = first + blockBytes;
    let pick0 = constant<T>(nan64, nan32, 0);
    let pick1 = pick0;
    let column = v128.splat<T>(0);
    for (let at = first; at < end; at += bytes) {
      pick0 = v128.bitselect(v128.load(at), pick0, v128.eq<T>(v128.load(chosen), column));
      pick1 = v128.bitselect(v128.load(at, 16), pick1, v128.eq<T>(v128.load(chosen, 16), column));
      column = v128.add<T>(column, one<T>());
    }
    v128.store(picks, pick0);
    v128.store(picks, pick1, 16);
    chosen += 32;
    picks += 32;
  }
}

const nan64 = memory.data<f64>([NaN]);
const nan32 = memory.data<f32>([NaN]);
