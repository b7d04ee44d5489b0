/** Alignment of trailing comments on consecutive lines. */

/** Columns between a line of code and its comment. */
const gap = 2;
/** Columns of the longest line that moves the comments of other lines. */
const maxAlignedWidth = 60;

/** The number of spaces before each comment, given the widths of consecutive lines. */
export function commentGaps(widths: readonly number[]): number[] {
  let column = 0;
  for (const width of widths) if (width <= maxAlignedWidth) column = Math.max(column, width);
  return widths.map((width) => Math.max(column - width, 0) + gap);
}
