/** Markdown pages and tables, formatted as a formatter would. */
import { textWidth } from '../../server/src/display/textWidth.ts';

/** Joins paragraphs, headings and tables with blank lines. */
export function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

/** A table with aligned columns. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = headings.map((_, column) => Math.max(3, ...cells.map((row) => textWidth(row[column]!))));
  const [headingCells, ...bodyCells] = cells.map((row) => row.map((cell, column) => pad(cell, widths[column]!)));
  return [headingCells!, widths.map((width) => '-'.repeat(width)), ...bodyCells]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

export function inlineCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** The notice at the top of every generated page. */
export function generatedNotice(sources: string): string {
  return `<!-- Written by \`npm run docs\` from ${sources}. -->`;
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - textWidth(cell));
}
