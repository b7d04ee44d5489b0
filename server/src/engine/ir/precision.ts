/** Floating-point precisions of training. */

export const precisions = ['f64', 'f32'] as const;

/** Training runs in float64, as everything else does, or in float32 for speed. */
export type Precision = (typeof precisions)[number];

/** Rounds numbers in place. */
export function round(numbers: Float64Array, precision: Precision): void {
  if (precision === 'f64') return;
  for (let i = 0; i < numbers.length; i++) numbers[i] = Math.fround(numbers[i]);
}
