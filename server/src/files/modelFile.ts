/** A file of the language read as a model, and access to the files beside it. */

import type { FolderEntry } from '../../../protocol/files.ts';
import type { Module } from '../language/names/module.ts';

/** A model, open in the editor or not. */
export interface ModelFile {
  readonly uri: string;
  /** The path by which modules that import it know it. */
  readonly path: string;
  /** For an open file only. */
  readonly version?: number;
  readonly module: Module;
}

/** Resolves and reads the files beside models. */
export interface FileResolver {
  /**
   * The entries of a folder, by its path from a file: empty if there is none, or if it may not be read.
   * @param path ends with a slash, or is empty for the file's own folder.
   */
  folderAt(uri: string, path: string): Promise<readonly FolderEntry[]>;
  /** The URI of a path from a file; undefined if the path is not valid or may not be read. */
  uriAt(uri: string, path: string): string | undefined;
  /** The model with other texts for some files, by path; undefined if it can no longer be read. */
  reparseWith(file: ModelFile, texts: ReadonlyMap<string, string>): Promise<Module | undefined>;
  /** The text of a file, by its path from another one; undefined if it cannot be read. */
  textAt(uri: string, path: string): Promise<string | undefined>;
}
