/** Annotations: the numbers displayed for a statement, and those of all statements of a version. */

import type { Quantity } from '../../display/quantity.ts';
import type { DefinitionKind, Statement } from '../../language/syntax/ast.ts';
import type { Snapshot } from '../snapshot.ts';

export type StatementAnnotation = ValueAnnotation | ExpectationAnnotation;

interface AnnotationBase {
  readonly statement: Statement;
  /** Zero-based lines on which the statement begins and ends. */
  readonly line: number;
  readonly lastLine: number;
  /** True if any of the numbers is from a previous version. */
  readonly isStale: boolean;
  /** The samples that it is about, if not all: `first 128 of 1,000 samples`, of data, losses and expectations. */
  readonly sampleText: string | undefined;
}

export interface ValueAnnotation extends AnnotationBase {
  readonly kind: 'value';
  readonly name: string;
  readonly role: DefinitionKind;
  readonly value: Quantity;
  readonly gradient: GradientAnnotation | undefined;
  /** The value of a param after one training step. */
  readonly update: Quantity | undefined;
}

export interface GradientAnnotation {
  /** Label of the differentiated objective, such as `L` in ∂L. */
  readonly of: string;
  readonly value: Quantity;
  /** The norm of the gradient of each step of a recurrence. */
  readonly stepNorms?: readonly number[];
  /** True if the gradient is taken of this value itself, or of a sum of losses that includes it. */
  readonly isSelf: boolean;
}

export interface ExpectationAnnotation extends AnnotationBase {
  readonly kind: 'expectation';
  readonly holds: boolean;
  readonly left: number;
  readonly right: number;
  /** The index of the compared element, `[1, 0]`; empty for scalars. */
  readonly elementIndex: string;
}

/** The annotations of one version of a file. They are computed lazily, since most are never displayed. */
export interface FileAnnotations {
  readonly snapshot: Snapshot;
  /** In the order of the text. */
  readonly list: readonly StatementAnnotation[];
  /** Annotations that are taken, wholly or partly, from a previous version, by statement index. */
  readonly staleAnnotations: ReadonlyMap<number, StatementAnnotation>;
  /** The annotation of the statement at `index`, if it has one. */
  at(index: number): StatementAnnotation | undefined;
  /**
   * For each statement, the node of its value if that is a scalar of this version, else −1. Lets callers scan all
   * scalars without computing annotations.
   */
  readonly scalars: Int32Array;
}
