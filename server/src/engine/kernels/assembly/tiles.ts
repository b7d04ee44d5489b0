/**
 * Tiles of a matrix product: four rows and one or two vectors of the output are summed in registers, along all of `inner`,
 * and stored once. Each sum starts as what is read at `start`, which may be zeros, and takes its products in order. The right
 * operand is read in whole vectors along its rows, so a tile at the edge reads past them: what it makes of that isn't stored.
 * Strides are in bytes. The inner loops end in their condition, as V8 unrolls only those that do; and no condition says where
 * sums start, as V8 leaves some of those that have one unpaired.
 */

import { addProduct, finishOne, finishTwo } from './sums';

/** A vector of columns or less, of all rows. */
export function oneVectorWide<T>(
  columns: i32,
  rows: i32,
  inner: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  start: usize,
  startRow: usize,
  shift: usize,
  output: usize,
  outputRow: usize,
): void {
  const end = b + <usize>inner * bRow;
  for (; rows >= 4; rows -= 4) {
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let s0 = v128.load(start);
    start += startRow;
    let s1 = v128.load(start);
    start += startRow;
    let s2 = v128.load(start);
    start += startRow;
    let s3 = v128.load(start);
    start += startRow;
    let at = b;
    if (inner > 0) {
      do {
        const b0 = v128.load(at);
        let factor = v128.load_splat<T>(a0);
        s0 = addProduct<T>(s0, factor, b0);
        factor = v128.load_splat<T>(a1);
        s1 = addProduct<T>(s1, factor, b0);
        factor = v128.load_splat<T>(a2);
        s2 = addProduct<T>(s2, factor, b0);
        factor = v128.load_splat<T>(a3);
        s3 = addProduct<T>(s3, factor, b0);
        a0 += aColumn;
        a1 += aColumn;
        a2 += aColumn;
        a3 += aColumn;
        at += bRow;
      } while (at != end);
    }
    finishOne<T>(output, s0, shift, columns);
    output += outputRow;
    finishOne<T>(output, s1, shift, columns);
    output += outputRow;
    finishOne<T>(output, s2, shift, columns);
    output += outputRow;
    finishOne<T>(output, s3, shift, columns);
    output += outputRow;
    a += 4 * aRow;
  }
  for (; rows > 0; rows--) {
    let a0 = a;
    let sum = v128.load(start);
    start += startRow;
    let at = b;
    if (inner > 0) {
      do {
        const factor = v128.load_splat<T>(a0);
        sum = addProduct<T>(sum, factor, v128.load(at));
        a0 += aColumn;
        at += bRow;
      } while (at != end);
    }
    finishOne<T>(output, sum, shift, columns);
    output += outputRow;
    a += aRow;
  }
}

/** Two vectors of columns or less, of all rows. */
export function twoVectorsWide<T>(
  columns: i32,
  rows: i32,
  inner: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  start: usize,
  startRow: usize,
  shift: usize,
  output: usize,
  outputRow: usize,
): void {
  const end = b + <usize>inner * bRow;
  for (; rows >= 4; rows -= 4) {
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let s00 = v128.load(start);
    let s01 = v128.load(start, 16);
    start += startRow;
    let s10 = v128.load(start);
    let s11 = v128.load(start, 16);
    start += startRow;
    let s20 = v128.load(start);
    let s21 = v128.load(start, 16);
    start += startRow;
    let s30 = v128.load(start);
    let s31 = v128.load(start, 16);
    start += startRow;
    let at = b;
    if (inner > 0) {
      do {
        const b0 = v128.load(at);
        const b1 = v128.load(at, 16);
        let factor = v128.load_splat<T>(a0);
        s00 = addProduct<T>(s00, factor, b0);
        s01 = addProduct<T>(s01, factor, b1);
        factor = v128.load_splat<T>(a1);
        s10 = addProduct<T>(s10, factor, b0);
        s11 = addProduct<T>(s11, factor, b1);
        factor = v128.load_splat<T>(a2);
        s20 = addProduct<T>(s20, factor, b0);
        s21 = addProduct<T>(s21, factor, b1);
        factor = v128.load_splat<T>(a3);
        s30 = addProduct<T>(s30, factor, b0);
        s31 = addProduct<T>(s31, factor, b1);
        a0 += aColumn;
        a1 += aColumn;
        a2 += aColumn;
        a3 += aColumn;
        at += bRow;
      } while (at != end);
    }
    finishTwo<T>(output, s00, s01, shift, columns);
    output += outputRow;
    finishTwo<T>(output, s10, s11, shift, columns);
    output += outputRow;
    finishTwo<T>(output, s20, s21, shift, columns);
    output += outputRow;
    finishTwo<T>(output, s30, s31, shift, columns);
    output += outputRow;
    a += 4 * aRow;
  }
  for (; rows > 0; rows--) {
    let a0 = a;
    let s0 = v128.load(start);
    let s1 = v128.load(start, 16);
    start += startRow;
    let at = b;
    if (inner > 0) {
      do {
        const factor = v128.load_splat<T>(a0);
        s0 = addProduct<T>(s0, factor, v128.load(at));
        s1 = addProduct<T>(s1, factor, v128.load(at, 16));
        a0 += aColumn;
        at += bRow;
      } while (at != end);
    }
    finishTwo<T>(output, s0, s1, shift, columns);
    output += outputRow;
    a += aRow;
  }
}
