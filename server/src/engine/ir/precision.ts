/** How exactly training computes. */

export const precisions = ['f64', 'f32'] as const;

/** In numbers of 64 bits, as everything else does, or of 32 for speed. */
export type Precision = (typeof precisions)[number];

/** Rounds numbers in place to what a precision holds. */
export function round(numbers: Float64Array, precision: Precision): void {
  if (precision === 'f64') return;
  for (let i = 0; i < numbers.length; i++) numbers[i] = Math.fround(numbers[i]);
}
