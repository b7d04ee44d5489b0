/** Lines of a document with comments behind them, which stand below one another. */

export interface Line {
  readonly text: string;
  readonly comment?: string;
}

/** In UTF-16 units. A comment that would make a line longer is left out, and none is pushed beyond the column. */
const longestLine = 120;
const lastColumn = 60;
const gap = 3;

/** The texts of lines that belong together. */
export function aligned(lines: readonly Line[]): string[] {
  const lengths = lines.flatMap(({ text, comment }) => (comment && text.length <= lastColumn ? [text.length] : []));
  const column = Math.max(0, ...lengths) + gap;
  return lines.map(({ text, comment }) => {
    const commented = `${text.padEnd(Math.max(column, text.length + gap))}# ${comment}`;
    return comment === undefined || commented.length > longestLine ? text : commented;
  });
}
