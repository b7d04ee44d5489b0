/** Access to files, on the server's machine or through the client. */

import type { FolderEntry } from '../../../protocol/editor/files.ts';

/** The result of reading a file. */
export type FileContent =
  | {
      readonly kind: 'bytes';
      readonly bytes: Uint8Array;
      /** Identifies the file in its current state, by whatever name it is read; undefined if unknown. */
      readonly identity?: string | undefined;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number; readonly identity?: string | undefined }
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

export interface FileAccess {
  readonly read: ReadFile;
  readonly list: ListFolder;
  readonly write: WriteFile;
}
