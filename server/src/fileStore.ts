/** The files that open models name: read once, kept until they change, and lent to the language as they are needed. */

import { readCsv } from './data/csv.ts';
import { csvMessage, isCsvProblem } from './data/csvProblems.ts';
import type { FileTable, FileText, FileTrouble } from './language/files.ts';
import type { ArrivingFiles } from './snapshot/readModel.ts';

/** What became of reading a file. */
export type FileContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

export type ReadFile = (uri: string, limit: number) => Promise<FileContent>;

/** In bytes: 100 MB. */
const largestFile = 104_857_600;

/** Where the trained values of a model are kept. */
export function checkpointOf(model: string): string {
  return `${model}.safetensors`;
}

/** A file that was asked for. */
interface Entry {
  readonly ready: Promise<void>;
  content: FileContent | undefined;
  text: FileText | FileTrouble | undefined;
  readonly tables: Map<string, FileTable | FileTrouble>;
}

export class FileStore {
  readonly #read: ReadFile;
  readonly #entries = new Map<string, Entry>();

  constructor(read: ReadFile) {
    this.#read = read;
  }

  /** The files as one model sees them. @param folders the URIs of the folders that it may name files in, besides its own. */
  around(model: string, folders: readonly string[]): FilesAround {
    return new FilesAround((uri) => this.#entry(uri), model, folders);
  }

  /** Forgets a file: the next time it is needed it is read again. */
  forget(uri: string): void {
    this.#entries.delete(uri);
  }

  #entry(uri: string): Entry {
    const known = this.#entries.get(uri);
    if (known) return known;
    const reading = this.#read(uri, largestFile).catch(
      (error: unknown): FileContent => ({
        kind: 'unreadable',
        reason: error instanceof Error ? error.message : String(error),
      }),
    );
    const entry: Entry = {
      ready: reading.then((content) => {
        entry.content = content;
      }),
      content: undefined,
      text: undefined,
      tables: new Map(),
    };
    this.#entries.set(uri, entry);
    return entry;
  }
}

/** What a text that names files is read with. Those that are still being read are troubles until `ready`. */
export class FilesAround implements ArrivingFiles {
  readonly #entryOf: (uri: string) => Entry;
  readonly #model: string;
  readonly #folders: readonly string[];
  readonly #used = new Set<string>();
  #waiting: Promise<void>[] = [];

  constructor(entryOf: (uri: string) => Entry, model: string, folders: readonly string[]) {
    this.#entryOf = entryOf;
    this.#model = model;
    this.#folders = folders;
  }

  /** The URIs of all files that were asked for. */
  get used(): ReadonlySet<string> {
    return this.#used;
  }

  ready(): Promise<unknown> | undefined {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.length === 0 ? undefined : Promise.all(waiting);
  }

  text(name: string, from: string): FileText | FileTrouble {
    const uri = this.#locate(name, from === '' ? this.#model : from);
    if (typeof uri !== 'string') return uri;
    const entry = this.#entry(uri);
    entry.text ??= entry.content && textOf(name, uri, entry.content);
    return entry.text ?? stillReading(name);
  }

  table(name: string, columns: readonly string[] | undefined): FileTable | FileTrouble {
    const uri = this.#locate(name, this.#model);
    if (typeof uri !== 'string') return uri;
    const entry = this.#entry(uri);
    if (entry.content === undefined) return stillReading(name);
    const key = JSON.stringify(columns ?? null);
    const known = entry.tables.get(key);
    if (known) return known;
    const text = textOf(name, uri, entry.content);
    const table = 'trouble' in text ? text : tableOf(name, text.text, columns);
    entry.tables.set(key, table);
    return table;
  }

  checkpoint(): Uint8Array | undefined {
    const { content } = this.#entry(checkpointOf(this.#model));
    return content?.kind === 'bytes' ? content.bytes : undefined;
  }

  #entry(uri: string): Entry {
    this.#used.add(uri);
    const entry = this.#entryOf(uri);
    if (entry.content === undefined) this.#waiting.push(entry.ready);
    return entry;
  }

  /** The URI of a file by its path from another one, inside the folders that may be read. */
  #locate(name: string, from: string): string | FileTrouble {
    const path = name.replaceAll('\\', '/');
    const uri = URL.canParse(path) ? undefined : URL.parse(path, from)?.href;
    if (uri === undefined || !from.includes('/')) {
      return { trouble: `${name} can't be found: name it by its path from the folder of the saved model` };
    }
    const allowed = [new URL('.', this.#model).href, ...this.#folders.map((folder) => `${folder.replace(/\/$/, '')}/`)];
    if (allowed.some((folder) => uri.startsWith(folder))) return uri;
    return { trouble: `${name} is outside of the workspace, and nothing is read there` };
  }
}

function stillReading(name: string): FileTrouble {
  return { trouble: `${name} is still being read` };
}

function textOf(name: string, path: string, content: FileContent): FileText | FileTrouble {
  switch (content.kind) {
    case 'missing':
      return { trouble: `there is no file ${name} in the folder of the model` };
    case 'too-large':
      return { trouble: `${name} is too large: it has ${megabytes(content.size)} MB, and 100 MB are read at most` };
    case 'unreadable':
      return { trouble: `${name} can't be read: ${content.reason}` };
    case 'bytes':
      return decoded(name, path, content.bytes);
  }
}

function decoded(name: string, path: string, bytes: Uint8Array): FileText | FileTrouble {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { trouble: `${name} is not UTF-8; save it with that encoding` };
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

/** One column has the shape of its samples, several have an axis of columns too. */
function tableOf(name: string, text: string, columns: readonly string[] | undefined): FileTable | FileTrouble {
  const table = readCsv(text, columns);
  if (isCsvProblem(table)) return { trouble: csvMessage(table, name) };
  const shape = table.columns.length === 1 ? [table.rows] : [table.rows, table.columns.length];
  return { shape, values: table.values };
}
