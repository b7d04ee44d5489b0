/**
 * What the user reads at each statement: its value, its gradient and where a step takes it, or whether a claim holds.
 * Lenses, annotations and the command line print these. While a statement can't be evaluated it keeps its last reading,
 * marked stale, so that nothing moves and nothing is lost from sight.
 */

import type { Quantity } from '../display/quantity.ts';
import { nodeAt } from '../language/model.ts';
import { type DefinitionKind, intentionOf, isNaming, type Statement } from '../language/tree.ts';
import { LastReadings } from './lastReadings.ts';
import { ownReadings, placeOf } from './ownReadings.ts';
import { type Evaluated, isEvaluated, type Snapshot } from './snapshot.ts';

export type Reading = ValueReading | ClaimReading;

interface Placed {
  readonly statement: Statement;
  /** The lines on which the statement begins and ends, zero-based. */
  readonly line: number;
  readonly lastLine: number;
  /** Whether any of this is from an earlier version. */
  readonly stale: boolean;
}

export interface ValueReading extends Placed {
  readonly kind: 'value';
  readonly name: string;
  readonly role: DefinitionKind;
  readonly value: Quantity;
  readonly gradient: GradientReading | undefined;
  /** Where a step of training takes a param. */
  readonly update: Quantity | undefined;
}

export interface GradientReading {
  /** What the gradient is of, as in ∂L. */
  readonly of: string;
  readonly value: Quantity;
  /** Whether it is of this very value, or of losses of which this is one. */
  readonly isOwn: boolean;
}

export interface ClaimReading extends Placed {
  readonly kind: 'claim';
  readonly holds: boolean;
  readonly left: number;
  readonly right: number;
}

/** The readings of one version, with the text that they were read from. */
export interface Readings {
  readonly snapshot: Snapshot;
  readonly list: readonly Reading[];
}

export function readingsOf(snapshot: Snapshot, previous?: Readings): Readings {
  if (!isEvaluated(snapshot)) return new LazyReadings(snapshot, lender(previous));
  if (isWhole(snapshot)) return new LazyReadings(snapshot);
  return { snapshot, list: listOf(snapshot, previous) };
}

/** Readings that are made when somebody looks at them, as most keys are typed unseen. */
class LazyReadings implements Readings {
  readonly snapshot: Snapshot;
  /** Whose readings are shown while there are no numbers yet. */
  readonly lender: Readings | undefined;
  #list: readonly Reading[] | undefined;

  constructor(snapshot: Snapshot, lender?: Readings) {
    this.snapshot = snapshot;
    this.lender = lender;
  }

  get list(): readonly Reading[] {
    this.#list ??= listOf(this.snapshot, this.lender);
    return this.#list;
  }
}

/** What was borrowed itself is not lent on: else versions that are typed fast would hold each other. */
function lender(readings: Readings | undefined): Readings | undefined {
  return readings instanceof LazyReadings ? (readings.lender ?? readings) : readings;
}

function listOf(snapshot: Snapshot, previous?: Readings): readonly Reading[] {
  const lacking = lackingIn(snapshot);
  const own = isEvaluated(snapshot) ? ownReadings(snapshot) : [];
  const last = previous && new LastReadings(previous, snapshot);
  const list: Reading[] = [];
  for (const [i, statement] of snapshot.tree.statements.entries()) {
    const now = own[i];
    const reading =
      now && !lacking.update && !lacking.gradient ? now : kept(snapshot, statement, lacking, now, last?.of(statement));
    if (reading) list.push(reading);
  }
  return list;
}

/** Whether every statement has a reading of this very version, or can have none at all. */
function isWhole(snapshot: Evaluated): boolean {
  const { tree, model, evaluation } = snapshot;
  const { gradient, update } = lackingIn(snapshot);
  if (gradient || update) return false;
  let claims = 0;
  for (const statement of tree.statements) {
    if (statement.kind === 'broken') return false;
    if (statement.kind === 'expect') claims++;
    else if (isNaming(statement) && nodeAt(model.statementNodes, statement.index) === undefined) return false;
  }
  return claims === evaluation.verdicts.length;
}

/** What the file means to have and now lacks, because a statement can't be read or evaluated. */
interface Lacking {
  readonly gradient: boolean;
  readonly update: boolean;
}

function lackingIn({ model, tree }: Snapshot): Lacking {
  const isPicked = model.picked !== undefined;
  const isMeant = isPicked || tree.statements.some((statement) => intentionOf(statement) === 'loss');
  const gradient = !model.objective && isMeant;
  return { gradient, update: !isPicked && (gradient || !model.training) };
}

/** The fresh reading; with the last gradient and update while those are lacking; or all of the last reading. */
function kept(
  snapshot: Snapshot,
  statement: Statement,
  lacking: Lacking,
  fresh?: Reading,
  last?: Reading,
): Reading | undefined {
  const isClaim = last?.kind === 'claim' || fresh?.kind === 'claim';
  if (isClaim) return fresh ?? (last && { ...last, ...placeOf(snapshot, statement), stale: true });
  if (last === undefined) return fresh;
  const keepsGradient = lacking.gradient && last.gradient !== undefined;
  const keepsUpdate = lacking.update && last.update !== undefined;
  if (fresh && !keepsGradient && !keepsUpdate) return fresh;
  const { name, role, value, gradient, update } = fresh ?? last;
  return {
    kind: 'value',
    ...placeOf(snapshot, statement),
    stale: true,
    name,
    role,
    value,
    gradient: keepsGradient ? last.gradient : gradient,
    update: keepsUpdate ? last.update : update,
  };
}
