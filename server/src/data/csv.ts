/** Reads CSV as a table of numbers: each column is numeric, or text that becomes class indices. */

import { allocateElements } from '../engine/ir/tensor.ts';
import { elementsPerSlice, runToCompletion } from '../engine/runtime/slices.ts';
import { type ColumnReader, type CsvSelection, type Header, readHeader, sampleInHeader } from './csvHeader.ts';
import { isLikeNumber, parseNumber } from './csvNumbers.ts';
import { type CsvProblem, isCsvProblem } from './csvProblems.ts';
import { type CsvText, csvRecords } from './csvRecords.ts';
import type { Column, Samples } from './samples.ts';

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

/**
 * Reads a table. The first line that is not blank names the columns.
 *
 * White space around a cell or name is ignored, inside quotes or not. A column whose cells are all numbers is numeric,
 * one without any number has classes, and so has every column that the selection declares; any other column is a
 * problem, also one with numbers in another notation. An empty cell is a problem in the columns that are read; the cells
 * of other columns are only counted. Blank lines are ignored, except before a row of a file with one column, where they
 * are empty cells.
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

/** The shape is [rows] for one column and [rows, columns] for several. */
export function samplesOf({ rows, columns, values }: Table): Samples {
  return { shape: columns.length === 1 ? [rows] : [rows, columns.length], values, columns };
}

function* readRows(text: CsvText, header: Header, maxValues: number): Generator<undefined, Table | CsvProblem> {
  const { width, columns, declared } = header;
  const values = new Float64List();
  let rows = -1;
  let cellsInSlice = 0;
  const [onlyColumn] = width === 1 ? columns : [];
  let expectedLine = header.nextLine;
  for (const { cells, line, nextLine, fault } of csvRecords(text)) {
    rows++;
    if (rows === 0) continue;
    if (onlyColumn && line > expectedLine) return missingCell(onlyColumn, expectedLine);
    expectedLine = nextLine;
    if (fault) return { code: fault, line };
    if (cells.length !== width) return { code: 'ragged-row', line, cells: cells.length, expected: width };
    // First, so that the selection and its order don't change the indices of classes.
    for (const column of declared) {
      const cell = cells[column.cellIndex]!.trim();
      if (cell === '') return missingCell(column, line);
      classIndex(column.classes, cell);
    }
    for (const column of columns) {
      const cell = cells[column.cellIndex]!.trim();
      if (cell === '') return missingCell(column, line);
      values.push(readCell(column, cell, line));
    }
    if (values.length > maxValues) return { code: 'many-values', limit: maxValues };
    cellsInSlice += width;
    if (cellsInSlice < cellsPerSlice) continue;
    cellsInSlice = 0;
    yield;
  }
  if (rows === 0) return { code: 'no-rows' };
  const problem = columnsProblem(header);
  if (problem) return problem;
  return {
    columns: columns.map(({ name, classes }) => (classes.size > 0 ? { name, classes: [...classes.keys()] } : { name })),
    rows,
    values: yield* values.toElements(),
  };
}

/** The number of a cell, or the index of its class. */
function readCell(column: ColumnReader, cell: string, line: number): number {
  const { classes, isDeclared, numbers, texts } = column;
  if (isDeclared) return classIndex(classes, cell);
  const number = parseNumber(cell);
  const counted = number === undefined ? texts : numbers;
  counted.count++;
  counted.first ??= { line, cell };
  if (number !== undefined) return number;
  const knownClasses = classes.size;
  const index = classIndex(classes, cell);
  if (index === knownClasses && !column.otherNotation && isLikeNumber(cell)) column.otherNotation = { line, cell };
  return index;
}

function missingCell({ name, cellIndex }: ColumnReader, line: number): CsvProblem {
  return name === ''
    ? { code: 'unnamed-column', line, position: cellIndex + 1 }
    : { code: 'missing-cell', line, column: name };
}

/** The problem of the columns after their rows were read. */
function columnsProblem({ columns, mayBeSample }: Header): CsvProblem | undefined {
  const sample = mayBeSample ? sampleInHeader(columns) : undefined;
  if (sample !== undefined) return { code: 'sample-as-header', cell: sample };
  for (const column of columns) {
    const problem = mixedColumn(column);
    if (problem) return problem;
  }
  return undefined;
}

/** Names the first cell of the kind that is rarer in the column, or a number in another notation. */
function mixedColumn({ name, numbers, texts, otherNotation }: ColumnReader): CsvProblem | undefined {
  const isMostlyText = numbers.count < texts.count;
  if (otherNotation && isMostlyText) return { code: 'number-notation', column: name, ...otherNotation };
  if (numbers.count === 0 || texts.count === 0) return undefined;
  const { line, cell } = (isMostlyText ? numbers : texts).first!;
  return { code: 'mixed-column', line, column: name, cell, isMostlyText };
}

function classIndex(classes: Map<string, number>, name: string): number {
  const knownIndex = classes.get(name);
  if (knownIndex !== undefined) return knownIndex;
  classes.set(name, classes.size);
  return classes.size - 1;
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
