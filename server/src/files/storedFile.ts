/** A file named by models: its content once it is read, and its text and tables, cached. */

import { errorMessage } from '../../../protocol/errorMessage.ts';
import { fileLimits } from '../../../protocol/filePolicy.ts';
import type { FolderEntry } from '../../../protocol/files.ts';
import { readCsv, type Table } from '../data/csv.ts';
import type { CsvProblem } from '../data/csvProblems.ts';

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

export class StoredFile {
  readonly uri: string;
  /** Resolves when the content is there. */
  readonly loaded: Promise<void>;
  #content: FileContent | undefined;
  #text: string | undefined;
  readonly #tables = new Map<string, Table | CsvProblem>();

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
