/** A file of the language, read as a model: open in the editor or not. */

import type { Module } from '../../language/names/modules/module.ts';

export interface ModuleFile {
  readonly uri: string;
  /** The path by which modules that import it know it. */
  readonly path: string;
  /** For an open file only. */
  readonly version?: number;
  readonly module: Module;
}
