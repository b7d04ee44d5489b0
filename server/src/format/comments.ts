/** Where comments stand that follow code: those behind lines in a row stand below one another. */

/** In columns, between a line of code and the comment behind it. */
const gap = 2;
/** In columns. A longer line pushes no comments but its own. */
const maxAlignedWidth = 60;

/** How many blanks stand before each comment, behind lines in a row of these widths. */
export function commentGaps(widths: readonly number[]): number[] {
  let column = 0;
  for (const width of widths) if (width <= maxAlignedWidth) column = Math.max(column, width);
  return widths.map((width) => Math.max(column - width, 0) + gap);
}
