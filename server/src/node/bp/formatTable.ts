/** Tables in columns, as the command line prints them. */

import { textWidth } from '../../display/textWidth.ts';

/**
 * @param rows the first row holds the heads.
 * @param alignment the alignment of all columns but the first.
 */
export function formatTable(rows: readonly (readonly string[])[], alignment: 'left' | 'right'): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => textWidth(row[column]))));
  const padCell = (cell: string, column: number): string => {
    const padding = ' '.repeat(widths[column] - textWidth(cell));
    return alignment === 'right' && column > 0 ? padding + cell : cell + padding;
  };
  return rows.map((row) => row.map(padCell).join('   ').trimEnd()).join('\n');
}
