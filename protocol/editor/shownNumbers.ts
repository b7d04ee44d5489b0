/**
 * The numbers of a file, pushed whenever it shows something new: the annotations displayed after the code, and the summary
 * in the status bar. A client may send the visible lines in `backprop/visibleLines` to receive only their annotations: those of a
 * long file are many.
 */

import type * as v from 'valibot';
import { list, object, record } from '../shared/schema.ts';
import { uinteger } from '../shared/textRange.ts';

export const shownNumbersMethod = 'backprop/shownNumbers';

export const visibleLinesMethod = 'backprop/visibleLines';

/** Zero-based and inclusive. */
const lineSpan = object({ first: uinteger, last: uinteger });
export type LineSpan = v.InferOutput<typeof lineSpan>;

/** The visible lines by file URI. Replaces the previous message. */
export const visibleLines = record(list(lineSpan));
export type VisibleLines = v.InferOutput<typeof visibleLines>;

export interface ShownNumbers {
  readonly uri: string;
  /** The version of the text document that the numbers belong to. */
  readonly version: number;
  /** In text order: those of all statements, or of those that end on visible lines. */
  readonly decorations: readonly LineDecoration[];
  readonly summary: Summary;
}

/**
 * An annotation after the last line of a statement. The server pads the texts, so that concatenating them from the end
 * of the line aligns them in columns across the file.
 */
export interface LineDecoration {
  /** Zero-based. */
  readonly line: number;
  /** The value, or the mark of an expectation, preceded by the gap that aligns it with its column. */
  readonly value: string;
  /** Present for an expectation that does not hold. */
  readonly isFailure?: true;
  /** `∂ 16`, or empty. */
  readonly gradient: string;
  /** Relative size of the gradient, see `gradientScale.ts`; present if gradients are colored. */
  readonly shade?: number;
  /** `x → −2.16`, the samples that the numbers are about if not all, or empty. */
  readonly update: string;
  /** True if the numbers are the last good ones of a statement that cannot be evaluated now. */
  readonly isStale: boolean;
}

export interface Summary {
  /** The name of the differentiated objective, `L`; null in a file without a loss. */
  readonly objectiveName: string | null;
  /** Present if the objective is a scalar that the user picked, not the file's losses. */
  readonly isPicked?: true;
  /** The mode of the numbers; absent if they are the same in both. */
  readonly mode?: 'training' | 'evaluation';
  /** Value of the objective, as displayed; null if there is none, or if it cannot be evaluated. */
  readonly objectiveText: string | null;
  /** The samples that the numbers are about, if not all: `first 128 of 1,000 samples`. */
  readonly sampleText?: string;
  /** The number of training steps that led to the text. */
  readonly steps: number;
  /** The number of problems with severity error. */
  readonly errors: number;
}
