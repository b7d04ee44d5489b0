/** How many columns a text takes in a fixed-width font: two for a character of East Asia, none for a mark over another one. */

import { eastAsianWidth } from 'get-east-asian-width';

/** Characters of one column each: nearly every text has no others, and a file's worth of them is measured at each key. */
const narrow = /^[ -~\u00a0∂−→±×‖▁-█]*$/;
const mark = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += mark.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!);
  return width;
}
