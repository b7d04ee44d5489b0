/** Initialization options for client features beyond the Language Server Protocol. All of them are off by default. */

import type { Translations } from './translations.ts';

export interface ClientCommands {
  /** Opens completion suggestions, or parameter hints, after an inserted completion. */
  readonly completion: string;
  readonly signatureHelp: string;
  /** Starts renaming; arguments: the document URI as a string, and the position of the name. */
  readonly rename: string;
}

export interface InitializationOptions {
  /**
   * True if the client answers `backprop/readFile`, `backprop/listFolder` and `backprop/writeFile`, and reports
   * changes of all requested files with `workspace/didChangeWatchedFiles`, including the creation of missing ones.
   */
  readonly files?: boolean;
  /**
   * True if a client with `files` runs on the server's machine: the server then reads and writes `file:` URIs itself,
   * and names those to be watched in `backprop/watchFile`.
   */
  readonly sharesDisk?: boolean;
  /** True if the client receives `backprop/result`. */
  readonly results?: boolean;
  /** Client commands that continue what the server starts. */
  readonly commands?: ClientCommands;
  /**
   * URI, with a trailing slash, of the folder with the documentation of problems; each page is named by the problem's
   * code.
   */
  readonly problemPages?: string;
  /** Translations of user-facing texts; without them the server uses those of the client's `locale`. */
  readonly translations?: Translations | undefined;
}
