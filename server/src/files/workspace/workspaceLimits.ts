/**
 * Limits of what is read and kept of the models of a workspace that are not open. They cover the search for symbols,
 * references and names to rename; `protocol/shared/filePolicy.ts` covers the reading of any file, and `language/modelLimits.ts` the size
 * of one model with its imports.
 */

import { limits } from '../../language/modelLimits.ts';

const megabyte = 1 << 20;

export const workspaceLimits = {
  /** Models in the folders of the workspace, with those that they import. */
  models: 1_000,
  /** Folders that are listed. */
  folders: 1_000,
  /** Depth of nested folders. */
  depth: 8,
  /** Bytes of a model. */
  modelSize: limits.fileLength,
  /** Bytes that one request reads. */
  bytesRead: 1_024 * megabyte,
  /** UTF-16 units of all models, with their imports, that one request parses. */
  parsedLength: 32 * megabyte,
  /** Statements of all models, with their imports, that one request parses. */
  parsedStatements: 1_000_000,
  /** Bytes of definitions that are kept between two searches for symbols. */
  keptDefinitions: 64 * megabyte,
  /** Symbols in an answer; a longer query finds symbols beyond these. */
  symbols: 1_000,
  /** Milliseconds in which folders are not listed again, and what was read is kept: while a user types a search. */
  lifetime: 3_000,
  /** Files that are read at the same time. */
  concurrentReads: 8,
  /** Bytes that are searched without letting messages in. */
  slice: megabyte,
} as const;
