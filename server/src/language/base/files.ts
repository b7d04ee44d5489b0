/** The files that a model names: functions to import, samples to read. Whoever has a file system lends it. */

import * as l10n from '@vscode/l10n';
import type { Tensor } from '../../engine/ir/tensor.ts';

export interface Files {
  /** The text of a file. @param from the path of the file that names it; empty for the model itself. */
  text(name: string, from: string): FileText | FileTrouble;
  /** The samples in a CSV file that the model names; every column where none is chosen. */
  table(name: string, columns: readonly string[] | undefined): Tensor | FileTrouble;
}

export interface FileText {
  /** The path by which the files it names are found, and by which it is known when it is named again. */
  readonly path: string;
  readonly text: string;
}

/** Why a file can't be used, in one sentence. */
export interface FileTrouble {
  readonly trouble: string;
}

export function isTrouble(file: object): file is FileTrouble {
  return 'trouble' in file;
}

/** For a text that stands alone. */
export const noFiles: Files = {
  text: (name) => ({ trouble: l10n.t`${name} can't be read: this text stands in no folder` }),
  table: (name) => ({ trouble: l10n.t`${name} can't be read: this text stands in no folder` }),
};
