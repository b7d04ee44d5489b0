/** User-defined formatting options. Everything else is fixed. */

export interface FormatStyle {
  /** Columns of one level of indentation. */
  readonly tabSize: number;
  /** True if lines are indented with spaces instead of tabs. */
  readonly insertSpaces: boolean;
}

/** The style of the examples and the library. */
export const defaultStyle: FormatStyle = { tabSize: 2, insertSpaces: true };

/** An editor may send any number. */
const maxTabSize = 16;

/** The text that indents a line by one level. */
export function indentUnit({ tabSize, insertSpaces }: FormatStyle): string {
  return insertSpaces ? ' '.repeat(tabWidth(tabSize)) : '\t';
}

/** Width of an indentation in columns. */
export function indentWidth(indent: string, { tabSize }: Pick<FormatStyle, 'tabSize'>): number {
  let columns = 0;
  for (const character of indent) columns += character === '\t' ? tabWidth(tabSize) : 1;
  return columns;
}

function tabWidth(tabSize: number): number {
  return Math.min(Math.max(1, Math.floor(tabSize) || 1), maxTabSize);
}
