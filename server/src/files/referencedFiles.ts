/** The files that one model refers to, within its budget of bytes and numbers. */

import * as l10n from '@vscode/l10n';
import { fileLimits, learnedParamsSuffix } from '../../../protocol/shared/filePolicy.ts';
import { formatCount } from '../data/formatCount.ts';
import type { FileFunction, FileSettingRow, FileSettings } from '../data/formats/fileFunction.ts';
import { isReadFailure } from '../data/readFailure.ts';
import { type FileFailure, isFileFailure, type Samples } from '../data/samples.ts';
import type { SlicedWork } from '../evaluation/timeSlices.ts';
import type { LearnedParams } from '../language/lowering/model.ts';
import { limits } from '../language/modelLimits.ts';
import { type FileError, type FileText, isFileError } from '../language/names/modules/files.ts';
import type { AsyncFiles } from '../snapshot/analyzeWithFiles.ts';
import type { TrainingProgress } from '../snapshot/training/trainingProgress.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import type { FileData } from './fileData.ts';
import type { StoredContent, StoredFile } from './storedFile.ts';
import { fileNameOf, hasFolder, isInFolder, resolveUri } from './uris.ts';

/** The file with the learned params of a model, from the model's path or URI. */
export function learnedParamsFileOf(model: string): string {
  return `${model}${learnedParamsSuffix}`;
}

/** The files of all models. */
export interface FileSource {
  storedFile(uri: string): StoredFile;
  /** Reads a file whose content is `large`. */
  loadLarge(file: StoredFile): Promise<void>;
  hasRoom(): boolean;
}

interface ReadData {
  readonly uri: string;
  readonly data: FileData;
}

/** Which folders a model may name files in: those of the editor's workspace, or its own and the current one. */
export type FileScope = 'workspace' | 'current folder';

/** The files of one model. Files still being read are reported as errors until `pendingReads` has resolved. */
export class ReferencedFiles implements AsyncFiles {
  readonly #source: FileSource;
  readonly #model: string;
  readonly #folders: readonly string[];
  readonly #scope: FileScope;
  readonly #usedUris = new Set<string>();
  /** The sizes of the files that it reads, by identity or URI. */
  readonly #sizes = new Map<string, number>();
  /** The samples that it reads. */
  readonly #samples = new Set<Samples>();
  #pending: Promise<void>[] = [];
  #isParsing = false;

  /**
   * @param model the model's canonical URI.
   * @param folders URIs of all folders in which it may name files.
   */
  constructor(source: FileSource, model: string, folders: readonly string[], scope: FileScope) {
    this.#source = source;
    this.#model = model;
    this.#folders = folders;
    this.#scope = scope;
  }

  /** Canonical URIs of all files that were requested. */
  get usedUris(): ReadonlySet<string> {
    return this.#usedUris;
  }

  pendingReads(): Promise<unknown> | undefined {
    const pending = this.#pending;
    this.#pending = [];
    this.#isParsing = false;
    return pending.length === 0 ? undefined : Promise.all(pending);
  }

  readText(name: string, from: string): FileText | FileError {
    const found = this.#readFrom(name, from);
    if (isFileError(found)) return found;
    const { text } = found.data;
    return text === undefined ? notUtf8(name) : { path: found.uri, text };
  }

  readSamples(name: string, fileFunction: FileFunction, settings: FileSettings, from = ''): Samples | FileError {
    const found = this.#readFrom(name, from);
    if (isFileError(found)) return found;
    // Samples are parsed one after the other, so that the room that is left for each is known.
    if (this.#isParsing) return stillBeingRead(name);
    if (!this.#source.hasRoom()) return noRoom(name);
    const room = this.#elementsLeft();
    const work = found.data.samplesOf(fileFunction, settings, room);
    if (!this.#isFinished(work)) {
      this.#isParsing = true;
      return stillBeingRead(name);
    }
    const samples = work.result;
    if (samples === undefined) return notUtf8(name);
    if (isFileFailure(samples)) {
      const isCut = samples.limit !== undefined && room < limits.fileElements;
      return isCut ? manyValues(name) : errorOf(samples, name);
    }
    if (!this.#samples.has(samples) && samples.values.length > room) return manyValues(name);
    this.#samples.add(samples);
    return samples;
  }

  /** The texts in a file that a setting may name, such as its columns. */
  readNames(name: string, setting: FileSettingRow): readonly string[] {
    const found = this.#read(name, this.#model);
    return isFileError(found) ? [] : found.data.namesFor(setting);
  }

  learnedParams(): LearnedParams | FileError | undefined {
    const checkpoint = this.readCheckpoint();
    return checkpoint === undefined || isFileError(checkpoint) ? checkpoint : checkpoint.learnedParams;
  }

  trainingProgress(): TrainingProgress | FileError | undefined {
    const checkpoint = this.readCheckpoint();
    if (checkpoint === undefined || isFileError(checkpoint)) return checkpoint;
    const { trainingProgress } = checkpoint;
    return trainingProgress && isReadFailure(trainingProgress)
      ? { reason: trainingProgress.failure }
      : trainingProgress;
  }

  /** The file of learned params; undefined if there is none, or while it is being read. */
  readCheckpoint(): Checkpoint | FileError | undefined {
    if (!hasFolder(this.#model)) return undefined;
    const uri = learnedParamsFileOf(this.#model);
    const found = this.#readAt(uri, fileNameOf(uri));
    if (found === 'pending' || found === 'missing') return undefined;
    if (isFileError(found)) return found;
    const work = found.data.checkpoint;
    if (!this.#isFinished(work)) return undefined;
    const checkpoint = work.result!;
    return isReadFailure(checkpoint) ? { reason: checkpoint.failure } : checkpoint;
  }

  /**
   * The URI of a file or folder from its path relative to the model; undefined if the path is invalid, or may not be
   * read.
   * @param path the path; a folder's ends with a slash, and that of the model's own folder is empty.
   */
  uriAt(path: string): string | undefined {
    const uri = this.#resolve(path || './', this.#model);
    return typeof uri === 'string' ? uri : undefined;
  }

  /** @param from the path of the file that names it; empty for the model. */
  #readFrom(name: string, from: string): ReadData | FileError {
    return this.#read(name, from === '' ? this.#model : from);
  }

  #read(name: string, from: string): ReadData | FileError {
    const uri = this.#resolve(name, from);
    if (typeof uri !== 'string') return uri;
    const found = this.#readAt(uri, name);
    if (found === 'pending') return stillBeingRead(name);
    if (found === 'missing') {
      return { reason: l10n.t`can't find ${name}; paths are relative to the folder of ${fileNameOf(from)}` };
    }
    return found;
  }

  #readAt(uri: string, name: string): ReadData | FileError | 'pending' | 'missing' {
    this.#usedUris.add(uri);
    const file = this.#source.storedFile(uri);
    const { content } = file;
    if (content === undefined) {
      this.#pending.push(file.loaded);
      return 'pending';
    }
    switch (content.kind) {
      case 'missing':
        return 'missing';
      case 'large':
        if (!this.#admit(file, content.size)) return leftOut(name);
        this.#pending.push(this.#source.loadLarge(file));
        return 'pending';
      case 'data':
        return this.#admit(file, content.data.bytes.length) ? { uri, data: content.data } : leftOut(name);
      default:
        return troubleOf(content, name);
    }
  }

  /** False if a file makes those that this model reads larger than its budget. */
  #admit({ identity, uri }: StoredFile, size: number): boolean {
    const key = identity ?? uri;
    const total = [...this.#sizes.values()].reduce((sum, other) => sum + other, 0);
    if (total - (this.#sizes.get(key) ?? 0) + size > fileLimits.modelSize) return false;
    this.#sizes.set(key, size);
    return true;
  }

  #elementsLeft(): number {
    return [...this.#samples].reduce((left, { values }) => left - values.length, limits.fileElements);
  }

  /** False if the work has yet to be waited for. */
  #isFinished(work: SlicedWork<unknown>): boolean {
    if (!work.isFinished) this.#pending.push(work.finished);
    return work.isFinished;
  }

  /** The URI of a file from its path relative to another file, within the folders that may be read. */
  #resolve(name: string, from: string): string | FileError {
    if (!hasFolder(this.#model)) {
      return {
        reason: l10n.t`can't find ${name}: save the model first, because paths are relative to its folder`,
      };
    }
    const uri = resolveUri(name, from);
    if (uri === undefined) {
      return { reason: l10n.t`'${name}' is not a valid path; write one such as iris.csv or ../layers.bp` };
    }
    if (this.#folders.some((folder) => isInFolder(uri, folder))) return uri;
    return { reason: outsideReason(name, this.#scope) };
  }
}

function outsideReason(name: string, scope: FileScope): string {
  return scope === 'workspace'
    ? l10n.t`${name} is outside the workspace, so it can't be read`
    : l10n.t`${name} is outside the folder of the model and the current folder; copy it there, or run bp in a folder that contains both`;
}

function stillBeingRead(name: string): FileError {
  return { reason: l10n.t`${name} is still being read` };
}

function notUtf8(name: string): FileError {
  return { reason: l10n.t`${name} is not valid UTF-8; save it with UTF-8 encoding` };
}

function leftOut(name: string): FileError {
  return {
    reason: l10n.t`${name} is left out: the files of this model are larger than ${megabytes(fileLimits.modelSize)} MB together; use fewer or smaller ones`,
  };
}

function manyValues(name: string): FileError {
  return {
    reason: l10n.t`${name} is left out: the tables of this model have more than ${formatCount(limits.fileElements)} numbers together; select fewer columns or use smaller files`,
  };
}

function noRoom(name: string): FileError {
  return {
    reason: l10n.t`${name} is left out: the files of all open models take more than ${megabytes(fileLimits.serverSize)} MB; close other models`,
  };
}

type Trouble = Exclude<StoredContent, { kind: 'data' | 'large' | 'missing' }>;

function troubleOf(content: Trouble, name: string): FileError {
  switch (content.kind) {
    case 'no-room':
      return noRoom(name);
    case 'too-large': {
      const limit = megabytes(fileLimits.fileSize);
      return {
        reason: l10n.t`${name} is too large: ${(content.size / megabyte).toFixed(1)} MB, and the limit is ${limit} MB`,
      };
    }
    case 'unreadable':
      return { reason: l10n.t`${name} can't be read: ${content.reason}` };
  }
}

const megabyte = 1_048_576;

function megabytes(bytes: number): number {
  return bytes / megabyte;
}

/** The error of a file whose samples can't be read. */
export function errorOf({ reason, mixedColumn, unknown }: FileFailure, name: string): FileError {
  return { reason: reason(name), ...(mixedColumn !== undefined && { mixedColumn }), ...(unknown && { unknown }) };
}
