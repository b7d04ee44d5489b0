/** The interface through which a model reads other files: imports and samples. */

import * as l10n from '@vscode/l10n';
import type { FileFunction, FileSettings } from '../../../data/formats/fileFunction.ts';
import type { Samples, UnknownText } from '../../../data/samples.ts';

export interface Files {
  /** The text of a file. @param from the path of the file that names it; empty for the model itself. */
  readText(name: string, from: string): FileText | FileError;
  /** The tensor in a file. @param from as in `readText`; the model itself if absent. */
  readSamples(name: string, fileFunction: FileFunction, settings: FileSettings, from?: string): Samples | FileError;
}

export interface FileText {
  /** Identifies the file; its own imports are relative to it. */
  readonly path: string;
  readonly text: string;
}

/** The reason why a file can't be used, as a sentence. */
export interface FileError {
  readonly reason: string;
  /** A column that has text beside numbers, or numbers in another notation; it can be read if it is declared as classes. */
  readonly mixedColumn?: string;
  readonly unknown?: UnknownText;
}

export function isFileError(file: object): file is FileError {
  return 'reason' in file;
}

/** The files of a text that is in no folder: none. */
export const noFiles: Files = {
  readText: (name) => ({ reason: l10n.t`${name} can't be read: this file is not in a folder` }),
  readSamples: (name) => ({ reason: l10n.t`${name} can't be read: this file is not in a folder` }),
};
