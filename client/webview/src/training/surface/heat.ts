/** A model's output over two features as colors. */

import { type Color, mixColors } from '../../theme/colors.ts';
import type { Range } from '../curves/scales.ts';
import type { Grid } from './grid.ts';

/** From one side over the neutral middle to the other. */
export interface HeatScale {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export interface HeatColors {
  readonly low: Color;
  readonly middle: Color;
  readonly high: Color;
}

/** Share of a side's color at the ends of the scale, so that samples of that color still stand out. */
const maxSaturation = 0.72;

/** A logit of this size is drawn as certain: a probability of 98 %. */
const logitRange = 4;

/**
 * @param boundary see `DecisionSurface`.
 * @param extent the range of all outputs and labels, used without a boundary.
 */
export function createHeatScale(boundary: number | null, extent: Range | null): HeatScale {
  if (boundary === 0.5) return { low: 0, middle: 0.5, high: 1 };
  if (boundary !== null) return { low: boundary - logitRange, middle: boundary, high: boundary + logitRange };
  const [low, high] = extent ?? [0, 1];
  return { low, middle: (low + high) / 2, high };
}

/** −1 to 1: distance from the middle towards the low or the high end. */
export function scalePosition(value: number, { low, middle, high }: HeatScale): number {
  const halfRange = value < middle ? middle - low : high - middle;
  return halfRange === 0 ? 0 : Math.max(-1, Math.min(1, (value - middle) / halfRange));
}

function heatColor(position: number, colors: HeatColors): Color {
  return mixColors(colors.middle, position < 0 ? colors.low : colors.high, Math.abs(position) * maxSaturation);
}

/** Share of a class's color in its region, so that samples of that color still stand out. */
const regionSaturation = 0.45;

/** Pixels of predicted classes, as `heatPixels`. Cells without a class stay transparent. */
export function regionPixels(
  { columns, rows, values }: Grid,
  classColors: readonly Color[],
  background: Color,
): Uint8ClampedArray<ArrayBuffer> {
  const tints = classColors.map((color) => mixColors(background, color, regionSaturation));
  return gridPixels({ columns, rows, values }, (classIndex) => tints[classIndex]);
}

/** Pixels of the grid, one per value, top row first as a canvas expects. */
export function heatPixels(
  { columns, rows, values }: Grid,
  scale: HeatScale,
  colors: HeatColors,
): Uint8ClampedArray<ArrayBuffer> {
  return gridPixels({ columns, rows, values }, (value) => heatColor(scalePosition(value, scale), colors));
}

function gridPixels(
  { columns, rows, values }: Grid,
  colorOf: (value: number) => Color | undefined,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column] ?? null;
      const color = value === null ? undefined : colorOf(value);
      if (color === undefined) continue;
      const pixelOffset = 4 * ((rows - 1 - row) * columns + column);
      pixels.set(color, pixelOffset);
      pixels[pixelOffset + 3] = 255;
    }
  }
  return pixels;
}
