/** Scales and paths of a fit: samples and the model's curve in pixels of the plot. */

import type { DecisionSurfaceInfo } from '../../../../../protocol/panel/training.ts';
import type { Size } from '../../layout/box.ts';
import { extentOf, linearRange, type Range } from '../curves/scales.ts';

export type Fit = DecisionSurfaceInfo & { readonly kind: 'fit' };
export type CurveValues = readonly (number | null)[];

/** The curve is followed up to this distance from the labels, relative to their extent; a diverging one leaves the plot. */
const maxOvershoot = 1;

/** The range of the vertical axis. */
export function fitRange({ points, boundary }: Fit, values: CurveValues): Range {
  const labels = extentOf(points.map(({ label }) => label));
  const curve = extentOf(values);
  if (boundary === 0.5) return linearRange(unionOf([0, 1], labels));
  if (labels === null || curve === null) return linearRange(labels ?? curve ?? [0, 1]);
  const [low, high] = labels;
  const overshoot = maxOvershoot * (high - low || Math.max(1, Math.abs(high)));
  const clamp = (value: number) => Math.max(low - overshoot, Math.min(high + overshoot, value));
  return linearRange(unionOf(labels, [clamp(curve[0]), clamp(curve[1])]));
}

/** The smallest range around two, of which the second may be empty. */
function unionOf(range: Range, other: Range | null): Range {
  return other === null ? range : [Math.min(range[0], ...other), Math.max(range[1], ...other)];
}

export interface Scales {
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
}

/** Pixels that SVG can draw, far outside of any plot. */
const maxPixel = 1e5;

export function createScales({ x }: Fit, [low, high]: Range, { width, height }: Size): Scales {
  const clampPixel = (pixel: number) => Math.max(-maxPixel, Math.min(maxPixel, pixel));
  return {
    toX: (value) => clampPixel((width * (value - x.from)) / (x.to - x.from)),
    toY: (value) => clampPixel(height - (height * (value - low)) / (high - low)),
  };
}

/** An SVG path with a gap where the output is not finite; a value between two gaps is a dot. */
export function curvePath({ x, columns }: Fit, values: CurveValues, { toX, toY }: Scales): string {
  let path = '';
  let isPenDown = false;
  for (const [index, value] of values.entries()) {
    const position = x.from + (x.to - x.from) * (index / (columns - 1));
    const [pixelX, pixelY] = [toX(position), value === null ? Number.NaN : toY(value)];
    if (!Number.isFinite(pixelX + pixelY)) {
      isPenDown = false;
      continue;
    }
    path += `${isPenDown ? 'L' : 'M'}${round(pixelX)},${round(pixelY)}${isPenDown ? '' : 'h0'}`;
    isPenDown = true;
  }
  return path;
}

/** An SVG path of circles. */
export function pointsPath(points: Fit['points'], radius: number, { toX, toY }: Scales): string {
  return points
    .map(({ x, label }) => [toX(x), toY(label)] as const)
    .filter(([x, y]) => Number.isFinite(x + y))
    .map(
      ([x, y]) =>
        `M${round(x - radius)},${round(y)}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0`,
    )
    .join('');
}

/** Radius shrinks with the number of points. */
export function pointRadius(count: number): number {
  return count <= 30 ? 4.5 : count <= 300 ? 3.5 : 2.5;
}

/** The reason why no part of the curve is on the plot. */
export function missingCurve([low, high]: Range, values: CurveValues): 'notFinite' | 'offScale' | undefined {
  const finite = values.filter((value) => value !== null);
  if (values.length > 0 && finite.length === 0) return 'notFinite';
  const isOffScale =
    finite.length > 0 && (finite.every((value) => value > high) || finite.every((value) => value < low));
  return isOffScale ? 'offScale' : undefined;
}

function round(pixel: number): number {
  return Math.round(10 * pixel) / 10;
}
