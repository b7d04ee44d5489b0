/** A picture of a tensor as a few SVG paths: elements of about the same magnitude share one. */

import type { Picture } from '../../../../../server/src/protocol/panel/graph.ts';
import { pictureSize } from '../../layout/box.ts';

export interface PicturePart {
  readonly tone: 'ground' | 'positive' | 'negative' | 'missing' | 'bar';
  /** 0 to 1. */
  readonly opacity: number;
  /** The `d` of a path within `pictureSize`. */
  readonly path: string;
}

/** How many magnitudes are told apart. */
const steps = 6;
/** A vector would be a hair: no side is shorter than this, in pixels. */
const shortestSide = 20;

export function partsOf(picture: Picture): readonly PicturePart[] {
  return picture.kind === 'heat' ? heatParts(picture) : barParts(picture.bars);
}

function heatParts({ rows, columns, cells }: Picture & { kind: 'heat' }): readonly PicturePart[] {
  const side = Math.min(pictureSize.width / columns, pictureSize.height / rows);
  const width = Math.min(pictureSize.width, Math.max(shortestSide, side * columns));
  const height = Math.min(pictureSize.height, Math.max(shortestSide, side * rows));
  const [left, top] = [(pictureSize.width - width) / 2, (pictureSize.height - height) / 2];
  const ground: PicturePart = { tone: 'ground', opacity: 1, path: rectangle(left, top, width, height) };
  const paths = new Map<string, { readonly tone: PicturePart['tone']; readonly opacity: number; path: string }>();
  cells.forEach((cell, place) => {
    const tone = cell === null ? 'missing' : cell < 0 ? 'negative' : 'positive';
    const step = Math.round(Math.abs(cell ?? 1) * steps);
    if (step === 0) return;
    const key = `${tone}${step}`;
    const part = paths.get(key) ?? { tone, opacity: step / steps, path: '' };
    const [x, y] = [left + ((place % columns) * width) / columns, top + (Math.floor(place / columns) * height) / rows];
    part.path += rectangle(x, y, width / columns, height / rows);
    paths.set(key, part);
  });
  return [ground, ...paths.values()];
}

/** What is missing is as high as there is room. */
function barParts(bars: readonly (number | null)[]): readonly PicturePart[] {
  const width = pictureSize.width / bars.length;
  const space = Math.min(1, width / 4);
  const pathOf = (isDrawn: (bar: number | null) => boolean) =>
    bars
      .map((bar, place) => {
        const height = Math.max(1, (bar ?? 1) * pictureSize.height);
        const x = place * width + space / 2;
        return isDrawn(bar) ? rectangle(x, pictureSize.height - height, width - space, height) : '';
      })
      .join('');
  const drawn: PicturePart = { tone: 'bar', opacity: 1, path: pathOf((bar) => bar !== null) };
  const missing = pathOf((bar) => bar === null);
  return missing === '' ? [drawn] : [drawn, { tone: 'missing', opacity: 1, path: missing }];
}

function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${shortNumber(x)},${shortNumber(y)}h${shortNumber(width)}v${shortNumber(height)}h${shortNumber(-width)}z`;
}

function shortNumber(length: number): number {
  return Math.round(length * 100) / 100;
}
