/**
 * What the user reads at each statement: its value, its gradient and where a step takes it, or whether a claim holds.
 * Lenses, annotations and the command line print these. While a statement can't be evaluated it keeps its last reading,
 * marked stale, so that nothing moves and nothing is lost from sight.
 */

import { type Quantity, quantityOf } from '../display/quantity.ts';
import { adjointOf } from '../engine/differentiate.ts';
import { elementsOf } from '../engine/execute.ts';
import { nodeAt } from '../language/model.ts';
import { type DefinitionKind, intentionOf, isNaming, type Naming, roleOf, type Statement } from '../language/tree.ts';
import { lineShift } from './lineShift.ts';
import { type Evaluated, isEvaluated, type Snapshot } from './snapshot.ts';
import { type Update, updatesOf } from './step.ts';

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
  readonly gradient?: GradientReading;
  /** Where a step of training takes a param. */
  readonly update?: Quantity;
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
  const fresh = isEvaluated(snapshot) ? freshReadings(snapshot) : new Map<Statement, Reading>();
  const last = previous && new LastReadings(previous, snapshot);
  const list: Reading[] = [];
  const lacking = lackingIn(snapshot);
  for (const statement of snapshot.tree.statements) {
    const now = fresh.get(statement);
    const reading = now && !lacking.update && !lacking.gradient ? now : kept(lacking, now, last?.of(statement));
    if (reading) list.push(reading);
  }
  return { snapshot, list };
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
function kept({ gradient, update }: Lacking, fresh?: Reading, last?: Reading): Reading | undefined {
  if (fresh === undefined) return last && { ...last, stale: true };
  if (fresh.kind !== 'value' || last?.kind !== 'value') return fresh;
  const keptParts = {
    ...(gradient && last.gradient && { gradient: last.gradient }),
    ...(update && last.update && { update: last.update }),
  };
  return Object.keys(keptParts).length === 0 ? fresh : { ...fresh, ...keptParts, stale: true };
}

function freshReadings(snapshot: Evaluated): ReadonlyMap<Statement, Reading> {
  const readings = new Map<Statement, Reading>();
  const updates = updatesOf(snapshot);
  for (const statement of snapshot.tree.statements) {
    const node = isNaming(statement) ? nodeAt(snapshot.model.statementNodes, statement.index) : undefined;
    if (isNaming(statement) && node !== undefined)
      readings.set(statement, valueReading(snapshot, statement, nameAndRole(statement), node, updates.get(node)));
  }
  for (const { claim, holds, left, right } of snapshot.evaluation.verdicts) {
    const place = placeOf(snapshot, claim.statement);
    readings.set(claim.statement, { kind: 'claim', ...place, stale: false, holds, left, right });
  }
  return readings;
}

/** The params that the calls in each statement make, which have no statement of their own, by their full names. */
export function madeReadings(snapshot: Evaluated): ReadonlyMap<Statement, readonly ValueReading[]> {
  const { params, statementNodes } = snapshot.model;
  const updates = updatesOf(snapshot);
  const readings = new Map<Statement, ValueReading[]>();
  for (const { name, node, statement } of params) {
    if (nodeAt(statementNodes, statement.index) === node) continue;
    const reading = valueReading(snapshot, statement, { name, role: 'param' }, node, updates.get(node));
    readings.set(statement, [...(readings.get(statement) ?? []), reading]);
  }
  return readings;
}

interface NameAndRole {
  readonly name: string;
  readonly role: DefinitionKind;
}

function nameAndRole(statement: Naming): NameAndRole {
  return { name: statement.name.name, role: roleOf(statement) };
}

function valueReading(
  snapshot: Evaluated,
  statement: Statement,
  { name, role }: NameAndRole,
  node: number,
  update?: Update,
): ValueReading {
  const { program, objective, picked } = snapshot.model;
  const shape = program.shape(node);
  const quantity = (of: number): Quantity => quantityOf(elementsOf(program, snapshot.evaluation.values, of), shape);
  const adjoint = objective && adjointOf(objective.gradient, node);
  const isOwn = picked === undefined ? role === 'loss' : objective?.gradient.root === node;
  return {
    kind: 'value',
    ...placeOf(snapshot, statement),
    stale: false,
    name,
    role,
    value: quantity(node),
    ...(objective && adjoint !== undefined && { gradient: { of: objective.label, value: quantity(adjoint), isOwn } }),
    ...(update && { update: quantityOf(update.to, shape) }),
  };
}

function placeOf({ lines }: Snapshot, statement: Statement) {
  return {
    statement,
    line: lines.positionAt(statement.start).line,
    lastLine: lines.positionAt(statement.end).line,
  };
}

/** Finds the last reading of a statement, by its name, or where it has none, by where its line was; and puts it where the statement is now. */
class LastReadings {
  readonly #byName = new Map<string, Reading>();
  readonly #byLine = new Map<number, Reading>();
  readonly #previousLine: (line: number) => number | undefined;
  readonly #snapshot: Snapshot;

  constructor({ snapshot: earlier, list }: Readings, snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#previousLine = lineShift(earlier.text, earlier.lines, snapshot.text, snapshot.lines);
    for (const reading of list) {
      if (reading.kind === 'value') this.#byName.set(reading.name, reading);
      this.#byLine.set(reading.line, reading);
    }
  }

  of(statement: Statement): Reading | undefined {
    const reading = this.#find(statement);
    return reading && { ...reading, ...placeOf(this.#snapshot, statement) };
  }

  #find(statement: Statement): Reading | undefined {
    const last = this.#named(statement) ?? this.#there(statement);
    return last && this.#isElsewhere(last, statement) ? undefined : last;
  }

  #named(statement: Statement): Reading | undefined {
    const isValue = intentionOf(statement) !== 'fn';
    const name = isValue && 'name' in statement ? statement.name?.name : undefined;
    return name === undefined ? undefined : this.#byName.get(name);
  }

  #there(statement: Statement): Reading | undefined {
    if (statement.kind !== 'broken' && statement.kind !== 'expect') return undefined;
    const line = this.#previousLine(placeOf(this.#snapshot, statement).line);
    return line === undefined ? undefined : this.#byLine.get(line);
  }

  /** Whether another statement has the name of a reading now. */
  #isElsewhere(reading: Reading, statement: Statement): boolean {
    const owner = reading.kind === 'value' ? this.#snapshot.names.definitions.get(reading.name) : undefined;
    return owner !== undefined && owner !== statement;
  }
}
