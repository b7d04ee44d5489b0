/** The bytes of a file with what they are parsed to, once for each use: text, tables, a checkpoint. */

import { readCsvInSlices, type Table } from '../data/csv.ts';
import { type CsvSelection, columnNames } from '../data/csvHeader.ts';
import { type CsvProblem, isCsvProblem } from '../data/csvProblems.ts';
import { isReadFailure, type ReadFailure } from '../data/safetensors.ts';
import { SlicedWork } from '../evaluation/timeSlices.ts';
import { type Checkpoint, readCheckpointInSlices } from '../training/checkpoint.ts';
import { Utf8Text } from './utf8Text.ts';

/** Cached column selections per file: more than a model uses, fewer than typing one produces. */
const maxTables = 16;

/** A table, or why there is none; undefined if the bytes are not UTF-8. */
export type TableResult = Table | CsvProblem | undefined;

export class FileData {
  readonly bytes: Uint8Array;
  #text: string | undefined;
  readonly #tables = new Map<string, SlicedWork<TableResult>>();
  #checkpoint: SlicedWork<Checkpoint | ReadFailure> | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** In bytes, with all tables and tensors. */
  get memory(): number {
    const checkpoint = this.#checkpoint?.result;
    const arrays = [...(checkpoint ? arraysOf(checkpoint) : [])];
    for (const { result } of this.#tables.values()) if (result && !isCsvProblem(result)) arrays.push(result.values);
    return arrays.reduce((total, { byteLength }) => total + byteLength, this.bytes.length);
  }

  /** The content as text without a byte order mark; undefined if the bytes are not UTF-8. */
  get text(): string | undefined {
    try {
      this.#text ??= new TextDecoder('utf-8', { fatal: true }).decode(this.bytes);
    } catch {
      return undefined;
    }
    return this.#text;
  }

  /** The names of all columns of a CSV file; none if it has no header. */
  get columns(): readonly string[] {
    try {
      return columnNames(new Utf8Text(this.bytes));
    } catch {
      return [];
    }
  }

  /** A table of a CSV file, which may still be parsed. @param maxValues the number of cells after which parsing stops. */
  tableOf(selection: CsvSelection, maxValues: number): SlicedWork<TableResult> {
    const key = JSON.stringify([selection.columns, selection.classes]);
    const cached = this.#tables.get(key);
    const table = cached && !isCutBelow(cached.result, maxValues) ? cached : this.#parseTable(selection, maxValues);
    this.#tables.delete(key);
    this.#tables.set(key, table);
    const [[oldestKey, oldest]] = this.#tables;
    if (this.#tables.size > maxTables) {
      oldest.cancel();
      this.#tables.delete(oldestKey);
    }
    return table;
  }

  /** The tensors of a safetensors file, which may still be parsed. */
  get checkpoint(): SlicedWork<Checkpoint | ReadFailure> {
    this.#checkpoint ??= new SlicedWork(readCheckpointInSlices(this.bytes));
    return this.#checkpoint;
  }

  /** Cancels the parsing of a file that is no longer used. */
  dispose(): void {
    for (const table of this.#tables.values()) table.cancel();
    this.#checkpoint?.cancel();
  }

  #parseTable(selection: CsvSelection, maxValues: number): SlicedWork<TableResult> {
    return new SlicedWork(readTable(this.bytes, selection, maxValues));
  }
}

function* arraysOf(checkpoint: Checkpoint | ReadFailure): Generator<Float64Array> {
  if (isReadFailure(checkpoint)) return;
  const { learnedParams, trainingProgress } = checkpoint;
  for (const { values } of learnedParams.values()) yield values;
  if (trainingProgress === undefined || isReadFailure(trainingProgress)) return;
  for (const { values } of trainingProgress.resumeState?.written.values() ?? []) yield values;
  for (const { stateBuffers } of trainingProgress.states.values()) yield* stateBuffers;
}

/** True if parsing stopped at a lower limit. */
function isCutBelow(result: TableResult, maxValues: number): boolean {
  return result !== undefined && isCsvProblem(result) && result.code === 'many-values' && result.limit < maxValues;
}

function* readTable(bytes: Uint8Array, selection: CsvSelection, maxValues: number): Generator<undefined, TableResult> {
  try {
    return yield* readCsvInSlices(new Utf8Text(bytes), selection, maxValues);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
