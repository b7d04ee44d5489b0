/** Work that is done a slice at a time, so that whoever drives it may stop in between. */

/** About how many elements are read and written between two chances to stop. */
export const elementsPerSlice = 1 << 17;

/** Drives it to its end without a stop. */
export function runToCompletion<Result>(slices: Generator<unknown, Result>): Result {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}
