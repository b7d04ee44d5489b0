/** The thorough run, `npm test -- --thorough`: what it does in full, and other runs in part. */

export const isThorough = process.env.THOROUGH_TESTS !== undefined;

/**
 * The number of generated cases of a slow property.
 * @param thorough the number in a thorough run; other runs generate a fifth.
 */
export function generatedCases(thorough: number): { readonly numRuns: number } {
  return { numRuns: isThorough ? thorough : Math.ceil(thorough / 5) };
}
