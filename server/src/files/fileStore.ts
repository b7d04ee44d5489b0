/** A store of the files that open models name: each is read once and kept until it changes. */

import * as l10n from '@vscode/l10n';
import { tensorOf } from '../data/csv.ts';
import { csvMessage, isCsvProblem } from '../data/csvProblems.ts';
import type { Tensor } from '../engine/ir/tensor.ts';
import type { SlicedWork } from '../evaluation/timeSlices.ts';
import type { TrainedValues } from '../language/lowering/model.ts';
import { type FileError, type FileText, isFileError } from '../language/names/files.ts';
import type { AsyncFiles } from '../snapshot/analyzeWithFiles.ts';
import { type FileContent, type ReadFile, StoredFile } from './storedFile.ts';
import { canonicalUri, fileAt, fileName, folderOf, hasFolder, isInFolder } from './uris.ts';

/** The file with the trained values of a model, from the model's path or URI. */
export function trainedValuesFileOf(model: string): string {
  return `${model}.safetensors`;
}

export class FileStore {
  readonly #read: ReadFile;
  /** By URI and then by the folders that may be read, because links out of these are not followed. */
  readonly #files = new Map<string, Map<string, StoredFile>>();

  constructor(read: ReadFile) {
    this.#read = read;
  }

  /** The files as one model sees them. @param folders URIs of the folders it may name files in, besides its own. */
  filesFor(model: string, folders: readonly string[]): ModelFiles {
    const uri = canonicalUri(model);
    const readable = readableFolders(uri, folders);
    return new ModelFiles((file) => this.#file(file, readable), uri, readable);
  }

  /** Forgets a file, so that its next use reads it again. */
  invalidate(uri: string): void {
    this.#drop(canonicalUri(uri));
  }

  /** Forgets all files but those in use. */
  retain(usedUris: ReadonlySet<string>): void {
    for (const uri of this.#files.keys()) if (!usedUris.has(uri)) this.#drop(uri);
  }

  #drop(uri: string): void {
    for (const file of this.#files.get(uri)?.values() ?? []) file.dispose();
    this.#files.delete(uri);
  }

  #file(uri: string, folders: readonly string[]): StoredFile {
    const readings = this.#files.get(uri) ?? new Map<string, StoredFile>();
    this.#files.set(uri, readings);
    const key = folders.join('\n');
    const file = readings.get(key) ?? new StoredFile(uri, this.#read, folders);
    readings.set(key, file);
    return file;
  }
}

/**
 * The folders in which a model may name files: those of the workspace, and its own if that is in none of them.
 * @param model the model's canonical URI.
 */
export function readableFolders(model: string, workspaceFolders: readonly string[]): readonly string[] {
  const folders = workspaceFolders.map((uri) => `${canonicalUri(uri).replace(/\/$/, '')}/`);
  const isInWorkspace = !hasFolder(model) || folders.some((folder) => isInFolder(model, folder));
  return isInWorkspace ? folders : [folderOf(model), ...folders];
}

/** The files of one model. Files still being read are reported as errors until `pendingReads` has resolved. */
export class ModelFiles implements AsyncFiles {
  readonly #fileOf: (uri: string) => StoredFile;
  readonly #model: string;
  readonly #folders: readonly string[];
  readonly #usedUris = new Set<string>();
  #pending: Promise<void>[] = [];

  /**
   * @param model the model's canonical URI.
   * @param folders URIs of all folders in which it may name files.
   */
  constructor(fileOf: (uri: string) => StoredFile, model: string, folders: readonly string[]) {
    this.#fileOf = fileOf;
    this.#model = model;
    this.#folders = folders;
  }

  /** Canonical URIs of all files that were requested. */
  get usedUris(): ReadonlySet<string> {
    return this.#usedUris;
  }

  pendingReads(): Promise<unknown> | undefined {
    const pending = this.#pending;
    this.#pending = [];
    return pending.length === 0 ? undefined : Promise.all(pending);
  }

  readText(name: string, from: string): FileText | FileError {
    const found = this.#readBytes(name, from === '' ? this.#model : from);
    if (isFileError(found)) return found;
    const text = found.file.textOf(found.bytes);
    return text === undefined ? notUtf8(name) : { path: found.file.uri, text };
  }

  readSamples(name: string, columns: readonly string[] | undefined): Tensor | FileError {
    const found = this.#readBytes(name, this.#model);
    if (isFileError(found)) return found;
    const work = found.file.tableOf(found.bytes, columns);
    if (!this.#isFinished(work)) return stillBeingRead(name);
    const table = work.result;
    if (table === undefined) return notUtf8(name);
    return isCsvProblem(table) ? { reason: csvMessage(table, name) } : tensorOf(table);
  }

  /** The names of the columns of a CSV file. */
  readColumns(name: string): readonly string[] {
    const found = this.#readBytes(name, this.#model);
    return isFileError(found) ? [] : found.file.columnsOf(found.bytes);
  }

  trainedValues(): TrainedValues | FileError | undefined {
    if (!hasFolder(this.#model)) return undefined;
    const file = this.#file(trainedValuesFileOf(this.#model));
    const { content } = file;
    if (content === undefined || content.kind === 'missing') return undefined;
    if (content.kind !== 'bytes') return troubleOf(content, fileName(file.uri), this.#model);
    const work = file.tensorsOf(content.bytes);
    if (!this.#isFinished(work)) return undefined;
    const tensors = work.result!;
    return 'problem' in tensors ? { reason: tensors.problem } : tensors;
  }

  /**
   * The URI of a file or folder from its path relative to the model; undefined if the path is invalid, or may not be
   * read.
   * @param path of a folder with a slash at its end, or empty for the model's own folder.
   */
  uriAt(path: string): string | undefined {
    const uri = this.#resolve(path || './', this.#model);
    return typeof uri === 'string' ? uri : undefined;
  }

  #readBytes(name: string, from: string): { readonly file: StoredFile; readonly bytes: Uint8Array } | FileError {
    const uri = this.#resolve(name, from);
    if (typeof uri !== 'string') return uri;
    const file = this.#file(uri);
    const { content } = file;
    if (content === undefined) return stillBeingRead(name);
    return content.kind === 'bytes' ? { file, bytes: content.bytes } : troubleOf(content, name, from);
  }

  /** False if the work has yet to be waited for. */
  #isFinished(work: SlicedWork<unknown>): boolean {
    if (!work.isFinished) this.#pending.push(work.finished);
    return work.isFinished;
  }

  #file(uri: string): StoredFile {
    this.#usedUris.add(uri);
    const file = this.#fileOf(uri);
    if (file.content === undefined) this.#pending.push(file.loaded);
    return file;
  }

  /** The URI of a file from its path relative to another file, within the folders that may be read. */
  #resolve(name: string, from: string): string | FileError {
    if (!hasFolder(this.#model)) {
      return {
        reason: l10n.t`can't find ${name}: save the model first, because paths are relative to its folder`,
      };
    }
    const uri = fileAt(name, from);
    if (uri === undefined) {
      return { reason: l10n.t`'${name}' is not a valid path; write one such as iris.csv or ../layers.bp` };
    }
    if (this.#folders.some((folder) => isInFolder(uri, folder))) return uri;
    return { reason: l10n.t`${name} is outside the workspace, so it can't be read` };
  }
}

function stillBeingRead(name: string): FileError {
  return { reason: l10n.t`${name} is still being read` };
}

function notUtf8(name: string): FileError {
  return { reason: l10n.t`${name} is not valid UTF-8; save it with UTF-8 encoding` };
}

function troubleOf(content: Exclude<FileContent, { kind: 'bytes' }>, name: string, from: string): FileError {
  switch (content.kind) {
    case 'missing':
      return { reason: l10n.t`can't find ${name}; paths are relative to the folder of ${fileName(from)}` };
    case 'too-large':
      return {
        reason: l10n.t`${name} is too large: ${megabytes(content.size)} MB, and the limit is 100 MB`,
      };
    case 'unreadable':
      return { reason: l10n.t`${name} can't be read: ${content.reason}` };
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
