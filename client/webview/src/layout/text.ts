/** Text widths in the panel's monospaced font, computed without measuring. */

import * as l10n from '@vscode/l10n';
import { eastAsianWidth } from 'get-east-asian-width';
import { formatCount } from '../numbers.ts';

/** Font size of names and numbers in pixels. */
export const fontSize = 12;
/** Font size of operator symbols. */
export const symbolSize = 14;
/** Font size of the smallest texts: shapes, and numbers on wires. */
export const smallFontSize = 11;
/** In CSS pixels: smaller letters can't be read. */
const minTextSize = 9;
/** The zoom at which the smallest texts are as small as they may be. */
export const minLegibleZoom = minTextSize / smallFontSize;
/** Advance width of the widest common monospaced fonts, relative to the font size. */
const advanceRatio = 0.61;
/** In columns. Longer texts are truncated with an ellipsis; screen readers get all of it. */
export const maxColumns = 24;
const digitBlock = 4;

export function textWidth(text: string, size = fontSize): number {
  return textWidthOfColumns(columnCount(text), size);
}

export function textWidthOfColumns(columns: number, size = fontSize): number {
  return columns * size * advanceRatio;
}

/** Room for a symbol: one with a number gets spare room, so that another digit moves nothing. */
export function reservedTextWidth(symbol: string, size: number): number {
  const columns = columnCount(symbol);
  return (/\d/.test(symbol) ? Math.ceil(columns / digitBlock) * digitBlock : columns) * size * advanceRatio;
}

/** Number of columns that fit a width. */
export function columnsWithin(width: number, size: number): number {
  return Math.floor(width / (size * advanceRatio) + 1e-6);
}

/** Columns of a text as it is truncated. */
export function columnCount(text: string): number {
  return fullColumnCount(truncate(text));
}

/** Columns of a text that is not truncated. */
export function fullColumnCount(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnWidth(character);
  return columns;
}

/** The text truncated to fit. */
export function truncate(text: string, limit = maxColumns): string {
  let columns = 0;
  let truncated = '';
  for (const character of text) {
    columns += columnWidth(character);
    if (columns > limit) return `${truncated}…`;
    if (columns < limit) truncated += character;
  }
  return text;
}

/** Width in columns: 2 for East Asian wide characters, 0 for combining marks. */
function columnWidth(character: string): number {
  if (character < firstCombiningMark) return 1;
  return combiningMark.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!);
}

/** Code points below this, including all of Latin, have width 1. */
const firstCombiningMark = '\u0300';
const combiningMark = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Size of what a collapsed group stands for. */
export function nodeCountText(size: number): string {
  return size === 1 ? l10n.t('1 node') : l10n.t`${formatCount(size)} nodes`;
}
