/** CSV text to numbers: a table of which each column is numeric, or text that becomes class indices. */

import type { Tensor } from '../engine/ir/tensor.ts';
import { type CsvProblem, isCsvProblem } from './csvProblems.ts';
import { type CsvRecord, csvRecords, lineAt } from './csvRecords.ts';

export interface Column {
  readonly name: string;
  /** Of a column of text: what its indices 0, 1, 2, … stand for, in order of first appearance. */
  readonly classes?: readonly string[];
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Row by row: the shape is `[rows, columns.length]`. */
  readonly values: Float64Array;
}

/** 100 MB, in characters. */
const longestText = 104_857_600;

/** The columns that are read: their names, and at which cell of a record each stands. */
interface Header {
  readonly names: readonly string[];
  readonly positions: readonly number[];
  /** How many cells every record has, read or not. */
  readonly width: number;
}

/**
 * The first line that is not blank names the columns; `wanted` says which are read and in what order, else all are.
 * White space around a cell or a name doesn't count, in quotes or not. A column whose cells are all numbers is numeric,
 * any other is text. Numbers are decimal, as JavaScript's `Number` reads them; `nan` and `inf` are numbers too, written
 * as NumPy reads them, in any case and with a sign: what is computed from them says that it is not finite.
 * An empty cell is a problem in the columns that are read; the cells of the others are only counted.
 */
export function readCsv(text: string, wanted?: readonly string[]): Table | CsvProblem {
  if (text.length > longestText) return { code: 'long-text', length: text.length, limit: longestText };
  const header = readHeader(text, wanted);
  if (isCsvProblem(header)) return header;
  const isText = header.names.map(() => false);
  for (;;) {
    const table = readRows(text, header, isText);
    if (table !== undefined) return table;
  }
}

/** One column has the shape of its samples, several have an axis of columns too. */
export function tensorOf({ rows, columns, values }: Table): Tensor {
  return { shape: columns.length === 1 ? [rows] : [rows, columns.length], values };
}

/** The names of all columns, as the first line has them. */
export function columnNames(text: string): readonly string[] {
  const { value: first } = csvRecords(text).next();
  return first === undefined || first.fault ? [] : namesIn(first);
}

function namesIn({ cells }: CsvRecord): readonly string[] {
  return cells.map((cell) => cell.trim());
}

function readHeader(text: string, wanted: readonly string[] | undefined): Header | CsvProblem {
  const { value: first } = csvRecords(text).next();
  if (first === undefined) return { code: 'no-header' };
  if (first.fault) return { code: first.fault, line: lineAt(text, first.start) };
  const known = namesIn(first);
  if (wanted === undefined && known.every((name) => numberOf(name) !== undefined)) return { code: 'numbers-as-header' };

  const positionOf = new Map(known.map((name, position) => [name, position]));
  const twice = new Set(known.filter((name, position) => positionOf.get(name) !== position));
  const names = wanted ?? known;
  const positions: number[] = [];
  for (const column of names) {
    const position = positionOf.get(column);
    if (position === undefined) return { code: 'unknown-column', column, known };
    if (twice.has(column)) return { code: 'duplicate-column', column };
    positions.push(position);
  }
  return { names, positions, width: known.length };
}

/**
 * `isText` says which columns are known to be text, and is told of those that turn out to be. Undefined when one did after
 * numbers had been read from it: then its first classes are lost, and the rows must be read again.
 */
function readRows(text: string, header: Header, isText: boolean[]): Table | CsvProblem | undefined {
  const { names, positions, width } = header;
  const classes = names.map(() => new Map<string, number>());
  const values = new Numbers();
  let rows = -1;
  let again = false;
  for (const { cells, start, fault } of csvRecords(text)) {
    rows++;
    if (rows === 0) continue;
    if (fault) return { code: fault, line: lineAt(text, start) };
    if (cells.length !== width) {
      return { code: 'ragged-row', line: lineAt(text, start), cells: cells.length, expected: width };
    }
    for (let column = 0; column < positions.length; column++) {
      const cell = cells[positions[column]!]!.trim();
      if (cell === '') return { code: 'missing-cell', line: lineAt(text, start), column: names[column]! };
      const number = isText[column] ? undefined : numberOf(cell);
      if (number === undefined && !isText[column]) {
        isText[column] = true;
        again ||= rows > 1;
      }
      values.push(number ?? classIndex(classes[column]!, cell));
    }
  }
  if (rows === 0) return { code: 'no-rows' };
  if (again) return undefined;
  const columns = names.map((name, column) =>
    isText[column] ? { name, classes: [...classes[column]!.keys()] } : { name },
  );
  return { columns, rows, values: values.all() };
}

function classIndex(classes: Map<string, number>, name: string): number {
  const known = classes.get(name);
  if (known !== undefined) return known;
  classes.set(name, classes.size);
  return classes.size - 1;
}

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const notFinite = /^([+-]?)(?:(nan)|inf|infinity)$/i;

/** Undefined when the text is not a number. */
function numberOf(text: string): number | undefined {
  if (decimal.test(text)) return Number(text);
  const [word, sign, nan] = notFinite.exec(text) ?? [];
  if (word === undefined) return undefined;
  if (nan) return Number.NaN;
  return sign === '-' ? -Infinity : Infinity;
}

/** A list of numbers that grows, at 8 bytes each. */
class Numbers {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  all(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}
