/**
 * The annotations of all statements: value, gradient and update, or the verdict of an expectation. A statement that
 * cannot be evaluated keeps its last annotation, marked stale, so that nothing moves and no number disappears. A text that
 * was replaced by another model keeps none.
 */

import type { Statement } from '../../language/syntax/ast.ts';
import { isRevision } from '../../language/text/isRevision.ts';
import { type EvaluatedSnapshot, isEvaluated, type Snapshot } from '../snapshot.ts';
import type { FileAnnotations, StatementAnnotation } from './annotation.ts';
import { CurrentAnnotations, statementLinesOf } from './currentAnnotations.ts';
import { PreviousAnnotations } from './previousAnnotations.ts';

export function statementAnnotationsOf(snapshot: Snapshot, previous?: FileAnnotations): FileAnnotations {
  const kept = previous && isRevision(previous.snapshot.text, snapshot.text) ? previous : undefined;
  return isEvaluated(snapshot) ? new EvaluatedAnnotations(snapshot, kept) : new PendingAnnotations(snapshot, kept);
}

/**
 * Annotations of an evaluated version. Stale ones are resolved eagerly, so that the previous annotations can be freed.
 */
class EvaluatedAnnotations implements FileAnnotations {
  readonly snapshot: EvaluatedSnapshot;
  readonly staleAnnotations: ReadonlyMap<number, StatementAnnotation>;
  readonly #current: CurrentAnnotations;
  #list: readonly StatementAnnotation[] | undefined;

  constructor(snapshot: EvaluatedSnapshot, previous?: FileAnnotations) {
    this.snapshot = snapshot;
    this.#current = new CurrentAnnotations(snapshot);
    this.staleAnnotations = previous ? staleAnnotationsOf(snapshot, previous, this.#current) : noAnnotations;
  }

  get list(): readonly StatementAnnotation[] {
    this.#list ??= collectAnnotations(this);
    return this.#list;
  }

  at(index: number): StatementAnnotation | undefined {
    return this.staleAnnotations.get(index) ?? this.#current.at(index);
  }

  get scalars(): Int32Array {
    const { scalars } = this.#current;
    for (const index of this.staleAnnotations.keys()) scalars[index] = -1;
    return scalars;
  }
}

/** Annotations of a version that is not yet evaluated: all of them are stale. */
class PendingAnnotations implements FileAnnotations {
  readonly snapshot: Snapshot;
  /**
   * Never the annotations of another pending version, or versions typed in quick succession would form a chain in
   * memory.
   */
  readonly #previous: FileAnnotations | undefined;
  #staleAnnotations: ReadonlyMap<number, StatementAnnotation> | undefined;
  #list: readonly StatementAnnotation[] | undefined;

  constructor(snapshot: Snapshot, previous?: FileAnnotations) {
    this.snapshot = snapshot;
    this.#previous = previous instanceof PendingAnnotations ? (previous.#previous ?? previous) : previous;
  }

  get staleAnnotations(): ReadonlyMap<number, StatementAnnotation> {
    this.#staleAnnotations ??= this.#previous ? staleAnnotationsOf(this.snapshot, this.#previous) : noAnnotations;
    return this.#staleAnnotations;
  }

  get list(): readonly StatementAnnotation[] {
    this.#list ??= collectAnnotations(this);
    return this.#list;
  }

  at(index: number): StatementAnnotation | undefined {
    return this.staleAnnotations.get(index);
  }

  get scalars(): Int32Array {
    return new Int32Array(this.snapshot.tree.length).fill(-1);
  }
}

const noAnnotations: ReadonlyMap<number, StatementAnnotation> = new Map();

function collectAnnotations(annotations: FileAnnotations): readonly StatementAnnotation[] {
  const { length } = annotations.snapshot.tree;
  const list: StatementAnnotation[] = [];
  for (let index = 0; index < length; index++) {
    const annotation = annotations.at(index);
    if (annotation) list.push(annotation);
  }
  return list;
}

/** Previous annotations, whole or in part, of statements for which the current version lacks numbers. */
function staleAnnotationsOf(
  snapshot: Snapshot,
  previous: FileAnnotations,
  current?: CurrentAnnotations,
): ReadonlyMap<number, StatementAnnotation> {
  const missing = missingNumbersOf(snapshot);
  const isComplete = current !== undefined && !missing.gradient && !missing.update;
  const previousAnnotations = new PreviousAnnotations(previous, snapshot);
  const annotations = new Map<number, StatementAnnotation>();
  for (let index = 0; index < snapshot.tree.length; index++) {
    if (isComplete && current.has(index)) continue;
    const statement = snapshot.tree.at(index);
    const previousAnnotation = previousAnnotations.find(statement);
    const annotation =
      previousAnnotation && carryOver(snapshot, statement, missing, previousAnnotation, current?.at(index));
    if (annotation) annotations.set(index, annotation);
  }
  return annotations;
}

/** Numbers that the file asks for but lacks, because a statement cannot be parsed or evaluated. */
interface MissingNumbers {
  readonly gradient: boolean;
  readonly update: boolean;
}

function missingNumbersOf({ model, tree }: Snapshot): MissingNumbers {
  const isPicked = model.pickedRootName !== undefined;
  const gradient = !model.objective && (isPicked || tree.statementTable.indicesOfKind('loss').length > 0);
  return { gradient, update: !isPicked && (gradient || !model.trainingPlan) };
}

/**
 * Merges the current annotation with those parts of the previous one that are missing; undefined if nothing is stale.
 */
function carryOver(
  snapshot: Snapshot,
  statement: Statement,
  missing: MissingNumbers,
  previous: StatementAnnotation,
  current?: StatementAnnotation,
): StatementAnnotation | undefined {
  if (previous.kind === 'expectation' || current?.kind === 'expectation')
    return current ? undefined : { ...previous, ...statementLinesOf(snapshot, statement), isStale: true };
  const isGradientStale = missing.gradient && previous.gradient !== undefined;
  const isUpdateStale = missing.update && previous.update !== undefined;
  if (current && !isGradientStale && !isUpdateStale) return undefined;
  const { name, role, sampleText, value, gradient, update } = current ?? previous;
  return {
    kind: 'value',
    ...statementLinesOf(snapshot, statement),
    isStale: true,
    sampleText,
    name,
    role,
    value,
    gradient: isGradientStale ? previous.gradient : gradient,
    update: isUpdateStale ? previous.update : update,
  };
}
