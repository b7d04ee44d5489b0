/**
 * Compensated summation (Kahan's): the rounding error of each addition is added to the next term, so that the error of a sum
 * doesn't grow with the number of terms. `assembly/tensors/compensatedSum.ts` does the same.
 */

/** The rounding error of a + b, exactly; 0 if they or their sum are not finite. @param sum the rounded a + b. */
export function roundingError(a: number, b: number, sum: number): number {
  const roundedB = sum - a;
  const error = a - (sum - roundedB) + (b - roundedB);
  return Number.isNaN(error) ? 0 : error;
}

/** Adds `count` terms, from index 0 on, to as many sums. @param errors those of the previous additions. */
export function addTerms(
  sums: Float64Array,
  start: number,
  errors: Float64Array,
  errorStart: number,
  terms: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const sum = sums[start + i];
    const term = terms[i] + errors[errorStart + i];
    const next = sum + term;
    errors[errorStart + i] = roundingError(sum, term, next);
    sums[start + i] = next;
  }
}
