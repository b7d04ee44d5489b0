/** The problems of reading a CSV table, and their messages. */

import * as l10n from '@vscode/l10n';
import { type CsvFault, maxRecordLength } from './csvRecords.ts';

export type CsvProblem =
  | { readonly code: 'long-text'; readonly length: number; readonly limit: number }
  | { readonly code: 'many-values'; readonly limit: number }
  | { readonly code: 'no-header' }
  | { readonly code: 'numbers-as-header' }
  | { readonly code: 'no-rows' }
  | { readonly code: 'unknown-column'; readonly column: string; readonly known: readonly string[] }
  | { readonly code: 'duplicate-column'; readonly column: string }
  | { readonly code: 'ragged-row'; readonly line: number; readonly cells: number; readonly expected: number }
  | { readonly code: 'missing-cell'; readonly line: number; readonly column: string }
  | { readonly code: 'classes-twice'; readonly column: string }
  | {
      readonly code: 'mixed-column';
      readonly line: number;
      readonly column: string;
      /** A number in a column that is mostly text, or a text in one that is not. */
      readonly cell: string;
      readonly isMostlyText: boolean;
    }
  | { readonly code: CsvFault; readonly line: number };

export function isCsvProblem(value: object): value is CsvProblem {
  return 'code' in value;
}

/** Messages name at most this many columns. */
const maxNamedColumns = 10;

/** Messages quote at most this many characters of a cell. */
const maxQuotedLength = 30;

const integerFormat = new Intl.NumberFormat('en-US');

/** One sentence: what is wrong with the file and what to do about it. `file` is the name the user knows it by. */
export function csvMessage(problem: CsvProblem, file: string): string {
  switch (problem.code) {
    case 'long-text':
      return l10n.t`${file} is too large: it has ${integerFormat.format(problem.length)} characters, and the limit is ${integerFormat.format(problem.limit)} (100 MB); remove some rows`;
    case 'many-values':
      return l10n.t`${file} has more than ${integerFormat.format(problem.limit)} numbers in these columns; select fewer columns or remove some rows`;
    case 'no-header':
      return l10n.t`${file} is empty; write the column names on its first line and a row on each line below`;
    case 'numbers-as-header':
      return l10n.t`${file} has no column names: its first line contains numbers; add a line with the names above it`;
    case 'no-rows':
      return l10n.t`${file} has column names but no rows; add at least one row`;
    case 'unknown-column':
      return l10n.t`${file} has no column '${problem.column}'; its columns are ${listNames(problem.known)}`;
    case 'duplicate-column':
      return l10n.t`${file} has more than one column '${problem.column}'; rename one of them`;
    case 'ragged-row':
      return raggedMessage(problem, file);
    case 'missing-cell':
      return l10n.t`line ${problem.line} of ${file} has no value in column '${problem.column}'; add it or remove the line`;
    case 'classes-twice':
      return l10n.t`'${problem.column}' is in classes twice; name it once`;
    case 'mixed-column':
      return mixedMessage(problem, file);
    case 'open-quote':
      return l10n.t`the quote on line ${problem.line} of ${file} is not closed; close it or remove it`;
    case 'stray-quote':
      return l10n.t`unexpected text after the closing quote on line ${problem.line} of ${file}; to put a quote inside quotes, double it`;
    case 'long-record':
      return l10n.t`the row that starts on line ${problem.line} of ${file} is longer than ${integerFormat.format(maxRecordLength)} characters; check for a quote that is not closed`;
  }
}

function raggedMessage({ line, cells, expected }: CsvProblem & { code: 'ragged-row' }, file: string): string {
  if (cells > expected) {
    return l10n.t`line ${line} of ${file} has ${cells} cells, but there are ${expected} columns; put cells that contain a comma in quotes`;
  }
  return cells === 1
    ? l10n.t`line ${line} of ${file} has 1 cell, but there are ${expected} columns; add the missing values`
    : l10n.t`line ${line} of ${file} has ${cells} cells, but there are ${expected} columns; add the missing values`;
}

function mixedMessage(
  { line, column, cell, isMostlyText }: CsvProblem & { code: 'mixed-column' },
  file: string,
): string {
  const quoted = cell.length > maxQuotedLength ? `${cell.slice(0, maxQuotedLength)}…` : cell;
  const declaration = `classes = ["${column}"]`;
  return isMostlyText
    ? l10n.t`column '${column}' of ${file} contains text, but line ${line} has the number ${quoted}; to read the column as classes, write ${declaration}`
    : l10n.t`column '${column}' of ${file} contains numbers, but line ${line} has '${quoted}'; correct it or remove the line, or write ${declaration} to read the column as classes`;
}

function listNames(names: readonly string[]): string {
  return [...names.slice(0, maxNamedColumns), ...(names.length > maxNamedColumns ? ['…'] : [])].join(', ');
}
