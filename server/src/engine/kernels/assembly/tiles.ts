/**
 * Tiles of a matrix product: some rows and columns of the output are summed in registers, along all of `inner`, and stored
 * once. Each sum starts at zero and takes its products in order. The right operand is read in whole vectors along its rows,
 * so a tile at the edge reads past them: what it makes of that isn't stored. Strides are in bytes.
 */

/** Only numbers of 32 bits are added to without being rounded in between: those of 64 bits are the same on every machine. */
@inline
function addProduct<T>(sum: v128, factor: v128, row: v128): v128 {
  if (sizeof<T>() == 4 && isRelaxed) return f32x4.relaxed_madd(factor, row, sum);
  return v128.add<T>(sum, v128.mul<T>(factor, row));
}

/** Rows of the output, four vectors wide: for machines that pair them. */
export function fourVectorsWide<T>(
  rows: i32,
  inner: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  output: usize,
  outputRow: usize,
): void {
  for (; rows >= 4; rows -= 4) {
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let s00 = v128.splat<T>(0);
    let s01 = s00;
    let s02 = s00;
    let s03 = s00;
    let s10 = s00;
    let s11 = s00;
    let s12 = s00;
    let s13 = s00;
    let s20 = s00;
    let s21 = s00;
    let s22 = s00;
    let s23 = s00;
    let s30 = s00;
    let s31 = s00;
    let s32 = s00;
    let s33 = s00;
    let at = b;
    for (let k = inner; k > 0; k--) {
      const b0 = v128.load(at);
      const b1 = v128.load(at, 16);
      const b2 = v128.load(at, 32);
      const b3 = v128.load(at, 48);
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
      a0 += aColumn;
      a1 += aColumn;
      a2 += aColumn;
      a3 += aColumn;
      at += bRow;
    }
    v128.store(output, s00);
    v128.store(output, s01, 16);
    v128.store(output, s02, 32);
    v128.store(output, s03, 48);
    output += outputRow;
    v128.store(output, s10);
    v128.store(output, s11, 16);
    v128.store(output, s12, 32);
    v128.store(output, s13, 48);
    output += outputRow;
    v128.store(output, s20);
    v128.store(output, s21, 16);
    v128.store(output, s22, 32);
    v128.store(output, s23, 48);
    output += outputRow;
    v128.store(output, s30);
    v128.store(output, s31, 16);
    v128.store(output, s32, 32);
    v128.store(output, s33, 48);
    output += outputRow;
    a += 4 * aRow;
  }
  for (; rows > 0; rows--) {
    let a0 = a;
    let s0 = v128.splat<T>(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at = b;
    for (let k = inner; k > 0; k--) {
      const factor = v128.load_splat<T>(a0);
      s0 = addProduct<T>(s0, factor, v128.load(at));
      s1 = addProduct<T>(s1, factor, v128.load(at, 16));
      s2 = addProduct<T>(s2, factor, v128.load(at, 32));
      s3 = addProduct<T>(s3, factor, v128.load(at, 48));
      a0 += aColumn;
      at += bRow;
    }
    v128.store(output, s0);
    v128.store(output, s1, 16);
    v128.store(output, s2, 32);
    v128.store(output, s3, 48);
    output += outputRow;
    a += aRow;
  }
}

/** Rows of the output, two vectors wide. */
export function twoVectorsWide<T>(
  rows: i32,
  inner: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  output: usize,
  outputRow: usize,
): void {
  for (; rows >= 4; rows -= 4) {
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let s00 = v128.splat<T>(0);
    let s01 = s00;
    let s10 = s00;
    let s11 = s00;
    let s20 = s00;
    let s21 = s00;
    let s30 = s00;
    let s31 = s00;
    let at = b;
    for (let k = inner; k > 0; k--) {
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
    }
    v128.store(output, s00);
    v128.store(output, s01, 16);
    output += outputRow;
    v128.store(output, s10);
    v128.store(output, s11, 16);
    output += outputRow;
    v128.store(output, s20);
    v128.store(output, s21, 16);
    output += outputRow;
    v128.store(output, s30);
    v128.store(output, s31, 16);
    output += outputRow;
    a += 4 * aRow;
  }
  for (; rows > 0; rows--) {
    let a0 = a;
    let s0 = v128.splat<T>(0);
    let s1 = s0;
    let at = b;
    for (let k = inner; k > 0; k--) {
      const factor = v128.load_splat<T>(a0);
      s0 = addProduct<T>(s0, factor, v128.load(at));
      s1 = addProduct<T>(s1, factor, v128.load(at, 16));
      a0 += aColumn;
      at += bRow;
    }
    v128.store(output, s0);
    v128.store(output, s1, 16);
    output += outputRow;
    a += aRow;
  }
}

/** Rows of the output, a vector wide or less: of each vector, as many numbers as there are columns are stored. */
export function aVectorWide<T>(
  columns: i32,
  rows: i32,
  inner: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  output: usize,
  outputRow: usize,
): void {
  for (; rows >= 4; rows -= 4) {
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let s0 = v128.splat<T>(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at = b;
    for (let k = inner; k > 0; k--) {
      const row = v128.load(at);
      s0 = addProduct<T>(s0, v128.load_splat<T>(a0), row);
      s1 = addProduct<T>(s1, v128.load_splat<T>(a1), row);
      s2 = addProduct<T>(s2, v128.load_splat<T>(a2), row);
      s3 = addProduct<T>(s3, v128.load_splat<T>(a3), row);
      a0 += aColumn;
      a1 += aColumn;
      a2 += aColumn;
      a3 += aColumn;
      at += bRow;
    }
    storeFirst<T>(output, s0, columns);
    output += outputRow;
    storeFirst<T>(output, s1, columns);
    output += outputRow;
    storeFirst<T>(output, s2, columns);
    output += outputRow;
    storeFirst<T>(output, s3, columns);
    output += outputRow;
    a += 4 * aRow;
  }
  for (; rows > 0; rows--) {
    let a0 = a;
    let sum = v128.splat<T>(0);
    let at = b;
    for (let k = inner; k > 0; k--) {
      sum = addProduct<T>(sum, v128.load_splat<T>(a0), v128.load(at));
      a0 += aColumn;
      at += bRow;
    }
    storeFirst<T>(output, sum, columns);
    output += outputRow;
    a += aRow;
  }
}

/** Stores the first numbers of a vector. */
@inline
function storeFirst<T>(at: usize, vector: v128, count: i32): void {
  if (sizeof<T>() == 8) {
    if (count >= 2) v128.store(at, vector);
    else v128.store_lane<f64>(at, vector, 0);
  } else if (count >= 4) {
    v128.store(at, vector);
  } else {
    v128.store_lane<f32>(at, vector, 0);
    if (count > 1) v128.store_lane<f32>(at, vector, 1, 4);
    if (count > 2) v128.store_lane<f32>(at, vector, 2, 8);
  }
}
