/** Scale from gradient magnitude to the width and color of a wire, and its legend. */

import * as l10n from '@vscode/l10n';
import type { GraphNumbers } from '../../../../../protocol/panel/graph.ts';
import { type GradientScale, gradientScaleOf, maxShade } from '../../../../../protocol/shared/gradientScale.ts';
import { formatNumber } from '../../numbers.ts';

/** `wire ‖∂L‖`. */
export function wireScaleTitle(objectiveName: string): string {
  return l10n.t`wire ‖∂${objectiveName}‖`;
}

/** Both ends with two digits: `0.012`, `2.5e−7`. */
export function scaleLabels({ min, max }: GradientScale): readonly [min: string, max: string] {
  return [formatNumber(min, 2), formatNumber(max, 2)];
}

const minWidth = 1.25;
const maxWidth = 3.5;

/** Null if no gradient flows. */
export function gradientScale({ wires, nodes }: GraphNumbers): GradientScale | null {
  return gradientScaleOf([...wires, ...nodes].map(({ magnitude }) => magnitude));
}

/** Share of the gradient color, 0 to 1; the rest is the muted text color. */
function gradientShare(shade: number | null): number {
  return (shade ?? 0) / maxShade;
}

/** In pixels. */
export function strokeWidth(shade: number | null): number {
  return shade === null ? 1 : minWidth + (maxWidth - minWidth) * gradientShare(shade);
}

/** Width of a wire's glow in pixels. */
export function glowWidth(shade: number | null): number {
  return strokeWidth(shade) + 7;
}

/** The legend's ramp, from the thinnest wire to the widest. */
export const ramp = { width: 44, height: 10 };

/** The `d` of a path within the ramp's rectangle. */
export function rampPath(): string {
  const centerY = ramp.height / 2;
  const [halfMinWidth, halfMaxWidth] = [strokeWidth(1) / 2, strokeWidth(maxShade) / 2];
  return `M0,${centerY - halfMinWidth}L${ramp.width},${centerY - halfMaxWidth}V${centerY + halfMaxWidth}L0,${centerY + halfMinWidth}z`;
}
