/** How large a gradient is beside the others of its model, as a level: wires in the panel and numbers in the editor are coloured by it. */

/** From the smallest |∂| that is told apart to the largest, on a logarithmic scale. */
export interface GradientScale {
  readonly min: number;
  readonly max: number;
}

/** The levels go from 0 to this one: few enough that small changes of a number repaint nothing. */
export const maxLevel = 10;
/** What is this many times smaller than the largest is not told apart any more. */
const maxRange = 1e4;

/** Null where no gradient flows. @param magnitudes of a scalar its |∂|, of a tensor the norm; null where there is none. */
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

/** Null where no gradient flows at all. */
export function gradientLevel(scale: GradientScale | null, magnitude: number | null): number | null {
  if (magnitude === null) return null;
  if (scale === null || magnitude < scale.min) return 0;
  const logRange = Math.log(scale.max / scale.min);
  return logRange === 0 ? maxLevel : Math.round((maxLevel * Math.log(magnitude / scale.min)) / logRange);
}
