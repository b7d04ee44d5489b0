/** A store of the files that open models name: each is read once and kept until it changes, within a budget of bytes. */

import { fileLimits } from '../../../protocol/shared/filePolicy.ts';
import type { ReadFile } from './fileAccess.ts';
import type { FileData } from './fileData.ts';
import { type FileScope, ReferencedFiles } from './referencedFiles.ts';
import { type FilePool, StoredFile } from './storedFile.ts';
import { canonicalUri, folderOf, hasFolder, isInFolder } from './uris.ts';

export class FileStore implements FilePool {
  readonly #read: ReadFile;
  readonly #releaseUnused: () => void;
  /** By URI and then by the folders that may be read, because links out of these are not followed. */
  readonly #files = new Map<string, Map<string, StoredFile>>();
  #largeLoads: Promise<void> = Promise.resolve();

  /** @param releaseUnused called to make room; it can call `retain`. */
  constructor(read: ReadFile, releaseUnused: () => void = () => undefined) {
    this.#read = read;
    this.#releaseUnused = releaseUnused;
  }

  /** The files as one model sees them. @param folders URIs of the folders it may name files in, besides its own. */
  filesFor(model: string, folders: readonly string[], scope: FileScope = 'workspace'): ReferencedFiles {
    const uri = canonicalUri(model);
    const readable = readableFolders(uri, folders);
    const source = {
      storedFile: (file: string) => this.#file(file, readable),
      loadLarge: (file: StoredFile) => this.#loadLarge(file),
      hasRoom: () => this.room > 0,
    };
    return new ReferencedFiles(source, uri, readable, scope);
  }

  /** The bytes that are left of the budget of all models. */
  get room(): number {
    const room = () => fileLimits.serverSize - [...this.#data()].reduce((total, { memory }) => total + memory, 0);
    if (room() < fileLimits.fileSize) this.#releaseUnused();
    return room();
  }

  sharedData(identity: string | undefined): FileData | undefined {
    if (identity === undefined) return undefined;
    return this.#all().find((file) => file.identity === identity && file.data !== undefined)?.data;
  }

  /** Forgets a file, so that its next use reads it again. */
  invalidate(uri: string): void {
    this.#release(canonicalUri(uri));
  }

  /** Releases all files but those in use. */
  retain(usedUris: ReadonlySet<string>): void {
    for (const uri of this.#files.keys()) if (!usedUris.has(uri)) this.#release(uri);
  }

  /** Releases the files that were left out because there was no room. @returns their URIs. */
  releaseLeftOut(): readonly string[] {
    const leftOut = this.#all().filter(({ content }) => content?.kind === 'no-room');
    for (const { uri } of leftOut) this.#release(uri);
    return leftOut.map(({ uri }) => uri);
  }

  #all(): readonly StoredFile[] {
    return [...this.#files.values()].flatMap((readings) => [...readings.values()]);
  }

  #data(): ReadonlySet<FileData> {
    return new Set(this.#all().flatMap(({ data }) => data ?? []));
  }

  #release(uri: string): void {
    const released = this.#files.get(uri);
    this.#files.delete(uri);
    const remaining = this.#data();
    for (const { data } of released?.values() ?? []) if (data && !remaining.has(data)) data.dispose();
  }

  #file(uri: string, folders: readonly string[]): StoredFile {
    const readings = this.#files.get(uri) ?? new Map<string, StoredFile>();
    this.#files.set(uri, readings);
    const key = folders.join('\n');
    const file = readings.get(key) ?? new StoredFile(uri, this.#read, folders, this);
    readings.set(key, file);
    return file;
  }

  /** One at a time, so that each knows the room that the ones before it leave. */
  #loadLarge(file: StoredFile): Promise<void> {
    this.#largeLoads = file.loadLarge(this.#largeLoads);
    return this.#largeLoads;
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
