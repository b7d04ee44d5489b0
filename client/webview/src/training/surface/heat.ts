/** The output of a model over two features, as colours. */

import { type Colour, mixed } from '../colors.ts';
import type { Range } from '../curves/scales.ts';
import type { Grid } from './grid.ts';

/** From one side over the middle, where neither is likelier, to the other. */
export interface HeatScale {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export interface HeatColours {
  readonly low: Colour;
  readonly middle: Colour;
  readonly high: Colour;
}

/** At its ends the scale has so much of a side's colour, so that points of that colour still stand out. */
const strongest = 0.72;

/** A logit of so much is taken for certain: a likelihood of 98 %. */
const certain = 4;

/** @param boundary as in `Plane`. @param extent of all outputs and labels, where there is no boundary. */
export function heatScaleOf(boundary: number | null, extent: Range | null): HeatScale {
  if (boundary === 0.5) return { low: 0, middle: 0.5, high: 1 };
  if (boundary !== null) return { low: boundary - certain, middle: boundary, high: boundary + certain };
  const [low, high] = extent ?? [0, 1];
  return { low, middle: (low + high) / 2, high };
}

/** −1 to 1: how far a value is from the middle towards the low or the high end. */
export function sideOf(value: number, { low, middle, high }: HeatScale): number {
  const reach = value < middle ? middle - low : high - middle;
  return reach === 0 ? 0 : Math.max(-1, Math.min(1, (value - middle) / reach));
}

function heatColour(side: number, colours: HeatColours): Colour {
  return mixed(colours.middle, side < 0 ? colours.low : colours.high, Math.abs(side) * strongest);
}

/** The pixels of the grid, a pixel a value, the highest row first, as a canvas has them. */
export function heatPixels(
  { columns, rows, values }: Grid,
  scale: HeatScale,
  colours: HeatColours,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column] ?? null;
      if (value === null) continue;
      const place = 4 * ((rows - 1 - row) * columns + column);
      pixels.set(heatColour(sideOf(value, scale), colours), place);
      pixels[place + 3] = 255;
    }
  }
  return pixels;
}
