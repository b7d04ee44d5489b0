/** The interface to the files that a model names: functions to import, samples to read. */

import * as l10n from '@vscode/l10n';
import type { Tensor } from '../../engine/ir/tensor.ts';

export interface Files {
  /** The text of a file. @param from the path of the file that names it; empty for the model itself. */
  readText(name: string, from: string): FileText | FileError;
  /** The samples in a CSV file that the model names; every column where none is chosen. */
  readSamples(name: string, columns: readonly string[] | undefined): Tensor | FileError;
}

export interface FileText {
  /** The path by which the files it names are found, and by which it is known when it is named again. */
  readonly path: string;
  readonly text: string;
}

/** Why a file can't be used, in one sentence. */
export interface FileError {
  readonly reason: string;
}

export function isFileError(file: object): file is FileError {
  return 'reason' in file;
}

/** For a text that is in no folder. */
export const noFiles: Files = {
  readText: (name) => ({ reason: l10n.t`${name} can't be read: this file is not in a folder` }),
  readSamples: (name) => ({ reason: l10n.t`${name} can't be read: this file is not in a folder` }),
};
