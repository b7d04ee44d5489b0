/** Accumulators of matrix product tiles: adding a product, and storing the sums. */

/** Fused in 32 bits only: in 64 bits results are the same on every machine. */
@inline
export function addProduct<T>(sum: v128, factor: v128, row: v128): v128 {
  if (sizeof<T>() == 4 && isRelaxed) return f32x4.relaxed_madd(factor, row, sum);
  return v128.add<T>(sum, v128.mul<T>(factor, row));
}

/** Stores the leading elements of four vectors. */
@inline
export function storeFour<T>(at: usize, s0: v128, s1: v128, s2: v128, s3: v128, count: i32): void {
  const half = 32 / <i32>sizeof<T>();
  if (count >= 2 * half) {
    v128.store(at, s0);
    v128.store(at, s1, 16);
    v128.store(at, s2, 32);
    v128.store(at, s3, 48);
  } else {
    storeTwo<T>(at, s0, s1, count);
    storeTwo<T>(at + 32, s2, s3, count - half);
  }
}

/** Stores the leading elements of two vectors, if any. */
@inline
export function storeTwo<T>(at: usize, s0: v128, s1: v128, count: i32): void {
  const lanes = 16 / <i32>sizeof<T>();
  if (count >= 2 * lanes) {
    v128.store(at, s0);
    v128.store(at, s1, 16);
  } else {
    storeFirst<T>(at, s0, count);
    storeFirst<T>(at + 16, s1, count - lanes);
  }
}

/** Stores the leading elements of a vector, if any. */
@inline
export function storeFirst<T>(at: usize, sums: v128, count: i32): void {
  if (sizeof<T>() == 8) {
    if (count >= 2) v128.store(at, sums);
    else if (count > 0) v128.store_lane<f64>(at, sums, 0);
  } else if (count >= 4) {
    v128.store(at, sums);
  } else {
    if (count > 0) v128.store_lane<f32>(at, sums, 0);
    if (count > 1) v128.store_lane<f32>(at, sums, 1, 4);
    if (count > 2) v128.store_lane<f32>(at, sums, 2, 8);
  }
}

/** Adds a row to the sums and stores the leading elements. */
@inline
export function finishFour<T>(at: usize, s0: v128, s1: v128, s2: v128, s3: v128, row: usize, count: i32): void {
  const first = v128.add<T>(s0, v128.load(row));
  const second = v128.add<T>(s1, v128.load(row, 16));
  const third = v128.add<T>(s2, v128.load(row, 32));
  const fourth = v128.add<T>(s3, v128.load(row, 48));
  storeFour<T>(at, first, second, third, fourth, count);
}

@inline
export function finishTwo<T>(at: usize, s0: v128, s1: v128, row: usize, count: i32): void {
  const first = v128.add<T>(s0, v128.load(row));
  const second = v128.add<T>(s1, v128.load(row, 16));
  storeTwo<T>(at, first, second, count);
}

@inline
export function finishOne<T>(at: usize, sums: v128, row: usize, count: i32): void {
  storeFirst<T>(at, v128.add<T>(sums, v128.load(row)), count);
}
