/**
 * The files that models may refer to: those in the workspace folders and beside open models.
 *
 * - `WorkspaceFiles` reads and writes them through a `FileAccess`, on the server's disk or through the client. It owns a
 *   `FileStore`.
 * - `FileStore` keeps a `StoredFile` for each file that open models refer to, within a budget of bytes for all models.
 * - `StoredFile` reads one file. Its `FileData` has the bytes and what they are parsed to; names of one file share it.
 * - `ReferencedFiles` is the store as one model sees it: it resolves paths, and has the model's own budget.
 */

import * as l10n from '@vscode/l10n';
import type { FolderEntry } from '../../../protocol/editor/files.ts';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import type { FileSettingRow } from '../data/formats/fileFunction.ts';
import { type FileError, isFileError } from '../language/names/modules/files.ts';
import type { TrainingProgress } from '../snapshot/training/trainingProgress.ts';
import { type Checkpoint, withSavedValues, writeCheckpoint } from '../training/checkpoint.ts';
import type { FileAccess, FileContent, ReadOptions } from './fileAccess.ts';
import { FileStore, readableFolders } from './fileStore.ts';
import { learnedParamsFileOf, type ReferencedFiles } from './referencedFiles.ts';
import { canonicalUri, fileNameOf } from './uris.ts';

export class WorkspaceFiles {
  readonly #openText: (uri: string) => string | undefined;
  readonly #usedUris: () => ReadonlySet<string>;
  readonly #store = new FileStore(
    (uri, options) => this.#read(uri, options),
    () => this.releaseUnused(),
  );
  #access: FileAccess;
  #folders: readonly string[] = [];

  /**
   * @param openText returns the text of an open file by its canonical URI.
   * @param usedUris returns the canonical URIs of the files that open models read.
   */
  constructor(access: FileAccess, openText: (uri: string) => string | undefined, usedUris: () => ReadonlySet<string>) {
    this.#access = access;
    this.#openText = openText;
    this.#usedUris = usedUris;
  }

  setAccess(access: FileAccess): void {
    this.#access = access;
  }

  changeFolders(added: readonly string[], removed: readonly string[]): void {
    this.#folders = [...this.#folders.filter((uri) => !removed.includes(uri)), ...added];
  }

  /** The files that a model may name. */
  filesFor(uri: string): ReferencedFiles {
    return this.#store.filesFor(uri, this.#folders);
  }

  /** The folders of the workspace. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  list(folder: string): Promise<readonly FolderEntry[]> {
    return this.#access.list(folder, this.#folders);
  }

  /**
   * The entries of a folder, by its path from a file: empty if there is none, or if it may not be read.
   * @param path ends with a slash, or is empty for the file's own folder.
   */
  async folderAt(uri: string, path: string): Promise<readonly FolderEntry[]> {
    const folder = this.uriAt(uri, path);
    return folder === undefined ? [] : await this.#access.list(folder, this.#readableFolders(uri));
  }

  /** The URI of a path from a file; undefined if the path is not valid or may not be read. */
  uriAt(uri: string, path: string): string | undefined {
    return this.filesFor(uri).uriAt(path);
  }

  /** The texts in a file that a setting may name, by its path from a model; none if it cannot be read. */
  async namesAt(uri: string, path: string, setting: FileSettingRow): Promise<readonly string[]> {
    const files = this.filesFor(uri);
    const names = files.readNames(path, setting);
    const pending = files.pendingReads();
    if (pending === undefined) return names;
    await pending;
    return this.namesAt(uri, path, setting);
  }

  /**
   * Saves the learned params of a model beside it. Those of a model whose text holds all params stay as they are.
   * @param includesState true to save also the state from which training continues.
   * @throws Error with a clause for the user.
   */
  async saveProgress(model: string, trainingProgress: TrainingProgress, includesState: boolean): Promise<void> {
    const uri = learnedParamsFileOf(model);
    this.#store.invalidate(uri);
    const saved = await this.#readCheckpoint(model);
    const hasContent =
      trainingProgress.learnedParams.size > 0 || (includesState && trainingProgress.resumeState !== undefined);
    if (!hasContent && (saved === undefined || isFileError(saved) || saved.trainingProgress === undefined)) return;
    if (saved && isFileError(saved)) {
      throw new Error(
        l10n.t`${fileNameOf(uri)} is not a file of learned params, so it is not replaced (${saved.reason}); move it away, or discard the learned params`,
      );
    }
    await this.write(uri, writeCheckpoint(withSavedValues(trainingProgress, saved), includesState));
  }

  /** The file of learned params beside a model, or why it can't be read; undefined if there is none. */
  async #readCheckpoint(model: string): Promise<Checkpoint | FileError | undefined> {
    const files = this.filesFor(model);
    for (;;) {
      const checkpoint = files.readCheckpoint();
      const pending = files.pendingReads();
      if (pending === undefined) return checkpoint;
      await pending;
    }
  }

  /** Reads a file without keeping it. It never fails. @param limit the largest size in bytes. */
  async readOnce(uri: string, limit: number): Promise<FileContent> {
    try {
      return await this.#read(uri, { limit, folders: this.#readableFolders(uri) });
    } catch (error) {
      return { kind: 'unreadable', reason: errorMessage(error) };
    }
  }

  /** @param content undefined to remove the file. */
  async write(uri: string, content: Uint8Array | undefined): Promise<void> {
    await this.#access.write(uri, content, this.#readableFolders(uri));
    this.#store.invalidate(uri);
  }

  /** Forgets the content of a file, so that its next use reads it again. */
  invalidate(uri: string): void {
    this.#store.invalidate(uri);
  }

  /** Forgets the files that no open model reads. */
  releaseUnused(): void {
    this.#store.retain(this.#usedUris());
  }

  /** Forgets the files that were left out because there was no room. @returns their URIs. */
  releaseLeftOut(): readonly string[] {
    return this.#store.releaseLeftOut();
  }

  #readableFolders(uri: string): readonly string[] {
    return readableFolders(canonicalUri(uri), this.#folders);
  }

  /** Open files count as they are in the editor, saved or not. */
  async #read(uri: string, options: ReadOptions): Promise<FileContent> {
    const text = this.#openText(uri);
    return text === undefined
      ? this.#access.read(uri, options)
      : { kind: 'bytes', bytes: new TextEncoder().encode(text) };
  }
}
