/** Text tables with labels on the left and numbers on the right. */

/** @param rows the rows, headings first. */
export function alignedTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))))
    .map((cells) => cells.join('   ').trimEnd())
    .join('\n');
}

/** A Markdown table whose source is aligned too. */
export function markdownTable([heads, ...rows]: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = (row: readonly string[]): string => line(row.map((cell, column) => cell.padEnd(widths[column])));
  return [padded(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(padded)].join('\n');
}
