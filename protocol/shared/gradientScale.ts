/**
 * Gradient sizes relative to the model's other gradients, as shades of color for wires in the panel and numbers in the
 * editor.
 */

/** The smallest and the largest distinguished |∂|, on a logarithmic scale. */
export interface GradientScale {
  readonly min: number;
  readonly max: number;
}

/** Shades range from 0, for no or almost no gradient, to `maxShade`: few enough that small changes of a number cause no repaint. */
export const maxShade = 10;
/** Ratio between the largest and the smallest distinguished gradient. */
const maxRange = 1e4;

/** Null if no gradient flows. @param magnitudes |∂| of scalars and norms of tensors; null if there is none. */
export function gradientScaleOf(magnitudes: Iterable<number | null>): GradientScale | null {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const magnitude of magnitudes) {
    if (magnitude === null || magnitude === 0) continue;
    min = Math.min(min, magnitude);
    max = Math.max(max, magnitude);
  }
  return max === 0 ? null : { min: Math.max(min, max / maxRange), max };
}

/** Shade of a gradient; null if no gradient flows. */
export function gradientShade(scale: GradientScale | null, magnitude: number | null): number | null {
  if (magnitude === null) return null;
  if (scale === null || magnitude < scale.min) return 0;
  const logRange = Math.log(scale.max / scale.min);
  // The smallest distinguished gradient is still visible as one.
  return logRange === 0 ? maxShade : 1 + Math.round(((maxShade - 1) * Math.log(magnitude / scale.min)) / logRange);
}
