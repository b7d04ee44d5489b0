/** How wide and how red a wire is by how much gradient flows in it, and the legend that says so. */

import { type GradientScale, highestLevel, scaleOver } from '../../../../../server/src/protocol/gradientScale.ts';
import type { GraphNumbers } from '../../../../../server/src/protocol/panel/graph.ts';
import { showNumber } from '../../numbers.ts';

/** Both ends in two digits: `0.012`, `2.5e−7`. */
export function showEnds({ from, to }: GradientScale): readonly [from: string, to: string] {
  return [showNumber(from, 2), showNumber(to, 2)];
}

const thinnest = 1.25;
const widest = 3.5;

/** Null where no gradient flows. */
export function scaleOf({ wires, nodes }: GraphNumbers): GradientScale | null {
  return scaleOver([...wires, ...nodes].map(({ magnitude }) => magnitude));
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
