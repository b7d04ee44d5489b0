/** Pairwise summation. `assembly/tensors/sum.ts` adds in the same order. */

/** Longer runs are halved. */
const blockLength = 128;

/**
 * The sum of a run. Long runs are halved recursively, so that the rounding error grows with the logarithm of the length.
 * Short runs are summed in eight interleaved partial sums, as vector instructions do.
 */
export function sumOf(values: Float64Array, start: number, length: number): number {
  if (length > blockLength) {
    const half = (length >> 4) << 3;
    return sumOf(values, start, half) + sumOf(values, start + half, length - half);
  }
  const end = start + length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  let i = start;
  for (; i + 8 <= end; i += 8) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
    e += values[i + 4];
    f += values[i + 5];
    g += values[i + 6];
    h += values[i + 7];
  }
  let total = a + c + (e + g) + (b + d + (f + h));
  for (; i < end; i++) total += values[i];
  return total;
}
