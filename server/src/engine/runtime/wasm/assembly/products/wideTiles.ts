/**
 * Tiles twice as wide as those of `tiles.ts`, for machines that run vectors in pairs; others have too few registers.
 */

import { addProduct, finishFour } from './accumulators';

/** All rows of a panel at most four vectors wide. */
export function fourVectorsWide<T>(
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
    wideTile<T>(false, columns, a, aRowStride, aColumnStride, b, bRowStride, end, 0, start, addend, addendRowStride, output, outputRowStride);
    a += 4 * aRowStride;
    addend += 4 * addendRowStride;
    output += 4 * outputRowStride;
  }
  for (; rows > 0; rows--) {
    let a0 = a;
    let s0 = v128.load(start);
    let s1 = v128.load(start, 16);
    let s2 = v128.load(start, 32);
    let s3 = v128.load(start, 48);
    let at = b;
    if (inner > 0) {
      do {
        const factor = v128.load_splat<T>(a0);
        s0 = addProduct<T>(s0, factor, v128.load(at));
        s1 = addProduct<T>(s1, factor, v128.load(at, 16));
        s2 = addProduct<T>(s2, factor, v128.load(at, 32));
        s3 = addProduct<T>(s3, factor, v128.load(at, 48));
        a0 += aColumnStride;
        at += bRowStride;
      } while (at != end);
    }
    finishFour<T>(output, s0, s1, s2, s3, addend, columns);
    output += outputRowStride;
    addend += addendRowStride;
    a += aRowStride;
  }
}

/** All rows, four or more; the first four pack the panel that the others read. */
export function packFourVectors<T>(
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
  wideTile<T>(true, columns, a, aRowStride, aColumnStride, b, bRowStride, end, packed, start, addend, addendRowStride, output, outputRowStride);
  a += 4 * aRowStride;
  addend += 4 * addendRowStride;
  output += 4 * outputRowStride;
  fourVectorsWide<T>(columns, rows - 4, inner, a, aRowStride, aColumnStride, packed, 64, start, addend, addendRowStride, output, outputRowStride);
}

@inline
function wideTile<T>(
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
  let s02 = v128.load(start, 32);
  let s03 = v128.load(start, 48);
  let s10 = v128.load(start);
  let s11 = v128.load(start, 16);
  let s12 = v128.load(start, 32);
  let s13 = v128.load(start, 48);
  let s20 = v128.load(start);
  let s21 = v128.load(start, 16);
  let s22 = v128.load(start, 32);
  let s23 = v128.load(start, 48);
  let s30 = v128.load(start);
  let s31 = v128.load(start, 16);
  let s32 = v128.load(start, 32);
  let s33 = v128.load(start, 48);
  let at = b;
  let to = packed;
  if (at != end) {
    do {
      const b0 = v128.load(at);
      const b1 = v128.load(at, 16);
      const b2 = v128.load(at, 32);
      const b3 = v128.load(at, 48);
      if (isPacking) {
        v128.store(to, b0);
        v128.store(to, b1, 16);
        v128.store(to, b2, 32);
        v128.store(to, b3, 48);
        to += 64;
      }
      let factor = v128.load_splat<T>(a0);
      s00 = addProduct<T>(s00, factor, b0);
      s01 = addProduct<T>(s01, factor, b1);
      s02 = addProduct<T>(s02, factor, b2);
      s03 = addProduct<T>(s03, factor, b3);
      factor = v128.load_splat<T>(a1);
      s10 = addProduct<T>(s10, factor, b0);
      s11 = addProduct<T>(s11, factor, b1);
      s12 = addProduct<T>(s12, factor, b2);
      s13 = addProduct<T>(s13, factor, b3);
      factor = v128.load_splat<T>(a2);
      s20 = addProduct<T>(s20, factor, b0);
      s21 = addProduct<T>(s21, factor, b1);
      s22 = addProduct<T>(s22, factor, b2);
      s23 = addProduct<T>(s23, factor, b3);
      factor = v128.load_splat<T>(a3);
      s30 = addProduct<T>(s30, factor, b0);
      s31 = addProduct<T>(s31, factor, b1);
      s32 = addProduct<T>(s32, factor, b2);
      s33 = addProduct<T>(s33, factor, b3);
      a0 += aColumnStride;
      a1 += aColumnStride;
      a2 += aColumnStride;
      a3 += aColumnStride;
      at += bRowStride;
    } while (at != end);
  }
  let row = output;
  finishFour<T>(row, s00, s01, s02, s03, addend, columns);
  row += outputRowStride;
  addend += addendRowStride;
  finishFour<T>(row, s10, s11, s12, s13, addend, columns);
  row += outputRowStride;
  addend += addendRowStride;
  finishFour<T>(row, s20, s21, s22, s23, addend, columns);
  row += outputRowStride;
  addend += addendRowStride;
  finishFour<T>(row, s30, s31, s32, s33, addend, columns);
}
