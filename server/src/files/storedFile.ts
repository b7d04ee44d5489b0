/** One file that models name: its content once it has been read, and what it is as text and as tables, whoever asks. */

import { readCsv, type Table } from '../data/csv.ts';
import type { CsvProblem } from '../data/csvProblems.ts';
import type { FolderEntry } from '../protocol/files.ts';

/** What became of reading a file. */
export type FileContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** @param limit in bytes: a larger file is not read. */
export type ReadFile = (uri: string, limit: number) => Promise<FileContent>;

/** What is in a folder, in no order; nothing where there is no such folder. */
export type ListFolder = (uri: string) => Promise<readonly FolderEntry[]>;

/** Replaces a file, whole or not at all; without bytes it removes it, if it is there. */
export type WriteFile = (uri: string, bytes: Uint8Array | undefined) => Promise<void>;

/** How files are reached. */
export interface FileAccess {
  readonly read: ReadFile;
  readonly list: ListFolder;
  readonly write: WriteFile;
}

/** In bytes: 100 MB. */
const maxFileSize = 104_857_600;

/** So many choices of columns are kept: more than a model makes of one file, fewer than are typed on the way there. */
const maxTables = 16;

export class StoredFile {
  readonly uri: string;
  /** Resolves when the content is there. */
  readonly loaded: Promise<void>;
  #content: FileContent | undefined;
  #text: string | undefined;
  readonly #tables = new Map<string, Table | CsvProblem>();

  constructor(uri: string, read: ReadFile) {
    this.uri = uri;
    this.loaded = read(uri, maxFileSize)
      .catch((error: unknown): FileContent => ({ kind: 'unreadable', reason: errorMessage(error) }))
      .then((content) => {
        this.#content = content;
      });
  }

  /** Undefined while it is being read. */
  get content(): FileContent | undefined {
    return this.#content;
  }

  /** Undefined where the bytes are not UTF-8. A byte order mark is no part of it. */
  textOf(bytes: Uint8Array): string | undefined {
    try {
      this.#text ??= new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
    return this.#text;
  }

  tableOf(text: string, columns: readonly string[] | undefined): Table | CsvProblem {
    const key = JSON.stringify(columns ?? null);
    const table = this.#tables.get(key) ?? readCsv(text, columns);
    this.#tables.delete(key);
    this.#tables.set(key, table);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > maxTables) this.#tables.delete(oldest);
    return table;
  }
}

function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
