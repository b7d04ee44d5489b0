/** The first line of a CSV file: the names of its columns, unless it is a sample. */

import { isDecimal, parseNumber } from './csvNumbers.ts';
import type { CsvProblem } from './csvProblems.ts';
import { type CsvRecord, type CsvText, csvRecords } from './csvRecords.ts';
import { otherSeparator } from './csvSeparators.ts';

/** The columns to read, and those that hold classes although some of their cells are numbers. */
export interface CsvSelection {
  /** All if absent. */
  readonly columns?: readonly string[] | undefined;
  /** Groups of columns. The columns of a group share one list of classes. */
  readonly classes?: readonly (readonly string[])[] | undefined;
}

export interface Header {
  /** The number of cells in every record, read or not. */
  readonly width: number;
  /** The line after the header. */
  readonly nextLine: number;
  readonly columns: readonly ColumnReader[];
  /** The declared columns of classes, selected or not. */
  readonly declared: readonly ColumnReader[];
  /** False if the selection contains names of the header. */
  readonly mayBeSample: boolean;
}

/** A column while it is read. Without declared classes it must end up with numbers alone or texts alone. */
export interface ColumnReader {
  readonly name: string;
  readonly cellIndex: number;
  /** The index of each class. */
  readonly classes: Map<string, number>;
  readonly isDeclared: boolean;
  readonly numbers: CellCount;
  readonly texts: CellCount;
  /** The first text that is a number in another notation. */
  otherNotation?: PositionedCell;
}

interface CellCount {
  count: number;
  /** The first of the cells. */
  first?: PositionedCell;
}

interface PositionedCell {
  readonly line: number;
  readonly cell: string;
}

/** The names of all columns, from the first line. */
export function columnNames(text: CsvText): readonly string[] {
  const { value: first } = csvRecords(text).next();
  return first === undefined || first.fault ? [] : trimmedCells(first);
}

function trimmedCells({ cells }: CsvRecord): readonly string[] {
  return cells.map((cell) => cell.trim());
}

export function readHeader(text: CsvText, selection: CsvSelection): Header | CsvProblem {
  const { value: first } = csvRecords(text).next();
  if (first === undefined) return { code: 'no-header' };
  const allNames = trimmedCells(first);
  const groups = selection.classes ?? [];
  const selected = [...(selection.columns ?? []), ...groups.flat()];
  if (selected.length === 0 || selected.some((name) => !allNames.includes(name))) {
    const separator = otherSeparator(text, first);
    if (separator) return { code: 'other-separator', separator };
  }
  if (first.fault) return { code: first.fault, line: first.line };
  if (selection.columns === undefined && allNames.every((name) => parseNumber(name) !== undefined))
    return { code: 'numbers-as-header' };

  const names = selection.columns ?? allNames;
  const mayBeSample = selection.columns === undefined && groups.length === 0;
  const problem = nameProblem(allNames, names, groups.flat(), mayBeSample);
  if (problem) return problem;
  const declared = groups.flatMap((group) => {
    const classes = new Map<string, number>();
    return group.map((name) => columnReader(name, allNames, classes, true));
  });
  const columns = names.map(
    (name) => declared.find((column) => column.name === name) ?? columnReader(name, allNames, new Map(), false),
  );
  return { width: allNames.length, nextLine: first.nextLine, columns, declared, mayBeSample };
}

/** The first name that is not that of exactly one column, or that is declared twice. */
function nameProblem(
  allNames: readonly string[],
  names: readonly string[],
  declaredNames: readonly string[],
  mayBeSample: boolean,
): CsvProblem | undefined {
  const indexByName = new Map(allNames.map((name, index) => [name, index]));
  const duplicates = new Set(allNames.filter((name, index) => indexByName.get(name) !== index));
  const repeatedNumber = mayBeSample ? [...duplicates].find(isDecimal) : undefined;
  if (repeatedNumber !== undefined) return { code: 'sample-as-header', cell: repeatedNumber };
  for (const column of [...names, ...declaredNames]) {
    if (!indexByName.has(column)) return { code: 'unknown-column', column, known: allNames };
    if (duplicates.has(column))
      return column === '' ? { code: 'unnamed-columns' } : { code: 'duplicate-column', column };
  }
  const column = declaredNames.find((name, index) => declaredNames.indexOf(name) !== index);
  return column === undefined ? undefined : { code: 'classes-twice', column };
}

function columnReader(
  name: string,
  allNames: readonly string[],
  classes: Map<string, number>,
  isDeclared: boolean,
): ColumnReader {
  const cellIndex = allNames.indexOf(name);
  return { name, cellIndex, classes, isDeclared, numbers: { count: 0 }, texts: { count: 0 } };
}

/**
 * The cell that shows that the header is a sample, from all columns after their rows were read.
 *
 * A text above numbers is a name. Without one, the header is a sample if it has numbers and one of its texts is also
 * a class of its column, or if all its texts are; or if its numbers don't count or measure something, as years do.
 */
export function sampleInHeader(columns: readonly ColumnReader[]): string | undefined {
  const numbers = columns.map(({ name }) => name).filter(isDecimal);
  const named = columns.filter(({ name }) => !isDecimal(name));
  if (named.some(({ texts }) => texts.count === 0)) return undefined;
  const classes = named.filter(({ name, classes }) => classes.has(name));
  if (numbers.length === 0) return classes.length === named.length ? classes[0]?.name : undefined;
  return classes[0]?.name ?? (areScale(numbers) ? undefined : numbers[0]);
}

/** True for integers in ascending or descending order, and for at least three decimal numbers in ascending order. */
function areScale(numbers: readonly string[]): boolean {
  const values = numbers.map(Number);
  const pairs = values.slice(1).map((value, index) => value - values[index]!);
  const isAscending = pairs.every((difference) => difference > 0);
  if (numbers.every((number) => /^\d+$/.test(number)))
    return isAscending || pairs.every((difference) => difference < 0);
  return isAscending && numbers.length > 2;
}
