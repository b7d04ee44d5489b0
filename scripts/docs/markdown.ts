/** Pages and tables of Markdown, as a formatter would leave them. */
import { widthOf } from '../../server/src/display/columns.ts';

/** Paragraphs, headings and tables, each set off by a blank line. */
export function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

/** A table with its columns in line. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [heads, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = heads.map((_, column) => Math.max(3, ...cells.map((row) => widthOf(row[column]!))));
  const [head, ...body] = cells.map((row) => row.map((cell, column) => padded(cell, widths[column]!)));
  return [head!, widths.map((width) => '-'.repeat(width)), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Said on top of every page. */
export function generatedFrom(tables: string): string {
  return `<!-- Written by \`npm run docs\` from ${tables}. -->`;
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - widthOf(cell));
}
