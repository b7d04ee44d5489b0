/** How wide and how red a wire is by how much gradient flows in it, and the legend that says so. */

import { type GradientScale, gradientScaleOf, maxLevel } from '../../../../../server/src/protocol/gradientScale.ts';
import type { GraphNumbers } from '../../../../../server/src/protocol/panel/graph.ts';
import { showNumber } from '../../numbers.ts';

/** Both ends in two digits: `0.012`, `2.5e−7`. */
export function scaleLabels({ min: from, max: to }: GradientScale): readonly [from: string, to: string] {
  return [showNumber(from, 2), showNumber(to, 2)];
}

const minWidth = 1.25;
const maxWidth = 3.5;

/** Null where no gradient flows. */
export function gradientScale({ wires, nodes }: GraphNumbers): GradientScale | null {
  return gradientScaleOf([...wires, ...nodes].map(({ magnitude }) => magnitude));
}

/** How much of the gradient's colour a wire has, 0 to 1; the rest is that of muted text. */
function gradientShare(level: number | null): number {
  return (level ?? 0) / maxLevel;
}

/** In pixels. */
export function strokeWidth(level: number | null): number {
  return level === null ? 1 : minWidth + (maxWidth - minWidth) * gradientShare(level);
}

/** The width of the light around a wire, in pixels. */
export function glowWidth(level: number | null): number {
  return strokeWidth(level) + 7;
}

/** The legend's ramp, from the thinnest wire to the widest one. */
export const ramp = { width: 56, height: 10 };

/** As the `d` of a path within the ramp's rectangle. */
export function rampPath(): string {
  const centerY = ramp.height / 2;
  const [halfMinWidth, halfMaxWidth] = [strokeWidth(0) / 2, strokeWidth(maxLevel) / 2];
  return `M0,${centerY - halfMinWidth}L${ramp.width},${centerY - halfMaxWidth}V${centerY + halfMaxWidth}L0,${centerY + halfMinWidth}z`;
}
