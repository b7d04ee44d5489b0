/** Work done in slices: a generator yields wherever its caller may stop. */

/** Approximate number of elements read and written per slice. */
export const elementsPerSlice = 1 << 17;

/** Runs a generator to completion. */
export function runToCompletion<Result>(slices: Generator<unknown, Result>): Result {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}
