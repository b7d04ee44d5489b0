/** The tensor that a file is read to. */

import type { SampleElements, Tensor } from '../engine/ir/tensor.ts';

export interface Column {
  readonly name: string;
  /** The texts that the numbers 0, 1, 2, … stand for, in order of first appearance; absent in a numeric column. */
  readonly classes?: readonly string[];
}

export interface Samples extends Pick<Tensor, 'shape'> {
  readonly values: SampleElements;
  /** The columns of a table. */
  readonly columns?: readonly Column[];
  /** The tokens that the numbers stand for; '' is the boundary of lines. */
  readonly vocabulary?: readonly string[];
}

/** Why a file has no samples. */
export interface FileFailure {
  /** One sentence: what is wrong with the file and what to do about it. `file` is the name the user knows it by. */
  readonly reason: (file: string) => string;
  /** The limit on the number of elements at which reading stopped. */
  readonly limit?: number;
  /** A column that has text beside numbers, or numbers in another notation; it can be read if it is declared as classes. */
  readonly mixedColumn?: string;
  readonly unknown?: UnknownText;
}

/** A text in a call that must be one of those in its file. */
export interface UnknownText {
  /** Absent if the call has none. */
  readonly text?: string;
  /** Those in the file. */
  readonly names: readonly string[];
}

export function isFileFailure(result: object): result is FileFailure {
  return 'reason' in result;
}
