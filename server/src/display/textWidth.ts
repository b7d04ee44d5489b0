/** How many columns a text takes in a fixed-width font: two for a character of East Asia, none for a mark over another one. */

import { eastAsianWidth } from 'get-east-asian-width';

/** Characters of one column each: nearly every text has no others, and a file's worth of them is measured at each key. */
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

/** Where a line of code ends, in columns: its tabs lead to the next multiple of their width. */
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

/** Where a text of any characters ends that begins at a column. */
function advance(column: number, text: string): number {
  const [first, ...rest] = text.split('\t');
  return rest.reduce((end, segment) => nextTabStop(end) + textWidth(segment), column + textWidth(first));
}

function nextTabStop(column: number): number {
  return column - (column % tabWidth) + tabWidth;
}
