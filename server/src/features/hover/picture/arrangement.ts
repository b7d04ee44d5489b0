/** The arrangement of a value and its gradient: side by side or one above the other, with the same axes. */

import type { MatrixSize } from '../../../../../protocol/pictures/matrices.ts';
import { layOutPicture, type PictureLayout } from '../../../../../protocol/pictures/pictureLayout.ts';
import { formatNumber } from '../../../display/numbers.ts';
import { textWidth } from '../../../display/textWidth.ts';

/** In pixels. VS Code shows 250 of a hover's height without scrolling, of which the chain rule takes half. */
const maxWidth = 440;
const maxHeight = 128;
/** Between parts, and from part to part with title and scale. */
export const gap = 20;
/** Width of a character in the font of the picture. */
const characterWidth = 6.4;
const numberHeight = 18;
const numberPadding = 10;
/** A long matrix with a few columns would be a hairline. */
const minSide = 24;

export interface Arrangement {
  readonly isBeside: boolean;
  /** The matrices of a part. */
  readonly layout: Omit<PictureLayout, 'cell'>;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Width for the title of a part. */
  readonly maxTitleWidth: number;
}

/** The numbers of a matrix and of its gradient, if there is room for them in the cells. */
export function textsThatFit(
  parts: readonly (readonly number[])[],
  { rows, columns }: MatrixSize,
  digits: number,
): readonly (readonly string[])[] | undefined {
  if (parts.length * rows * numberHeight > 2 * maxHeight || columns * numberPadding > maxWidth) return undefined;
  const texts = parts.map((numbers) => numbers.map((number) => formatNumber(number, digits)));
  return columns * numberWidth(texts.flat()) <= maxWidth ? texts : undefined;
}

/** With numbers in cells as wide as the longest. @param partCount 2 with a gradient. */
export function arrangeNumbers(
  texts: readonly string[],
  { rows, columns }: MatrixSize,
  partCount: number,
): Arrangement {
  const [cellWidth, cellHeight] = [numberWidth(texts), numberHeight];
  const [width, height] = [columns * cellWidth, rows * cellHeight];
  const isBeside = partCount * width + gap * (partCount - 1) <= maxWidth;
  const layout = { gridColumns: 1, pitch: { width, height }, width, height };
  return { isBeside, layout, cellWidth, cellHeight, maxTitleWidth: titleWidthOf(isBeside, partCount) };
}

/** In the arrangement with the larger cells. @param count number of matrices of a part. */
export function arrangeCells(count: number, size: MatrixSize, partCount: number): Arrangement {
  const besideWidth = (maxWidth - gap * (partCount - 1)) / partCount;
  const beside = layOutPicture(count, size, { width: besideWidth, height: maxHeight });
  const stacked = layOutPicture(count, size, { width: maxWidth, height: maxHeight / partCount });
  const isBeside = stacked.cell <= beside.cell;
  const { cell, ...layout } = isBeside ? beside : stacked;
  const maxTitleWidth = titleWidthOf(isBeside, partCount);
  if (count > 1) return { isBeside, layout, cellWidth: cell, cellHeight: cell, maxTitleWidth };
  const [width, height] = [Math.max(layout.width, minSide), Math.max(layout.height, minSide)];
  const [cellWidth, cellHeight] = [width / size.columns, height / size.rows];
  return { isBeside, layout: { ...layout, width, height }, cellWidth, cellHeight, maxTitleWidth };
}

function titleWidthOf(isBeside: boolean, partCount: number): number {
  return isBeside ? (maxWidth - gap * (partCount - 1)) / partCount : maxWidth;
}

function numberWidth(texts: readonly string[]): number {
  return Math.ceil(Math.max(...texts.map(widthOf))) + numberPadding;
}

export function widthOf(text: string): number {
  return textWidth(text) * characterWidth;
}
