/** What of the form of a text its user decides; all else is the same in every file. */

export interface FormatStyle {
  /** How many columns a level of indentation is. */
  readonly tabSize: number;
  /** Whether lines are indented by blanks, and not by tabs. */
  readonly insertSpaces: boolean;
}

/** As the examples and the library are written. */
export const defaultStyle: FormatStyle = { tabSize: 2, insertSpaces: true };

/** An editor may say anything. */
const maxTabSize = 16;

/** What a line is indented by for each level. */
export function indentUnit({ tabSize, insertSpaces }: FormatStyle): string {
  return insertSpaces ? ' '.repeat(tabWidth(tabSize)) : '\t';
}

/** How many columns an indentation takes. */
export function indentWidth(indent: string, { tabSize }: Pick<FormatStyle, 'tabSize'>): number {
  let columns = 0;
  for (const character of indent) columns += character === '\t' ? tabWidth(tabSize) : 1;
  return columns;
}

function tabWidth(tabSize: number): number {
  return Math.min(Math.max(1, Math.floor(tabSize) || 1), maxTabSize);
}
