/** How wide a text is in the panel's one font, which has a fixed width: reckoned, so that it is the same before anything is drawn. */

import * as l10n from '@vscode/l10n';
import { eastAsianWidth } from 'get-east-asian-width';
import { showCount } from '../numbers.ts';

/** The size that names and numbers are written in, in pixels. */
export const fontSize = 12;
/** Of the symbols of operators. */
export const symbolSize = 14;
/** The advance of a character of the widest fixed-width fonts that editors are set in, as a part of their size. */
const advance = 0.61;
/** In columns. What is longer is cut off with an ellipsis; it is whole in what a screen reader says. */
const longest = 24;
const digitsAtOnce = 4;

export function widthOf(text: string, size = fontSize): number {
  return columnsIn(text) * size * advance;
}

/** The room for a symbol: with a number in it, so much that most digits more or less move nothing. */
export function roomOf(symbol: string, size: number): number {
  const columns = columnsIn(symbol);
  return (/\d/.test(symbol) ? Math.ceil(columns / digitsAtOnce) * digitsAtOnce : columns) * size * advance;
}

function columnsIn(text: string): number {
  let columns = 0;
  for (const character of shortened(text)) columns += columnsOf(character);
  return columns;
}

/** The text as it fits. */
export function shortened(text: string): string {
  let columns = 0;
  let fitting = '';
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > longest) return `${fitting}…`;
    if (columns < longest) fitting += character;
  }
  return text;
}

/** Two for a character of East Asia, none for a mark over another one. */
function columnsOf(character: string): number {
  if (character < firstMark) return 1;
  return mark.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!);
}

/** What comes before it, as all of Latin, needn't be looked up. */
const firstMark = '\u0300';
const mark = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** How much a folded group stands for. */
export function counted(size: number): string {
  return size === 1 ? l10n.t('1 node') : l10n.t`${showCount(size)} nodes`;
}
