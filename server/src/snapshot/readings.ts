/**
 * What the user reads at each statement: its value, its gradient and where a step takes it, or whether a claim holds.
 * Lenses, annotations and the command line print these. While a statement can't be evaluated it keeps its last reading,
 * marked stale, so that nothing moves and nothing is lost from sight.
 */

import { type Quantity, quantityOf } from '../display/quantity.ts';
import { adjointOf } from '../engine/differentiate.ts';
import { elementsOf } from '../engine/execute.ts';
import type { NodeId } from '../engine/program.ts';
import { nodeAt, type Param } from '../language/model.ts';
import {
  type DefinitionKind,
  type Expectation,
  intentionOf,
  isNaming,
  roleOf,
  type Statement,
} from '../language/tree.ts';
import type { Verdict } from './claims.ts';
import { lineShift } from './lineShift.ts';
import { type Evaluated, isEvaluated, type Snapshot } from './snapshot.ts';
import { type Update, updating } from './step.ts';

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

/** The reading of each statement, by its place in the file; undefined where it has none. */
function ownReadings(snapshot: Evaluated): (Reading | undefined)[] {
  const { tree, model, evaluation } = snapshot;
  const numbers = new ReadNumbers(snapshot);
  const verdicts = new Map(evaluation.verdicts.map((verdict) => [verdict.claim.statement, verdict]));
  return tree.statements.map((statement) => {
    if (statement.kind === 'expect') return claimReading(snapshot, statement, verdicts.get(statement));
    const node = isNaming(statement) ? nodeAt(model.statementNodes, statement.index) : undefined;
    if (!isNaming(statement) || node === undefined) return undefined;
    return new OwnReading(numbers, statement, statement.name.name, roleOf(statement), node);
  });
}

function claimReading(snapshot: Evaluated, statement: Expectation, verdict?: Verdict): ClaimReading | undefined {
  if (verdict === undefined) return undefined;
  const { holds, left, right } = verdict;
  return { kind: 'claim', ...placeOf(snapshot, statement), stale: false, holds, left, right };
}

/** The params that the calls in each statement make, which have no statement of their own, by their full names. */
export function madeReadings(snapshot: Evaluated): ReadonlyMap<Statement, readonly ValueReading[]> {
  const { params, statementNodes } = snapshot.model;
  const numbers = new ReadNumbers(snapshot);
  const readings = new Map<Statement, ValueReading[]>();
  for (const { name, node, statement } of params) {
    if (nodeAt(statementNodes, statement.index) === node) continue;
    const reading = new OwnReading(numbers, statement, name, 'param', node);
    readings.set(statement, [...(readings.get(statement) ?? []), reading]);
  }
  return readings;
}

/** A value of this very version. A long file has very many, of which few are seen: what it says is found when it is read. */
class OwnReading implements ValueReading {
  readonly statement: Statement;
  readonly name: string;
  readonly role: DefinitionKind;
  readonly #numbers: ReadNumbers;
  readonly #node: NodeId;

  constructor(numbers: ReadNumbers, statement: Statement, name: string, role: DefinitionKind, node: NodeId) {
    this.statement = statement;
    this.name = name;
    this.role = role;
    this.#numbers = numbers;
    this.#node = node;
  }

  get kind(): 'value' {
    return 'value';
  }

  get stale(): boolean {
    return false;
  }

  get line(): number {
    return this.#numbers.lineAt(this.statement.start);
  }

  get lastLine(): number {
    return this.#numbers.lineAt(this.statement.end);
  }

  get value(): Quantity {
    return this.#numbers.quantityOf(this.#node);
  }

  get gradient(): GradientReading | undefined {
    return this.#numbers.gradientOf(this.#node, this.role);
  }

  get update(): Quantity | undefined {
    return this.#numbers.updateOf(this.#node);
  }
}

/** The numbers of a version, as they are read. */
class ReadNumbers {
  readonly #snapshot: Evaluated;
  readonly #updateOf: (param: Param) => Update | undefined;
  readonly #params: ReadonlyMap<NodeId, Param>;
  /** Those of tensors, which take a while to sum up. */
  readonly #known = new Map<NodeId, Quantity>();

  constructor(snapshot: Evaluated) {
    this.#snapshot = snapshot;
    this.#updateOf = updating(snapshot);
    this.#params = new Map(snapshot.model.params.map((param) => [param.node, param]));
  }

  lineAt(offset: number): number {
    return this.#snapshot.lines.positionAt(offset).line;
  }

  quantityOf(node: NodeId): Quantity {
    const { model, evaluation } = this.#snapshot;
    const shape = model.program.shape(node);
    const { data, starts } = evaluation.values;
    if (shape.length === 0) return { kind: 'scalar', value: data[starts[node]] };
    const known = this.#known.get(node) ?? quantityOf(elementsOf(model.program, evaluation.values, node), shape);
    this.#known.set(node, known);
    return known;
  }

  gradientOf(node: NodeId, role: DefinitionKind): GradientReading | undefined {
    const { objective, picked } = this.#snapshot.model;
    const adjoint = objective && adjointOf(objective.gradient, node);
    if (adjoint === undefined) return undefined;
    const isOwn = picked === undefined ? role === 'loss' : objective?.gradient.root === node;
    return { of: objective!.label, value: this.quantityOf(adjoint), isOwn };
  }

  updateOf(node: NodeId): Quantity | undefined {
    const param = this.#params.get(node);
    const update = param && this.#updateOf(param);
    return update && quantityOf(update.to, this.#snapshot.model.program.shape(node));
  }
}

function placeOf({ lines }: Snapshot, statement: Statement) {
  return {
    statement,
    line: lines.positionAt(statement.start).line,
    lastLine: lines.positionAt(statement.end).line,
  };
}

/** Finds the last reading of a statement, by its name, or where it has none, by where its line was. */
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
