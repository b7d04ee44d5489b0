/** Rows of cells as the command line prints them, in columns. */

import { widthOf } from '../../display/columns.ts';

/**
 * @param rows the first holds the heads.
 * @param side where the cells of all columns but the first stand.
 */
export function table(rows: readonly (readonly string[])[], side: 'left' | 'right'): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))));
  const padded = (cell: string, column: number): string => {
    const blanks = ' '.repeat(widths[column] - widthOf(cell));
    return side === 'right' && column > 0 ? blanks + cell : cell + blanks;
  };
  return rows.map((row) => row.map(padded).join('   ').trimEnd()).join('\n');
}
