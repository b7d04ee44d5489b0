/** Separators other than the comma, which are refused: read as commas are, a file would be one column of texts. */

import { isLikeNumber, parseNumber } from './csvNumbers.ts';
import { type CsvRecord, type CsvText, csvRecords } from './csvRecords.ts';

export type OtherSeparator = keyof typeof characters | 'space';

const characters = { semicolon: ';', tab: '\t', bar: '|' } as const;

/** The separator of a text, if it is not the comma. @param header the first record of the text. */
export function otherSeparator(text: CsvText, header: CsvRecord): OtherSeparator | undefined {
  for (const [name, character] of Object.entries(characters)) {
    if (separates(text, header, character)) return name as keyof typeof characters;
  }
  return separatedBySpaces(text, header) ? 'space' : undefined;
}

/** True if a character separates the first record into more cells than commas do, and also separates the second one. */
function separates(text: CsvText, { cells }: CsvRecord, character: string): boolean {
  // Tabs may also align cells that are separated by commas.
  if (!cells.some((cell) => cell.trim().includes(character))) return false;
  const [names, row] = csvRecords(text, character);
  if (names === undefined || row === undefined || names.fault || row.fault) return false;
  return names.cells.length > cells.length && row.cells.length > 1;
}

/** True if spaces separate numbers. Words can't be told from a text with spaces; of a row's, one may be a class. */
function separatedBySpaces(text: CsvText, { cells: [name, ...others], fault }: CsvRecord): boolean {
  if (fault || others.length > 0 || wordsOf(name!).length < 2) return false;
  const [, row] = csvRecords(text);
  if (row === undefined || row.fault) return false;
  const words = wordsOf(row.cells.join());
  const numbers = words.filter((word) => parseNumber(word) !== undefined || isLikeNumber(word));
  return numbers.length > 1 && words.length - numbers.length < 2;
}

function wordsOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
