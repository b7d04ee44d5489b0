/** A file named by models: its content once it is read, and its text, tables and tensors, parsed once and cached. */

import { errorMessage } from '../../../protocol/errorMessage.ts';
import { fileLimits } from '../../../protocol/filePolicy.ts';
import type { FolderEntry } from '../../../protocol/files.ts';
import { columnNames, readCsvInSlices, type Table } from '../data/csv.ts';
import type { CsvProblem } from '../data/csvProblems.ts';
import { type ReadFailure, readSafetensorsInSlices } from '../data/safetensors.ts';
import { SlicedWork } from '../evaluation/timeSlices.ts';
import type { TrainedValues } from '../language/lowering/model.ts';
import { limits } from '../language/modelLimits.ts';
import { Utf8Text } from './utf8Text.ts';

/** The result of reading a file. */
export type FileContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ReadOptions {
  /** In bytes; larger files are not read. */
  readonly limit: number;
  /** URIs of the folders out of which no link may lead, here and below. */
  readonly folders: readonly string[];
}

export type ReadFile = (uri: string, options: ReadOptions) => Promise<FileContent>;

/** The entries of a folder, in no order; empty if there is no such folder. */
export type ListFolder = (uri: string, folders: readonly string[]) => Promise<readonly FolderEntry[]>;

/** Replaces a file atomically, or removes it if there are no bytes. */
export type WriteFile = (uri: string, bytes: Uint8Array | undefined, folders: readonly string[]) => Promise<void>;

/** Access to files, on the server's machine or through the client. */
export interface FileAccess {
  readonly read: ReadFile;
  readonly list: ListFolder;
  readonly write: WriteFile;
}

/** Cached column selections per file: more than a model uses, fewer than typing one produces. */
const maxTables = 16;

/** A table, or why there is none; undefined if the bytes are not UTF-8. */
export type TableResult = Table | CsvProblem | undefined;

export class StoredFile {
  readonly uri: string;
  /** Resolves when the content is there. */
  readonly loaded: Promise<void>;
  #content: FileContent | undefined;
  #text: string | undefined;
  readonly #tables = new Map<string, SlicedWork<TableResult>>();
  #tensors: SlicedWork<TrainedValues | ReadFailure> | undefined;

  /** @param folders as in `ReadOptions`. */
  constructor(uri: string, read: ReadFile, folders: readonly string[]) {
    this.uri = uri;
    this.loaded = read(uri, { limit: fileLimits.fileSize, folders })
      .catch((error: unknown): FileContent => ({ kind: 'unreadable', reason: errorMessage(error) }))
      .then((content) => {
        this.#content = content;
      });
  }

  /** Undefined while it is being read. */
  get content(): FileContent | undefined {
    return this.#content;
  }

  /** The content as text without a byte order mark; undefined if the bytes are not UTF-8. */
  textOf(bytes: Uint8Array): string | undefined {
    try {
      this.#text ??= new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
    return this.#text;
  }

  /** The names of all columns of a CSV file; none if it has no header. */
  columnsOf(bytes: Uint8Array): readonly string[] {
    try {
      return columnNames(new Utf8Text(bytes));
    } catch {
      return [];
    }
  }

  /** A table of a CSV file, which may still be parsed. */
  tableOf(bytes: Uint8Array, columns: readonly string[] | undefined): SlicedWork<TableResult> {
    const key = JSON.stringify(columns ?? null);
    const table = this.#tables.get(key) ?? new SlicedWork(readTable(bytes, columns));
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
  tensorsOf(bytes: Uint8Array): SlicedWork<TrainedValues | ReadFailure> {
    this.#tensors ??= new SlicedWork(readSafetensorsInSlices(bytes));
    return this.#tensors;
  }

  /** Cancels the parsing of a file that is no longer used. */
  dispose(): void {
    for (const table of this.#tables.values()) table.cancel();
    this.#tensors?.cancel();
  }
}

function* readTable(bytes: Uint8Array, columns: readonly string[] | undefined): Generator<undefined, TableResult> {
  try {
    return yield* readCsvInSlices(new Utf8Text(bytes), columns, limits.elements);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
