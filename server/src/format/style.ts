/** What of the form of a text its user decides; all else is the same in every file. */

export interface Style {
  /** How many columns a level of indentation is. */
  readonly tabSize: number;
  /** Whether lines are indented by blanks, and not by tabs. */
  readonly insertSpaces: boolean;
}

/** As the examples and the library are written. */
export const houseStyle: Style = { tabSize: 2, insertSpaces: true };

/** An editor may say anything. */
const widestTab = 16;

/** What a line is indented by for each level. */
export function levelOf({ tabSize, insertSpaces }: Style): string {
  return insertSpaces ? ' '.repeat(columnsOfTab(tabSize)) : '\t';
}

/** How many columns an indentation takes. */
export function columnsOfIndent(indent: string, { tabSize }: Pick<Style, 'tabSize'>): number {
  let columns = 0;
  for (const blank of indent) columns += blank === '\t' ? columnsOfTab(tabSize) : 1;
  return columns;
}

function columnsOfTab(tabSize: number): number {
  return Math.min(Math.max(1, Math.floor(tabSize) || 1), widestTab);
}
