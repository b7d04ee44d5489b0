/** The whole numbers from 0 on: where values of one number each begin, and an order before it is shuffled. */

let cached = new Int32Array(0);

/** The whole numbers below `length`, as a view of a shared array: counting again would take longer than a short program. */
export function iota(length: number): Int32Array {
  if (length > cached.length) {
    cached = new Int32Array(Math.max(length, 2 * cached.length));
    for (let i = 0; i < cached.length; i++) cached[i] = i;
  }
  return cached.subarray(0, length);
}
