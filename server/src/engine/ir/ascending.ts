/** The whole numbers from 0 on: where values of one number each begin, and an order before it is shuffled. */

let known = new Int32Array(0);

/** So many of them, as a view of those that are there already: to count anew would take longer than a short program. */
export function ascending(length: number): Int32Array {
  if (length > known.length) {
    known = new Int32Array(Math.max(length, 2 * known.length));
    for (let number = 0; number < known.length; number++) known[number] = number;
  }
  return known.subarray(0, length);
}
