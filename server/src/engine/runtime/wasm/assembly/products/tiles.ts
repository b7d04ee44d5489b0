/**
 * Tiles of a matrix product: four rows by one or two vectors of the output are accumulated in registers along all of
 * `inner` and stored once.
 *
 * Each sum starts from the zeros at `start` and adds its products in order; the result is added to the addend. The right
 * operand is read in whole vectors along its rows, so a tile at the edge reads past them; those results are not stored.
 * Strides are in bytes. When a panel is to be packed, its first four rows pack it on the way, since packing alone takes
 * as long as four rows or more.
 *
 * The inner loops end in their condition, since V8 unrolls only such loops; and zeros and addends are always loaded,
 * since V8 would leave some vectors unpaired if a condition selected them.
 */

import { addProduct, finishOne, finishTwo } from './accumulators';

/** All rows of a panel at most one vector wide. */
export function oneVectorWide<T>(
  columns: i32,
  rows: i32,
  inner: i32,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  start: usize,
  addend: usize,
  addendRowStride: usize,
  output: usize,
  outputRowStride: usize,
): void {
  const end = b + <usize>inner * bRowStride;
  for (; rows >= 4; rows -= 4) {
    let a0 = a;
    let a1 = a0 + aRowStride;
    let a2 = a1 + aRowStride;
    let a3 = a2 + aRowStride;
    let s0 = v128.load(start);
    let s1 = v128.load(start);
    let s2 = v128.load(start);
    let s3 = v128.load(start);
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
        a0 += aColumnStride;
        a1 += aColumnStride;
        a2 += aColumnStride;
        a3 += aColumnStride;
        at += bRowStride;
      } while (at != end);
    }
    finishOne<T>(output, s0, addend, columns);
    output += outputRowStride;
    addend += addendRowStride;
    finishOne<T>(output, s1, addend, columns);
    output += outputRowStride;
    addend += addendRowStride;
    finishOne<T>(output, s2, addend, columns);
    output += outputRowStride;
    addend += addendRowStride;
    finishOne<T>(output, s3, addend, columns);
    output += outputRowStride;
    addend += addendRowStride;
    a += 4 * aRowStride;
  }
  for (; rows > 0; rows--) {
    let a0 = a;
    let sum = v128.load(start);
    let at = b;
    if (inner > 0) {
      do {
        const factor = v128.load_splat<T>(a0);
        sum = addProduct<T>(sum, factor, v128.load(at));
        a0 += aColumnStride;
        at += bRowStride;
      } while (at != end);
    }
    finishOne<T>(output, sum, addend, columns);
    output += outputRowStride;
    addend += addendRowStride;
    a += aRowStride;
  }
}

/** All rows of a panel at most two vectors wide. */
export function twoVectorsWide<T>(
  columns: i32,
  rows: i32,
  inner: i32,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  start: usize,
  addend: usize,
  addendRowStride: usize,
  output: usize,
  outputRowStride: usize,
): void {
  const end = b + <usize>inner * bRowStride;
  for (; rows >= 4; rows -= 4) {
    narrowTile<T>(false, columns, a, aRowStride, aColumnStride, b, bRowStride, end, 0, start, addend, addendRowStride, output, outputRowStride);
    a += 4 * aRowStride;
    addend += 4 * addendRowStride;
    output += 4 * outputRowStride;
  }
  for (; rows > 0; rows--) {
    let a0 = a;
    let s0 = v128.load(start);
    let s1 = v128.load(start, 16);
    let at = b;
    if (inner > 0) {
      do {
        const factor = v128.load_splat<T>(a0);
        s0 = addProduct<T>(s0, factor, v128.load(at));
        s1 = addProduct<T>(s1, factor, v128.load(at, 16));
        a0 += aColumnStride;
        at += bRowStride;
      } while (at != end);
    }
    finishTwo<T>(output, s0, s1, addend, columns);
    output += outputRowStride;
    addend += addendRowStride;
    a += aRowStride;
  }
}

/** All rows, four or more; the first four pack the panel that the others read. */
export function packTwoVectors<T>(
  columns: i32,
  rows: i32,
  inner: i32,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  packed: usize,
  start: usize,
  addend: usize,
  addendRowStride: usize,
  output: usize,
  outputRowStride: usize,
): void {
  const end = b + <usize>inner * bRowStride;
  narrowTile<T>(true, columns, a, aRowStride, aColumnStride, b, bRowStride, end, packed, start, addend, addendRowStride, output, outputRowStride);
  a += 4 * aRowStride;
  addend += 4 * addendRowStride;
  output += 4 * outputRowStride;
  twoVectorsWide<T>(columns, rows - 4, inner, a, aRowStride, aColumnStride, packed, 32, start, addend, addendRowStride, output, outputRowStride);
}

@inline
function narrowTile<T>(
  isPacking: bool,
  columns: i32,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  end: usize,
  packed: usize,
  start: usize,
  addend: usize,
  addendRowStride: usize,
  output: usize,
  outputRowStride: usize,
): void {
  let a0 = a;
  let a1 = a0 + aRowStride;
  let a2 = a1 + aRowStride;
  let a3 = a2 + aRowStride;
  let s00 = v128.load(start);
  let s01 = v128.load(start, 16);
  let s10 = v128.load(start);
  let s11 = v128.load(start, 16);
  let s20 = v128.load(start);
  let s21 = v128.load(start, 16);
  let s30 = v128.load(start);
  let s31 = v128.load(start, 16);
  let at = b;
  let to = packed;
  if (at != end) {
    do {
      const b0 = v128.load(at);
      const b1 = v128.load(at, 16);
      if (isPacking) {
        v128.store(to, b0);
        v128.store(to, b1, 16);
        to += 32;
      }
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
      a0 += aColumnStride;
      a1 += aColumnStride;
      a2 += aColumnStride;
      a3 += aColumnStride;
      at += bRowStride;
    } while (at != end);
  }
  let row = output;
  finishTwo<T>(row, s00, s01, addend, columns);
  row += outputRowStride;
  addend += addendRowStride;
  finishTwo<T>(row, s10, s11, addend, columns);
  row += outputRowStride;
  addend += addendRowStride;
  finishTwo<T>(row, s20, s21, addend, columns);
  row += outputRowStride;
  addend += addendRowStride;
  finishTwo<T>(row, s30, s31, addend, columns);
}
