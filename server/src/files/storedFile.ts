/** A file named by models: its content once it is read. Large files are read when a model has room for them. */

import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import { fileLimits } from '../../../protocol/shared/filePolicy.ts';
import type { FileContent, ReadFile } from './fileAccess.ts';
import { FileData } from './fileData.ts';

export type StoredContent =
  | { readonly kind: 'data'; readonly data: FileData }
  /** A file whose size is known, but that has not been read. */
  | { readonly kind: 'large'; readonly size: number }
  /** A file that was not read, because other files use up the budget. */
  | { readonly kind: 'no-room' }
  | Exclude<FileContent, { kind: 'bytes' }>;

/** The files that share a budget. */
export interface FilePool {
  /** In bytes. */
  readonly room: number;
  /** Data of this identity that another file has. */
  sharedData(identity: string | undefined): FileData | undefined;
}

export class StoredFile {
  readonly uri: string;
  readonly #read: (limit: number) => Promise<FileContent>;
  readonly #pool: FilePool;
  #content: StoredContent | undefined;
  #identity: string | undefined;
  #loaded: Promise<void>;
  #isLoadingLarge = false;

  /** @param folders see `ReadOptions`. */
  constructor(uri: string, read: ReadFile, folders: readonly string[], pool: FilePool) {
    this.uri = uri;
    this.#read = (limit) =>
      read(uri, { limit, folders }).catch((error) => ({ kind: 'unreadable', reason: errorMessage(error) }));
    this.#pool = pool;
    this.#loaded = this.#loadSmall();
  }

  /** Resolves when the content is there. */
  get loaded(): Promise<void> {
    return this.#loaded;
  }

  /** Undefined while it is being read. */
  get content(): StoredContent | undefined {
    return this.#content;
  }

  get data(): FileData | undefined {
    return this.#content?.kind === 'data' ? this.#content.data : undefined;
  }

  /** See `FileContent`. */
  get identity(): string | undefined {
    return this.#identity;
  }

  /** Reads a large file after other large ones. @param previous resolves when these are read. */
  loadLarge(previous: Promise<void>): Promise<void> {
    if (!this.#isLoadingLarge) {
      this.#isLoadingLarge = true;
      this.#content = undefined;
      this.#loaded = previous.then(() => this.#loadWithinRoom());
    }
    return this.#loaded;
  }

  async #loadSmall(): Promise<void> {
    const content = await this.#read(fileLimits.smallFileSize);
    const isLarge = content.kind === 'too-large' && content.size <= fileLimits.fileSize;
    if (isLarge) this.#identity = content.identity;
    this.#content = isLarge ? { kind: 'large', size: content.size } : this.#store(content);
  }

  async #loadWithinRoom(): Promise<void> {
    const data = this.#pool.sharedData(this.#identity);
    if (data) {
      this.#content = { kind: 'data', data };
      return;
    }
    const limit = Math.min(fileLimits.fileSize, this.#pool.room);
    const content = limit > 0 ? await this.#read(limit) : undefined;
    const isInTheWay = content?.kind === 'too-large' && content.size <= fileLimits.fileSize;
    this.#content = content && !isInTheWay ? this.#store(content) : { kind: 'no-room' };
  }

  #store(content: FileContent): StoredContent {
    if (content.kind !== 'bytes') return content;
    this.#identity = content.identity;
    const shared = this.#pool.sharedData(content.identity);
    if (shared) return { kind: 'data', data: shared };
    return content.bytes.length > this.#pool.room
      ? { kind: 'no-room' }
      : { kind: 'data', data: new FileData(content.bytes) };
  }
}
