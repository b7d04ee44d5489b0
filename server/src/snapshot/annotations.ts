/**
 * What the user reads at each statement: its value, its gradient and where a step takes it, or whether a claim holds.
 * Lenses, annotations and the command line print these. While a statement can't be evaluated it keeps its last reading,
 * marked stale, so that nothing moves and nothing is lost from sight.
 */

import type { Statement } from '../language/syntax/nodes.ts';
import type { StatementAnnotation, StatementAnnotations } from './annotation.ts';
import { CurrentAnnotations, statementLinesOf } from './currentAnnotations.ts';
import { type Evaluated, isEvaluated, type Snapshot } from './snapshot.ts';
import { PreviousAnnotations } from './staleAnnotations.ts';

export function statementAnnotationsOf(snapshot: Snapshot, previous?: StatementAnnotations): StatementAnnotations {
  return isEvaluated(snapshot)
    ? new EvaluatedAnnotations(snapshot, previous)
    : new PendingAnnotations(snapshot, previous);
}

/** The readings of a version that has been evaluated. What is kept of the last ones is found at once, and these are held no longer. */
class EvaluatedAnnotations implements StatementAnnotations {
  readonly snapshot: Evaluated;
  readonly staleAnnotations: ReadonlyMap<number, StatementAnnotation>;
  readonly #current: CurrentAnnotations;
  #list: readonly StatementAnnotation[] | undefined;

  constructor(snapshot: Evaluated, previous?: StatementAnnotations) {
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

/** The readings of a version without numbers: the last ones, as long as there are no others. */
class PendingAnnotations implements StatementAnnotations {
  readonly snapshot: Snapshot;
  /** What was borrowed itself is not lent on: else versions that are typed fast would hold each other. */
  readonly #previous: StatementAnnotations | undefined;
  #staleAnnotations: ReadonlyMap<number, StatementAnnotation> | undefined;
  #list: readonly StatementAnnotation[] | undefined;

  constructor(snapshot: Snapshot, previous?: StatementAnnotations) {
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

function collectAnnotations(annotations: StatementAnnotations): readonly StatementAnnotation[] {
  const { length } = annotations.snapshot.tree;
  const list: StatementAnnotation[] = [];
  for (let index = 0; index < length; index++) {
    const annotation = annotations.at(index);
    if (annotation) list.push(annotation);
  }
  return list;
}

/** What statements keep of their last readings, whole or in part, as they have nothing, or not everything, of their own. */
function staleAnnotationsOf(
  snapshot: Snapshot,
  previous: StatementAnnotations,
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

/** What the file means to have and now lacks, because a statement can't be read or evaluated. */
interface MissingNumbers {
  readonly gradient: boolean;
  readonly update: boolean;
}

function missingNumbersOf({ model, tree }: Snapshot): MissingNumbers {
  const isPicked = model.pickedName !== undefined;
  const gradient = !model.objective && (isPicked || tree.statementIndex.indicesOfKind('loss').length > 0);
  return { gradient, update: !isPicked && (gradient || !model.training) };
}

/** All of the last reading, or of that the gradient and the update while those are lacking; undefined where nothing is kept of it. */
function carryOver(
  snapshot: Snapshot,
  statement: Statement,
  missing: MissingNumbers,
  previous: StatementAnnotation,
  current?: StatementAnnotation,
): StatementAnnotation | undefined {
  if (previous.kind === 'claim' || current?.kind === 'claim')
    return current ? undefined : { ...previous, ...statementLinesOf(snapshot, statement), stale: true };
  const isGradientStale = missing.gradient && previous.gradient !== undefined;
  const isUpdateStale = missing.update && previous.update !== undefined;
  if (current && !isGradientStale && !isUpdateStale) return undefined;
  const { name, role, value, gradient, update } = current ?? previous;
  return {
    kind: 'value',
    ...statementLinesOf(snapshot, statement),
    stale: true,
    name,
    role,
    value,
    gradient: isGradientStale ? previous.gradient : gradient,
    update: isUpdateStale ? previous.update : update,
  };
}
