/**
 * Files beside a model go through the client, which reaches them wherever the workspace is. A client that can says so in
 * its initialization options; without it the server reads them itself, where it has a file system.
 */

export const readFileMethod = 'backprop/readFile';
export const listFolderMethod = 'backprop/listFolder';
export const writeFileMethod = 'backprop/writeFile';

export interface ReadFileParams {
  readonly uri: string;
  /** In bytes: a larger file is not read. */
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

/** In no order; empty where there is no such folder, or where nothing may be read. */
export type ListFolderResult = readonly FolderEntry[];

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

export interface WriteFileParams {
  readonly uri: string;
  /** What takes the place of the file, whole or not at all; null to remove it. */
  readonly base64: string | null;
}
