/** Column widths in a fixed-width font: two for East Asian wide characters, none for combining marks. */

import { eastAsianWidth } from 'get-east-asian-width';

/** Single-column characters. A fast path for nearly all texts, because a whole file is measured on each keystroke. */
const singleWidthPattern = /^[ -~\u00a0∂−→±×‖▁-█]*$/;
const combiningMark = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

export function textWidth(text: string): number {
  if (singleWidthPattern.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += combiningMark.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!);
  return width;
}

const tabWidth = 4;
const [tab, firstPrintable, lastPrintable] = ['\t', ' ', '~'].map((character) => character.charCodeAt(0));

/** Width of a line of code in columns, with tab stops. */
export function lineWidth(line: string): number {
  let column = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === tab) column = nextTabStop(column);
    else if (code >= firstPrintable && code <= lastPrintable) column++;
    else return advance(column, line.slice(i));
  }
  return column;
}

/** The column where `text`, which may contain any characters, ends if it begins at `column`. */
function advance(column: number, text: string): number {
  const [first, ...rest] = text.split('\t');
  return rest.reduce((end, segment) => nextTabStop(end) + textWidth(segment), column + textWidth(first));
}

function nextTabStop(column: number): number {
  return column - (column % tabWidth) + tabWidth;
}
