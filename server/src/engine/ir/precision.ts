/** The precision of training. */

export const precisions = ['f64', 'f32'] as const;

/** In numbers of 64 bits, as everything else does, or of 32 for speed. */
export type Precision = (typeof precisions)[number];

/** Rounds numbers to a precision, in the array that holds them. */
export function round(numbers: Float64Array, precision: Precision): void {
  if (precision === 'f64') return;
  for (let i = 0; i < numbers.length; i++) numbers[i] = Math.fround(numbers[i]);
}
