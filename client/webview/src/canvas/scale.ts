/** How much gradient flows, as a level: wires are coloured and widened by it, on a logarithmic scale. */

import type { GraphNumbers } from '../../../../server/src/protocol/graph.ts';
import { showNumber } from '../numbers.ts';

/** From the smallest |∂| that is told apart to the largest. */
export interface GradientScale {
  readonly from: number;
  readonly to: number;
}

/** Both ends in two digits: `0.012`, `2.5e−7`. */
export function showEnds({ from, to }: GradientScale): readonly [from: string, to: string] {
  return [showNumber(from, 2), showNumber(to, 2)];
}

/** The levels go from 0 to this one: few enough that small changes of a number repaint nothing. */
export const highestLevel = 10;
/** What is this many times smaller than the largest is not told apart any more. */
const longestRange = 1e4;
const thinnest = 1.25;
const widest = 3.5;

/** Null where no gradient flows. */
export function scaleOf({ wires, nodes }: GraphNumbers): GradientScale | null {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const list of [wires, nodes]) {
    for (const { magnitude } of list) {
      if (magnitude === null || magnitude === 0) continue;
      from = Math.min(from, magnitude);
      to = Math.max(to, magnitude);
    }
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

/** How much of the gradient's colour a wire has, 0 to 1; the rest is that of muted text. */
function shareOf(level: number | null): number {
  return (level ?? 0) / highestLevel;
}

/** In pixels. */
export function strokeOf(level: number | null): number {
  return level === null ? 1 : thinnest + (widest - thinnest) * shareOf(level);
}

/** The width of the light around a wire, in pixels. */
export function glowOf(level: number | null): number {
  return strokeOf(level) + 7;
}

/** The legend's ramp, from the thinnest wire to the widest one. */
export const ramp = { width: 56, height: 10 };

/** As the `d` of a path within the ramp's rectangle. */
export function rampPath(): string {
  const middle = ramp.height / 2;
  const [thin, wide] = [strokeOf(0) / 2, strokeOf(highestLevel) / 2];
  return `M0,${middle - thin}L${ramp.width},${middle - wide}V${middle + wide}L0,${middle + thin}z`;
}
