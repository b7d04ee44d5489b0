/** Reads CSV as a table of numbers: each column is numeric, or text that becomes class indices. */

import { allocateElements, type Tensor } from '../engine/ir/tensor.ts';
import { elementsPerSlice, runToCompletion } from '../engine/runtime/slices.ts';
import { type CsvProblem, isCsvProblem } from './csvProblems.ts';
import { type CsvRecord, type CsvText, csvRecords } from './csvRecords.ts';

/** The columns to read, and those that hold classes although some of their cells are numbers. */
export interface CsvSelection {
  /** All if absent. */
  readonly columns?: readonly string[] | undefined;
  /** Groups of columns. The columns of a group share one list of classes. */
  readonly classes?: readonly (readonly string[])[] | undefined;
}

export interface Column {
  readonly name: string;
  /** The texts that the numbers 0, 1, 2, … stand for, in order of first appearance; absent in a numeric column. */
  readonly classes?: readonly string[];
}

/** The shape is [rows] for one column and [rows, columns] for several. */
export interface Samples extends Tensor {
  readonly columns: readonly Column[];
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

interface Header {
  /** The number of cells in every record, read or not. */
  readonly width: number;
  readonly columns: readonly ColumnReader[];
  /** The declared columns of classes, selected or not. */
  readonly declared: readonly ColumnReader[];
}

/** A column while it is read. Without declared classes it must end up with numbers alone or texts alone. */
interface ColumnReader {
  readonly name: string;
  readonly cellIndex: number;
  /** The index of each class. */
  readonly classes: Map<string, number>;
  readonly isDeclared: boolean;
  readonly numbers: CellCount;
  readonly texts: CellCount;
}

interface CellCount {
  count: number;
  /** The first of the cells. */
  first?: { readonly line: number; readonly cell: string };
}

/**
 * Reads a table. The first line that is not blank names the columns.
 *
 * White space around a cell or name is ignored, inside quotes or not. A column whose cells are all numbers is numeric,
 * one without any number has classes, and so has every column that the selection declares; any other column is a
 * problem. Numbers are decimal, as JavaScript's `Number` reads them; `nan` and `inf` are read as NumPy does, in any case
 * and with a sign. An empty cell is a problem in the columns that are read; the cells of other columns are only counted.
 */
export function readCsv(text: CsvText, selection?: CsvSelection): Table | CsvProblem {
  return runToCompletion(readCsvInSlices(text, selection));
}

/** Reads a table in slices. @param maxValues the number of cells after which reading stops. */
export function* readCsvInSlices(
  text: CsvText,
  selection: CsvSelection = {},
  maxValues = Number.POSITIVE_INFINITY,
): Generator<undefined, Table | CsvProblem> {
  if (text.length > maxTextLength) return { code: 'long-text', length: text.length, limit: maxTextLength };
  const header = readHeader(text, selection);
  return isCsvProblem(header) ? header : yield* readRows(text, header, maxValues);
}

export function samplesOf({ rows, columns, values }: Table): Samples {
  return { shape: columns.length === 1 ? [rows] : [rows, columns.length], values, columns };
}

/** The names of all columns, from the first line. */
export function columnNames(text: CsvText): readonly string[] {
  const { value: first } = csvRecords(text).next();
  return first === undefined || first.fault ? [] : trimmedCells(first);
}

function trimmedCells({ cells }: CsvRecord): readonly string[] {
  return cells.map((cell) => cell.trim());
}

function readHeader(text: CsvText, selection: CsvSelection): Header | CsvProblem {
  const { value: first } = csvRecords(text).next();
  if (first === undefined) return { code: 'no-header' };
  if (first.fault) return { code: first.fault, line: first.line };
  const allNames = trimmedCells(first);
  if (selection.columns === undefined && allNames.every((name) => parseNumber(name) !== undefined))
    return { code: 'numbers-as-header' };

  const names = selection.columns ?? allNames;
  const groups = selection.classes ?? [];
  const problem = nameProblem(allNames, names, groups.flat());
  if (problem) return problem;
  const declared = groups.flatMap((group) => {
    const classes = new Map<string, number>();
    return group.map((name) => columnReader(name, allNames, classes, true));
  });
  const columns = names.map(
    (name) => declared.find((column) => column.name === name) ?? columnReader(name, allNames, new Map(), false),
  );
  return { width: allNames.length, columns, declared };
}

/** The first name that is not that of exactly one column, or that is declared twice. */
function nameProblem(
  allNames: readonly string[],
  names: readonly string[],
  declaredNames: readonly string[],
): CsvProblem | undefined {
  const indexByName = new Map(allNames.map((name, index) => [name, index]));
  const duplicates = new Set(allNames.filter((name, index) => indexByName.get(name) !== index));
  for (const column of [...names, ...declaredNames]) {
    if (!indexByName.has(column)) return { code: 'unknown-column', column, known: allNames };
    if (duplicates.has(column)) return { code: 'duplicate-column', column };
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

function* readRows(
  text: CsvText,
  { width, columns, declared }: Header,
  maxValues: number,
): Generator<undefined, Table | CsvProblem> {
  const values = new Float64List();
  let rows = -1;
  let cellsInSlice = 0;
  for (const { cells, line, fault } of csvRecords(text)) {
    rows++;
    if (rows === 0) continue;
    if (fault) return { code: fault, line };
    if (cells.length !== width) return { code: 'ragged-row', line, cells: cells.length, expected: width };
    // First, so that the selection and its order don't change the indices of classes.
    for (const { name, cellIndex, classes } of declared) {
      const cell = cells[cellIndex]!.trim();
      if (cell === '') return { code: 'missing-cell', line, column: name };
      classIndex(classes, cell);
    }
    for (const column of columns) {
      const cell = cells[column.cellIndex]!.trim();
      if (cell === '') return { code: 'missing-cell', line, column: column.name };
      values.push(readCell(column, cell, line));
    }
    if (values.length > maxValues) return { code: 'many-values', limit: maxValues };
    cellsInSlice += width;
    if (cellsInSlice < cellsPerSlice) continue;
    cellsInSlice = 0;
    yield;
  }
  if (rows === 0) return { code: 'no-rows' };
  const mixed = columns.find(({ numbers, texts }) => numbers.count > 0 && texts.count > 0);
  if (mixed) return mixedColumn(mixed);
  return {
    columns: columns.map(({ name, classes }) => (classes.size > 0 ? { name, classes: [...classes.keys()] } : { name })),
    rows,
    values: yield* values.toElements(),
  };
}

/** The number of a cell, or the index of its class. */
function readCell({ classes, isDeclared, numbers, texts }: ColumnReader, cell: string, line: number): number {
  if (isDeclared) return classIndex(classes, cell);
  const number = parseNumber(cell);
  const counted = number === undefined ? texts : numbers;
  counted.count++;
  counted.first ??= { line, cell };
  return number ?? classIndex(classes, cell);
}

/** Names the first cell of the kind that is rarer in the column. */
function mixedColumn({ name, numbers, texts }: ColumnReader): CsvProblem {
  const isMostlyText = numbers.count < texts.count;
  const { line, cell } = (isMostlyText ? numbers : texts).first!;
  return { code: 'mixed-column', line, column: name, cell, isMostlyText };
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
