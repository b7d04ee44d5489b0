/** Initialization options for client features beyond the Language Server Protocol. All of them are off by default. */

import * as v from 'valibot';
import { object, optional, record } from '../shared/schema.ts';
import { hoverPictures } from './hoverPictures.ts';

const clientCommands = object({
  /** Opens completion suggestions, or parameter hints, after an inserted completion. */
  completion: v.string(),
  signatureHelp: v.string(),
  /** Starts renaming; arguments: the document URI as a string, and the position of the name. */
  rename: v.string(),
  /** Opens the tensor viewer, from a link in a hover; arguments: the document URI as a string, and the name of a node. */
  viewTensor: optional(v.string()),
});
export type ClientCommands = v.InferOutput<typeof clientCommands>;

export const initializationOptions = object({
  /**
   * True if the client answers `backprop/readFile`, `backprop/listFolder` and `backprop/writeFile`, and reports
   * changes of all requested files with `workspace/didChangeWatchedFiles`, including the creation of missing ones.
   */
  files: optional(v.boolean()),
  /**
   * True if a client with `files` runs on the server's machine: the server then reads and writes `file:` URIs itself,
   * and names those to be watched in `backprop/watchFile`.
   */
  sharesDisk: optional(v.boolean()),
  /** True if the client answers `backprop/isReadOnly`, as an editor that applies edits to files that it can't save. */
  readOnlyFiles: optional(v.boolean()),
  /** True if the client receives `backprop/shownNumbers`. */
  shownNumbers: optional(v.boolean()),
  /** If the client shows SVG images in hovers. It reports changes with `backprop/hoverPictures`. */
  hoverPictures: optional(hoverPictures),
  /** Client commands that continue what the server starts. */
  commands: optional(clientCommands),
  /**
   * URI, with a trailing slash, of the folder with the documentation of problems; each page is named by the problem's
   * code.
   */
  problemPages: optional(v.string()),
  /** Translations of user-facing texts; without them the server uses those of the client's `locale`. */
  translations: optional(record(v.string())),
});
export type InitializationOptions = v.InferOutput<typeof initializationOptions>;
