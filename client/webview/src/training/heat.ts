/** The output of a model over two features: as colours, and where it changes sides. */

import { type Colour, mixed } from './colours.ts';
import type { Range } from './scales.ts';

/** Values row by row, the lowest row first; null where not finite. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: readonly (number | null)[];
}

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

/** A piece of the line on which the grid has a value, in columns and rows. */
export type Segment = readonly [fromColumn: number, fromRow: number, toColumn: number, toRow: number];

/** The line on which the output has a value, between the four corners of each cell in turn. */
export function contourOf({ columns, rows, values }: Grid, level: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corner = (right: number, up: number) => values[(row + up) * columns + column + right] ?? null;
      const corners = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
      if (corners.includes(null)) continue;
      const crossings = edges.flatMap(([from, to]) => {
        const [start, end] = [corners[from]! - level, corners[to]! - level];
        if (start < 0 === end < 0) return [];
        const share = start / (start - end);
        const [a, b] = [places[from]!, places[to]!];
        return [[column + a[0] + share * (b[0] - a[0]), row + a[1] + share * (b[1] - a[1])] as const];
      });
      for (let i = 0; i + 1 < crossings.length; i += 2) segments.push([...crossings[i]!, ...crossings[i + 1]!]);
    }
  }
  return segments;
}

/** The corners of a cell, counter-clockwise from the lower left, and the edges between them. */
const places = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;
const edges = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
] as const;
