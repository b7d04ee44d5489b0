/** Tables of the benchmarks: labels to the left, numbers to the right. */

/** @param rows the first holds the heads. */
export function alignedTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))))
    .map((cells) => cells.join('   ').trimEnd())
    .join('\n');
}
