/** How wide a text is in the panel's one font, which has a fixed width: reckoned, so that it is the same before anything is drawn. */

import * as l10n from '@vscode/l10n';
import { eastAsianWidth } from 'get-east-asian-width';
import { showCount } from '../numbers.ts';

/** The size that names and numbers are written in, in pixels. */
export const fontSize = 12;
/** Of the symbols of operators. */
export const symbolSize = 14;
/** The advance of a character of the widest fixed-width fonts that editors are set in, as a part of their size. */
const advanceRatio = 0.61;
/** In columns. What is longer is cut off with an ellipsis; it is whole in what a screen reader says. */
const maxColumns = 24;
const digitBlock = 4;

export function textWidth(text: string, size = fontSize): number {
  return columnCount(text) * size * advanceRatio;
}

/** The room for a symbol: with a number in it, so much that most digits more or less move nothing. */
export function reservedTextWidth(symbol: string, size: number): number {
  const columns = columnCount(symbol);
  return (/\d/.test(symbol) ? Math.ceil(columns / digitBlock) * digitBlock : columns) * size * advanceRatio;
}

function columnCount(text: string): number {
  let columns = 0;
  for (const character of truncate(text)) columns += columnWidth(character);
  return columns;
}

/** The text as it fits. */
export function truncate(text: string): string {
  let columns = 0;
  let truncated = '';
  for (const character of text) {
    columns += columnWidth(character);
    if (columns > maxColumns) return `${truncated}…`;
    if (columns < maxColumns) truncated += character;
  }
  return text;
}

/** Two for a character of East Asia, none for a mark over another one. */
function columnWidth(character: string): number {
  if (character < firstCombiningMark) return 1;
  return combiningMark.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!);
}

/** What comes before it, as all of Latin, needn't be looked up. */
const firstCombiningMark = '\u0300';
const combiningMark = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** How much a folded group stands for. */
export function nodeCountText(size: number): string {
  return size === 1 ? l10n.t('1 node') : l10n.t`${showCount(size)} nodes`;
}
