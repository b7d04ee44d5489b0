/** Work done in slices: a generator yields wherever its caller may stop. */

/** Approximate number of elements read and written per slice. */
export const elementsPerSlice = 1 << 17;

/** Consecutive indices, excluding the end. */
interface Slice {
  readonly start: number;
  readonly end: number;
}

/** The parts of a long array that are read in one slice each. */
export function* slicesOf(length: number, perSlice = elementsPerSlice): Generator<Slice, void> {
  for (let start = 0; start < length; start += perSlice) yield { start, end: Math.min(start + perSlice, length) };
}

/** Runs a generator to completion. */
export function runToCompletion<Result>(slices: Generator<unknown, Result>): Result {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}
