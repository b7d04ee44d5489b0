/** A tensor's thumbnail as a few SVG paths: elements of similar magnitude share one. */

import type { Thumbnail } from '../../../../../protocol/panel/graph.ts';
import { thumbnailSize } from '../../layout/box.ts';

export interface ThumbnailPart {
  readonly tone: 'ground' | 'positive' | 'negative' | 'missing' | 'bar';
  /** 0 to 1. */
  readonly opacity: number;
  /** The `d` of a path within `thumbnailSize`. */
  readonly path: string;
}

/** Number of distinguished magnitudes. */
const opacitySteps = 6;
/** Minimum side in pixels, since a vector would otherwise be a hairline. */
const minSide = 20;

export function thumbnailParts(thumbnail: Thumbnail): readonly ThumbnailPart[] {
  return thumbnail.kind === 'heat' ? heatParts(thumbnail) : barParts(thumbnail.bars);
}

function heatParts({ rows, columns, cells }: Thumbnail & { kind: 'heat' }): readonly ThumbnailPart[] {
  const cellSide = Math.min(thumbnailSize.width / columns, thumbnailSize.height / rows);
  const width = Math.min(thumbnailSize.width, Math.max(minSide, cellSide * columns));
  const height = Math.min(thumbnailSize.height, Math.max(minSide, cellSide * rows));
  const [left, top] = [(thumbnailSize.width - width) / 2, (thumbnailSize.height - height) / 2];
  const ground: ThumbnailPart = { tone: 'ground', opacity: 1, path: rectangle(left, top, width, height) };
  const paths = new Map<string, { readonly tone: ThumbnailPart['tone']; readonly opacity: number; path: string }>();
  cells.forEach((cell, index) => {
    const tone = cell === null ? 'missing' : cell < 0 ? 'negative' : 'positive';
    const opacityStep = Math.round(Math.abs(cell ?? 1) * opacitySteps);
    if (opacityStep === 0) return;
    const groupKey = `${tone}${opacityStep}`;
    const part = paths.get(groupKey) ?? { tone, opacity: opacityStep / opacitySteps, path: '' };
    const [x, y] = [left + ((index % columns) * width) / columns, top + (Math.floor(index / columns) * height) / rows];
    part.path += rectangle(x, y, width / columns, height / rows);
    paths.set(groupKey, part);
  });
  return [ground, ...paths.values()];
}

function barParts(bars: readonly number[]): readonly ThumbnailPart[] {
  const width = thumbnailSize.width / bars.length;
  const barGap = Math.min(1, width / 4);
  const rectangles = bars.map((bar, index) => {
    const height = Math.max(1, bar * thumbnailSize.height);
    return rectangle(index * width + barGap / 2, thumbnailSize.height - height, width - barGap, height);
  });
  return [{ tone: 'bar', opacity: 1, path: rectangles.join('') }];
}

function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${roundCoordinate(x)},${roundCoordinate(y)}h${roundCoordinate(width)}v${roundCoordinate(height)}h${roundCoordinate(-width)}z`;
}

function roundCoordinate(length: number): number {
  return Math.round(length * 100) / 100;
}
