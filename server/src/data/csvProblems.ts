/** The problems of reading a CSV table, and their messages. */

import * as l10n from '@vscode/l10n';
import { type CsvFault, maxRecordLength } from './csvRecords.ts';

export type CsvProblem =
  | { readonly code: 'long-text'; readonly length: number; readonly limit: number }
  | { readonly code: 'no-header' }
  | { readonly code: 'numbers-as-header' }
  | { readonly code: 'no-rows' }
  | { readonly code: 'unknown-column'; readonly column: string; readonly known: readonly string[] }
  | { readonly code: 'duplicate-column'; readonly column: string }
  | { readonly code: 'ragged-row'; readonly line: number; readonly cells: number; readonly expected: number }
  | { readonly code: 'missing-cell'; readonly line: number; readonly column: string }
  | { readonly code: CsvFault; readonly line: number };

export function isCsvProblem(value: object): value is CsvProblem {
  return 'code' in value;
}

/** Messages name at most so many columns. */
const maxNamedColumns = 10;

const integerFormat = new Intl.NumberFormat('en-US');

/** One sentence: what is wrong with the file and what to do about it. `file` is the name the user knows it by. */
export function csvMessage(problem: CsvProblem, file: string): string {
  switch (problem.code) {
    case 'long-text':
      return l10n.t`${file} has ${integerFormat.format(problem.length)} characters, and at most ${integerFormat.format(problem.limit)} (100 MB) are read; keep fewer of its rows`;
    case 'no-header':
      return l10n.t`${file} is empty; its first line names the columns, and each line after it is a row`;
    case 'numbers-as-header':
      return l10n.t`${file} doesn't name its columns: its first line holds numbers; put a line of names before it`;
    case 'no-rows':
      return l10n.t`${file} names its columns and has no row; write at least one below the names`;
    case 'unknown-column':
      return l10n.t`${file} has no column '${problem.column}'; it has ${listNames(problem.known)}`;
    case 'duplicate-column':
      return l10n.t`${file} has more than one column '${problem.column}'; give each a name of its own`;
    case 'ragged-row':
      return raggedMessage(problem, file);
    case 'missing-cell':
      return l10n.t`line ${problem.line} of ${file} has no value in column '${problem.column}'; fill it in, or leave the line out`;
    case 'open-quote':
      return l10n.t`line ${problem.line} of ${file} opens a quote that nothing closes; close it, or leave it out`;
    case 'stray-quote':
      return l10n.t`line ${problem.line} of ${file} goes on after a closing quote; a quote inside quotes is written twice`;
    case 'long-record':
      return l10n.t`the row from line ${problem.line} of ${file} on has more than ${integerFormat.format(maxRecordLength)} characters; close the quote that may be open there`;
  }
}

function raggedMessage({ line, cells, expected }: CsvProblem & { code: 'ragged-row' }, file: string): string {
  if (cells > expected) {
    return l10n.t`line ${line} of ${file} has ${cells} cells where the header has ${expected}; a cell with a comma in it stands in quotes`;
  }
  return cells === 1
    ? l10n.t`line ${line} of ${file} has 1 cell where the header has ${expected}; add what is missing`
    : l10n.t`line ${line} of ${file} has ${cells} cells where the header has ${expected}; add what is missing`;
}

function listNames(names: readonly string[]): string {
  return [...names.slice(0, maxNamedColumns), ...(names.length > maxNamedColumns ? ['…'] : [])].join(', ');
}
