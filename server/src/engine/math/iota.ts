/** The integers from 0 on: offsets of scalar values, and the identity permutation. */

let cached = new Int32Array(0);

/** The integers below `length`, as a view of a shared array that callers must not write to. */
export function iota(length: number): Int32Array {
  if (length > cached.length) {
    cached = new Int32Array(Math.max(length, 2 * cached.length));
    for (let i = 0; i < cached.length; i++) cached[i] = i;
  }
  return cached.subarray(0, length);
}
