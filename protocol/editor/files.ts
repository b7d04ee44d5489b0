/**
 * File access through the client, which reaches files wherever the workspace is. Clients declare support in their
 * initialization options; otherwise the server reads files itself, if it has a file system.
 */

export const readFileMethod = 'backprop/readFile';
export const listFolderMethod = 'backprop/listFolder';
export const writeFileMethod = 'backprop/writeFile';
/** A notification for a file that the server reads itself. */
export const watchFileMethod = 'backprop/watchFile';

/** Asks a client with the option `readOnlyFiles` whether an open file can't be edited; the answer is a boolean. */
export const isReadOnlyMethod = 'backprop/isReadOnly';

export interface IsReadOnlyParams {
  readonly uri: string;
}

export interface WatchFileParams {
  readonly uri: string;
}

export interface ReadFileParams {
  readonly uri: string;
  /** Maximum size in bytes: larger files are not read. */
  readonly limit: number;
}

export type ReadFileResult =
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ListFolderParams {
  readonly uri: string;
}

/** Unordered; empty if the folder does not exist or cannot be read. */
export type ListFolderResult = readonly FolderEntry[];

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

export interface WriteFileParams {
  readonly uri: string;
  /** The new content, written atomically; null deletes the file. */
  readonly base64: string | null;
}
