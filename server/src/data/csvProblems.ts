/** The problems of reading a CSV table, and their messages. */

import * as l10n from '@vscode/l10n';
import { type CsvFault, maxRecordLength } from './csvRecords.ts';
import type { OtherSeparator } from './csvSeparators.ts';
import { formatCount } from './formatCount.ts';
import { listNames } from './listNames.ts';
import type { FileFailure } from './samples.ts';

export type CsvProblem =
  | { readonly code: 'long-text'; readonly length: number; readonly limit: number }
  | { readonly code: 'many-values'; readonly limit: number }
  | { readonly code: 'no-header' }
  | { readonly code: 'other-separator'; readonly separator: OtherSeparator }
  | { readonly code: 'numbers-as-header' }
  | { readonly code: 'sample-as-header'; readonly cell: string }
  | { readonly code: 'no-rows' }
  | { readonly code: 'unknown-column'; readonly column: string; readonly known: readonly string[] }
  | { readonly code: 'duplicate-column'; readonly column: string }
  | { readonly code: 'unnamed-columns' }
  | { readonly code: 'ragged-row'; readonly line: number; readonly cells: number; readonly expected: number }
  | { readonly code: 'missing-cell'; readonly line: number; readonly column: string }
  /** A missing cell of a column without a name. `position` counts columns from 1. */
  | { readonly code: 'unnamed-column'; readonly line: number; readonly position: number }
  | { readonly code: 'classes-twice'; readonly column: string }
  | {
      readonly code: 'mixed-column';
      readonly line: number;
      readonly column: string;
      /** A number in a column that is mostly text, or a text in one that is not. */
      readonly cell: string;
      readonly isMostlyText: boolean;
    }
  | { readonly code: 'number-notation'; readonly line: number; readonly column: string; readonly cell: string }
  | { readonly code: CsvFault; readonly line: number };

export function isCsvProblem(value: object): value is CsvProblem {
  return 'code' in value;
}

/** Why a table can't be read. */
export function csvFailure(problem: CsvProblem): FileFailure {
  const reason = (file: string): string => csvMessage(problem, file);
  switch (problem.code) {
    case 'many-values':
      return { reason, limit: problem.limit };
    case 'unknown-column':
      return { reason, unknown: { text: problem.column, names: problem.known } };
    case 'mixed-column':
    case 'number-notation':
      return { reason, mixedColumn: problem.column };
    default:
      return { reason };
  }
}

/** Messages quote at most this many characters of a cell. */
const maxQuotedLength = 30;

/** One sentence: what is wrong with the file and what to do about it. `file` is the name the user knows it by. */
export function csvMessage(problem: CsvProblem, file: string): string {
  switch (problem.code) {
    case 'long-text':
      return l10n.t`${file} is too large: it has ${formatCount(problem.length)} characters, and the limit is ${formatCount(problem.limit)} (100 MB); remove some rows`;
    case 'many-values':
      return l10n.t`${file} has more than ${formatCount(problem.limit)} numbers in these columns; select fewer columns or remove some rows`;
    case 'no-header':
      return l10n.t`${file} is empty; write the column names on its first line and a row on each line below`;
    case 'numbers-as-header':
      return l10n.t`${file} has no column names: its first line contains numbers; add a line with the names above it`;
    case 'other-separator':
      return separatorMessages[problem.separator](file);
    case 'sample-as-header':
      return l10n.t`${file} has no column names: its first line has '${quoted(problem.cell)}', like a row; add a line with the names above it, or write columns = […] if these are the names`;
    case 'no-rows':
      return l10n.t`${file} has column names but no rows; add at least one row`;
    case 'unknown-column':
      return l10n.t`${file} has no column '${problem.column}'; its columns are ${listNames(problem.known)}`;
    case 'duplicate-column':
      return l10n.t`${file} has more than one column '${problem.column}'; rename one of them`;
    case 'unnamed-columns':
      return l10n.t`${file} has more than one column without a name; add the names on its first line, or remove the commas of the columns from each line`;
    case 'ragged-row':
      return raggedMessage(problem, file);
    case 'missing-cell':
      return l10n.t`line ${problem.line} of ${file} has no value in column '${problem.column}'; add it or remove the line`;
    case 'unnamed-column':
      return l10n.t`line ${problem.line} of ${file} has no value in column ${problem.position}, which has no name either; remove the comma of the column from each line, or add a name and values`;
    case 'classes-twice':
      return l10n.t`'${problem.column}' is in classes twice; name it once`;
    case 'mixed-column':
      return mixedMessage(problem, file);
    case 'number-notation':
      return l10n.t`column '${problem.column}' of ${file} has '${quoted(problem.cell)}' on line ${problem.line}; write a number as in -1234.5 or 1e-3, or write ${declarationOf(problem.column)} to read the column as classes`;
    case 'open-quote':
      return l10n.t`the quote on line ${problem.line} of ${file} is not closed; close it or remove it`;
    case 'stray-quote':
      return l10n.t`unexpected text after the closing quote on line ${problem.line} of ${file}; to put a quote inside quotes, double it`;
    case 'long-record':
      return l10n.t`the row that starts on line ${problem.line} of ${file} is longer than ${formatCount(maxRecordLength)} characters; check for a quote that is not closed`;
  }
}

const separatorMessages: Readonly<Record<OtherSeparator, (file: string) => string>> = {
  semicolon: (file) =>
    l10n.t`the values of ${file} are separated by semicolons; separate them by commas, and write 1.5, not 1,5`,
  tab: (file) => l10n.t`the values of ${file} are separated by tabs; separate them by commas`,
  bar: (file) => l10n.t`the values of ${file} are separated by |; separate them by commas`,
  space: (file) => l10n.t`the values of ${file} are separated by spaces; separate them by commas`,
};

function raggedMessage({ line, cells, expected }: CsvProblem & { code: 'ragged-row' }, file: string): string {
  if (cells > expected) {
    if (expected === 1)
      return l10n.t`line ${line} of ${file} has ${cells} cells, but there is 1 column; put cells that contain a comma in quotes`;
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
  const declaration = declarationOf(column);
  return isMostlyText
    ? l10n.t`column '${column}' of ${file} contains text, but line ${line} has the number ${quoted(cell)}; to read the column as classes, write ${declaration}`
    : l10n.t`column '${column}' of ${file} contains numbers, but line ${line} has '${quoted(cell)}'; correct it or remove the line, or write ${declaration} to read the column as classes`;
}

function quoted(cell: string): string {
  return cell.length > maxQuotedLength ? `${cell.slice(0, maxQuotedLength)}…` : cell;
}

function declarationOf(column: string): string {
  return `classes = ["${column}"]`;
}
