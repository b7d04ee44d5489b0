/** How large a gradient is beside the others of its model, as a level: wires in the panel and numbers in the editor are coloured by it. */

/** From the smallest |∂| that is told apart to the largest, on a logarithmic scale. */
export interface GradientScale {
  readonly from: number;
  readonly to: number;
}

/** The levels go from 0 to this one: few enough that small changes of a number repaint nothing. */
export const highestLevel = 10;
/** What is this many times smaller than the largest is not told apart any more. */
const longestRange = 1e4;

/** Null where no gradient flows. @param magnitudes of a scalar its |∂|, of a tensor the norm; null where there is none. */
export function scaleOver(magnitudes: Iterable<number | null>): GradientScale | null {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const magnitude of magnitudes) {
    if (magnitude === null || magnitude === 0) continue;
    from = Math.min(from, magnitude);
    to = Math.max(to, magnitude);
  }
  return to === 0 ? null : { from: Math.max(from, to / longestRange), to };
}

/** Null where no gradient flows at all. */
export function levelOf(scale: GradientScale | null, magnitude: number | null): number | null {
  if (magnitude === null) return null;
  if (scale === null || magnitude < scale.from) return 0;
  const range = Math.log(scale.to / scale.from);
  return range === 0 ? highestLevel : Math.round((highestLevel * Math.log(magnitude / scale.from)) / range);
}
