/** A function of the language that reads a file, as a row of a table. */

import type { CsvText } from '../csvRecords.ts';
import type { FileFailure, Samples } from '../samples.ts';

export interface FileFunction {
  readonly name: string;
  /** The ends of file names that completion offers. */
  readonly extensions: readonly string[];
  /** The kinds of statements whose whole value it may be. */
  readonly statements: readonly FileStatement[];
  /** A sentence on its value. */
  readonly doc: string;
  /** Its arguments in a sentence, which goes before the example. */
  readonly usage: string;
  /** A call with its settings. */
  readonly example: string;
  /** The string that names the file in signatures. */
  readonly path: string;
  readonly settings: readonly FileSettingRow[];
  /**
   * Reads a file in slices. May throw a TypeError if its text is not UTF-8.
   * @param maxElements the number of elements after which reading stops.
   */
  read(content: FileContent, settings: FileSettings, maxElements: number): Generator<undefined, Samples | FileFailure>;
}

export type FileStatement = 'data' | 'const' | 'param';

/** The content of a file, as bytes and as UTF-8. */
export interface FileContent {
  readonly bytes: Uint8Array;
  readonly text: CsvText;
}

/** The settings of all functions. */
export interface FileSettings {
  /** The columns to read; all of them if absent. */
  readonly columns?: readonly string[];
  /** Groups of columns that hold classes. The columns of a group share one list of classes. */
  readonly classes?: readonly (readonly string[])[];
  /** The number of tokens of a line. */
  readonly length?: number;
  readonly by?: string;
  /** The number of tokens in a window, and the distance between the starts of windows. */
  readonly window?: number;
  readonly stride?: number;
  /** The name of a tensor in the file. */
  readonly name?: string;
  /** The tokens of other data. */
  readonly vocabulary?: readonly string[];
}

export interface FileSettingRow {
  readonly name: keyof FileSettings;
  /** As signatures show it. */
  readonly label: string;
  readonly doc: string;
  /** A text, a text or a list of them, a list of lists, a positive integer, one of `choices`, or data with a vocabulary. */
  readonly kind: 'text' | 'texts' | 'groups' | 'count' | 'choice' | 'vocabulary';
  readonly choices?: readonly string[];
  /** True if it may be given without its name after the path. */
  readonly isPositional?: boolean;
  /** The texts in a file that it may name. May throw a TypeError. */
  readonly names?: (content: FileContent) => readonly string[];
}
