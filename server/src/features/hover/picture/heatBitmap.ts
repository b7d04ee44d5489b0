/**
 * Cells as a PNG with a palette, one pixel a cell: far smaller than a shape for each. The colors are translucent, because
 * the background of the hover is unknown.
 */

import { relativeTo, zeroShare } from '../../../../../protocol/pictures/elementScale.ts';
import { pngChunk, pngHeader, pngSignature, unfilteredRows } from '../../../../../protocol/pictures/pngChunks.ts';
import { toBase64 } from '../../../../../protocol/shared/base64.ts';
import type { ThemeColors } from './themeColors.ts';

/** Distinguished magnitudes of each sign. */
const steps = 126;
const nonFiniteIndex = 2 * steps + 1;
const absentIndex = nonFiniteIndex + 1;

/** Color type 3 in the header: indices of a palette. */
const indexed = 3;

/**
 * A data URI.
 * @param cells row by row; undefined for a transparent pixel.
 * @param maxMagnitude the magnitude with the full color.
 */
export function heatBitmap(
  cells: readonly (number | undefined)[],
  columns: number,
  maxMagnitude: number,
  colors: ThemeColors,
): string {
  const indices = Uint8Array.from(cells, (cell) =>
    cell === undefined ? absentIndex : paletteIndexOf(cell, maxMagnitude),
  );
  const rows = cells.length / columns;
  const { rgb, alpha } = paletteOf(colors);
  const file = concatenated([
    pngSignature,
    pngHeader(columns, rows, indexed),
    pngChunk('PLTE', rgb),
    pngChunk('tRNS', alpha),
    pngChunk('IDAT', stored(unfilteredRows(indices, columns))),
    pngChunk('IEND', new Uint8Array()),
  ]);
  return `data:image/png;base64,${toBase64(file)}`;
}

function paletteIndexOf(cell: number, maxMagnitude: number): number {
  const relative = relativeTo(maxMagnitude, cell);
  return Number.isNaN(relative) ? nonFiniteIndex : steps + Math.round(steps * relative);
}

/** As painted over any background: a share of the foreground for 0, then the color of the sign. */
function paletteOf({ foreground, positive, negative, nonFinite }: ThemeColors): {
  readonly rgb: Uint8Array;
  readonly alpha: Uint8Array;
} {
  const [zero, above, below] = [foreground, positive, negative].map(channelsOf);
  const rgb: number[] = [];
  const alpha: number[] = [];
  for (let index = 0; index < nonFiniteIndex; index++) {
    const amount = Math.abs(index - steps) / steps;
    const zeroAlpha = (1 - amount) * zeroShare;
    const end = index < steps ? below : above;
    rgb.push(...end.map((channel, i) => Math.round((channel * amount + zero[i] * zeroAlpha) / (amount + zeroAlpha))));
    alpha.push(Math.round(255 * (amount + zeroAlpha)));
  }
  rgb.push(...channelsOf(nonFinite), 0, 0, 0);
  alpha.push(255, 0);
  return { rgb: Uint8Array.from(rgb), alpha: Uint8Array.from(alpha) };
}

/** @param color `#rrggbb`. */
function channelsOf(color: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}

/** A zlib stream with the bytes as they are, in a single block, which has room for 65,535. */
function stored(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const stream = new Uint8Array(length + 11);
  stream.set([0x78, 0x01, 1, length & 0xff, length >>> 8, ~length & 0xff, (~length >>> 8) & 0xff]);
  stream.set(bytes, 7);
  new DataView(stream.buffer).setUint32(length + 7, adler32(bytes));
  return stream;
}

const adlerModulus = 65_521;

function adler32(bytes: Uint8Array): number {
  let [sum, sumOfSums] = [1, 0];
  for (const byte of bytes) {
    sum = (sum + byte) % adlerModulus;
    sumOfSums = (sumOfSums + sum) % adlerModulus;
  }
  return sumOfSums * 2 ** 16 + sum;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
