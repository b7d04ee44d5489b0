/** What is displayed for a statement, and for all statements of a version. */

import type { Quantity } from '../display/quantity.ts';
import type { DefinitionKind, Statement } from '../language/syntax/nodes.ts';
import type { Snapshot } from './snapshot.ts';

export type StatementAnnotation = ValueAnnotation | ExpectationAnnotation;

interface AnnotationBase {
  readonly statement: Statement;
  /** The lines on which the statement begins and ends, zero-based. */
  readonly line: number;
  readonly lastLine: number;
  /** Whether any of this is from an earlier version. */
  readonly stale: boolean;
}

export interface ValueAnnotation extends AnnotationBase {
  readonly kind: 'value';
  readonly name: string;
  readonly role: DefinitionKind;
  readonly value: Quantity;
  readonly gradient: GradientAnnotation | undefined;
  /** Where a step of training takes a param. */
  readonly update: Quantity | undefined;
}

export interface GradientAnnotation {
  /** What the gradient is of, as in ∂L. */
  readonly of: string;
  readonly value: Quantity;
  /** Whether it is of this very value, or of losses of which this is one. */
  readonly isSelf: boolean;
}

export interface ExpectationAnnotation extends AnnotationBase {
  readonly kind: 'claim';
  readonly holds: boolean;
  readonly left: number;
  readonly right: number;
}

/** The readings of one version, with the text that they were read from: each is made when somebody looks at it, as most are not seen. */
export interface StatementAnnotations {
  readonly snapshot: Snapshot;
  /** In the order of the text. */
  readonly list: readonly StatementAnnotation[];
  /** Those that are of an earlier version, or in part, by the places of their statements. */
  readonly staleAnnotations: ReadonlyMap<number, StatementAnnotation>;
  /** The reading of the statement at a place, if it has one. */
  at(index: number): StatementAnnotation | undefined;
  /** Of each statement whose value is a number of this version, its node; −1 of others. So all can be looked through without a reading being made. */
  readonly scalars: Int32Array;
}
