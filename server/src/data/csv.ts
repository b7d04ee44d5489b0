/** Reads CSV as a table of numbers: each column is numeric, or text that becomes class indices. */

import { allocateElements, type Tensor } from '../engine/ir/tensor.ts';
import { elementsPerSlice, runToCompletion } from '../engine/runtime/slices.ts';
import { type CsvProblem, isCsvProblem } from './csvProblems.ts';
import { type CsvRecord, type CsvText, csvRecords } from './csvRecords.ts';

export interface Column {
  readonly name: string;
  /** In a column of text, the classes that the indices 0, 1, 2, … stand for, in order of first appearance. */
  readonly classes?: readonly string[];
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Row-major, with the shape `[rows, columns.length]`. */
  readonly values: Float64Array;
}

/** 100 MB, in characters or bytes. */
const maxTextLength = 104_857_600;

/** Cells of the file that are read in a slice, about a millisecond. */
const cellsPerSlice = 1 << 12;

/** The selected columns: their names, and their cell indices in a record. */
interface Header {
  readonly names: readonly string[];
  readonly columnIndices: readonly number[];
  /** The number of cells in every record, read or not. */
  readonly width: number;
}

/**
 * Reads a table. The first line that is not blank names the columns; `selectedColumns` says which to read and in what
 * order, by default all.
 *
 * White space around a cell or name is ignored, inside quotes or not. A column whose cells are all numbers is numeric,
 * any other is text. Numbers are decimal, as JavaScript's `Number` reads them; `nan` and `inf` are read as NumPy does,
 * in any case and with a sign. An empty cell is a problem in the selected columns; the cells of other columns are only
 * counted.
 */
export function readCsv(text: CsvText, selectedColumns?: readonly string[]): Table | CsvProblem {
  return runToCompletion(readCsvInSlices(text, selectedColumns));
}

/** Reads a table in slices. @param maxValues the number of cells after which reading stops. */
export function* readCsvInSlices(
  text: CsvText,
  selectedColumns?: readonly string[],
  maxValues = Number.POSITIVE_INFINITY,
): Generator<undefined, Table | CsvProblem> {
  if (text.length > maxTextLength) return { code: 'long-text', length: text.length, limit: maxTextLength };
  const header = readHeader(text, selectedColumns);
  if (isCsvProblem(header)) return header;
  const isText = header.names.map(() => false);
  for (;;) {
    const table = yield* readRows(text, header, isText, maxValues);
    if (table !== undefined) return table;
  }
}

/** The table as a tensor: a single column has the shape [rows], several have [rows, columns]. */
export function tensorOf({ rows, columns, values }: Table): Tensor {
  return { shape: columns.length === 1 ? [rows] : [rows, columns.length], values };
}

/** The names of all columns, from the first line. */
export function columnNames(text: CsvText): readonly string[] {
  const { value: first } = csvRecords(text).next();
  return first === undefined || first.fault ? [] : trimmedCells(first);
}

function trimmedCells({ cells }: CsvRecord): readonly string[] {
  return cells.map((cell) => cell.trim());
}

function readHeader(text: CsvText, selectedColumns: readonly string[] | undefined): Header | CsvProblem {
  const { value: first } = csvRecords(text).next();
  if (first === undefined) return { code: 'no-header' };
  if (first.fault) return { code: first.fault, line: first.line };
  const allNames = trimmedCells(first);
  if (selectedColumns === undefined && allNames.every((name) => parseNumber(name) !== undefined))
    return { code: 'numbers-as-header' };

  const indexByName = new Map(allNames.map((name, index) => [name, index]));
  const duplicates = new Set(allNames.filter((name, index) => indexByName.get(name) !== index));
  const names = selectedColumns ?? allNames;
  const columnIndices: number[] = [];
  for (const column of names) {
    const index = indexByName.get(column);
    if (index === undefined) return { code: 'unknown-column', column, known: allNames };
    if (duplicates.has(column)) return { code: 'duplicate-column', column };
    columnIndices.push(index);
  }
  return { names, columnIndices, width: allNames.length };
}

/**
 * Reads the rows. `isText` holds the columns known to be text, and is updated. Undefined when a column turned out to be
 * text after numbers were read from it: its first classes are lost, so the rows must be read again.
 */
function* readRows(
  text: CsvText,
  header: Header,
  isText: boolean[],
  maxValues: number,
): Generator<undefined, Table | CsvProblem | undefined> {
  const { names, columnIndices, width } = header;
  const classes = names.map(() => new Map<string, number>());
  const values = new Float64List();
  let rows = -1;
  let needsReread = false;
  let cellsInSlice = 0;
  for (const { cells, line, fault } of csvRecords(text)) {
    rows++;
    if (rows === 0) continue;
    if (fault) return { code: fault, line };
    if (cells.length !== width) return { code: 'ragged-row', line, cells: cells.length, expected: width };
    for (let column = 0; column < columnIndices.length; column++) {
      const cell = cells[columnIndices[column]!]!.trim();
      if (cell === '') return { code: 'missing-cell', line, column: names[column]! };
      const number = isText[column] ? undefined : parseNumber(cell);
      if (number === undefined && !isText[column]) {
        isText[column] = true;
        needsReread ||= rows > 1;
      }
      values.push(number ?? classIndex(classes[column]!, cell));
    }
    if (values.length > maxValues) return { code: 'many-values', limit: maxValues };
    cellsInSlice += width;
    if (cellsInSlice < cellsPerSlice) continue;
    cellsInSlice = 0;
    yield;
  }
  if (rows === 0) return { code: 'no-rows' };
  if (needsReread) return undefined;
  const columns = names.map((name, column) =>
    isText[column] ? { name, classes: [...classes[column]!.keys()] } : { name },
  );
  return { columns, rows, values: yield* values.toElements() };
}

function classIndex(classes: Map<string, number>, name: string): number {
  const knownIndex = classes.get(name);
  if (knownIndex !== undefined) return knownIndex;
  classes.set(name, classes.size);
  return classes.size - 1;
}

const decimalPattern = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const nonFinitePattern = /^([+-]?)(?:(nan)|inf|infinity)$/i;

/** Undefined if the text is not a number. */
function parseNumber(text: string): number | undefined {
  if (decimalPattern.test(text)) return Number(text);
  const [word, sign, nan] = nonFinitePattern.exec(text) ?? [];
  if (word === undefined) return undefined;
  if (nan) return Number.NaN;
  return sign === '-' ? -Infinity : Infinity;
}

/** A growing list of 64-bit floats, in chunks, so that none is copied while it grows. */
class Float64List {
  readonly #fullChunks: Float64Array[] = [];
  #chunk = new Float64Array(1024);
  #chunkLength = 0;
  #fullLength = 0;

  get length(): number {
    return this.#fullLength + this.#chunkLength;
  }

  push(value: number): void {
    if (this.#chunkLength === this.#chunk.length) {
      this.#fullChunks.push(this.#chunk);
      this.#fullLength += this.#chunkLength;
      this.#chunk = new Float64Array(Math.min(2 * this.#chunkLength, elementsPerSlice));
      this.#chunkLength = 0;
    }
    this.#chunk[this.#chunkLength++] = value;
  }

  *toElements(): Generator<undefined, Float64Array> {
    const elements = allocateElements(this.length);
    let offset = 0;
    for (const chunk of this.#fullChunks) {
      elements.set(chunk, offset);
      offset += chunk.length;
      yield;
    }
    elements.set(this.#chunk.subarray(0, this.#chunkLength), offset);
    return elements;
  }
}
