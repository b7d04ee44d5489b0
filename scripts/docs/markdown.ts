/** Pages and tables of Markdown, as a formatter would leave them. */
import { textWidth } from '../../server/src/display/textWidth.ts';

/** Paragraphs, headings and tables, each set off by a blank line. */
export function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

/** A table with its columns in line. */
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

/** Said on top of every page. */
export function generatedNotice(sources: string): string {
  return `<!-- Written by \`npm run docs\` from ${sources}. -->`;
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - textWidth(cell));
}
