/** The readings of one version by its own numbers. A long file has very many, of which few are seen: what they say is found when it is read. */

import { type Quantity, quantityOf } from '../display/quantity.ts';
import { adjointOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { elementsOf } from '../engine/runtime/execute.ts';
import { nodeAt } from '../language/lowering/model.ts';
import { type DefinitionKind, type Expectation, isNaming, roleOf, type Statement } from '../language/syntax/tree.ts';
import type { ClaimReading, GradientReading, Reading, ValueReading } from './annotations.ts';
import type { Verdict } from './expectations.ts';
import type { Evaluated, Snapshot } from './snapshot.ts';
import { type Move, updating } from './step.ts';

/** The readings of the statements that have a value, or a verdict, of their own. */
export class OwnReadings {
  readonly #snapshot: Evaluated;
  readonly #numbers: ReadNumbers;
  readonly #verdicts: ReadonlyMap<Expectation, Verdict>;
  /** The node of the value of each statement, by its place; −1 where it has none. */
  readonly #nodes: Int32Array;

  constructor(snapshot: Evaluated) {
    this.#snapshot = snapshot;
    this.#numbers = new ReadNumbers(snapshot);
    this.#verdicts = new Map(snapshot.evaluation.verdicts.map((verdict) => [verdict.claim.statement, verdict]));
    this.#nodes = valuesOf(snapshot);
  }

  /** Whether the statement at a place has a reading. */
  has(place: number): boolean {
    if (this.#nodes[place] >= 0) return true;
    const statement = this.#snapshot.tree.at(place);
    return statement.kind === 'expect' && this.#verdicts.has(statement);
  }

  at(place: number): Reading | undefined {
    const statement = this.#snapshot.tree.at(place);
    if (statement.kind === 'expect') return claimReading(this.#snapshot, statement, this.#verdicts.get(statement));
    const node = this.#nodes[place];
    if (!isNaming(statement) || node < 0) return undefined;
    return new OwnReading(this.#numbers, statement, statement.name.name, roleOf(statement), node);
  }

  /** The nodes of the values that are numbers, by place; −1 of others. */
  get scalars(): Int32Array {
    const { program } = this.#snapshot.model;
    return this.#nodes.map((node) => (node >= 0 && program.shape(node).length === 0 ? node : -1));
  }
}

/** What is no value has no node. */
function valuesOf({ tree, model: { statementNodes } }: Snapshot): Int32Array {
  const { indices } = tree.overview;
  const nodes = new Int32Array(tree.length);
  for (let place = 0; place < nodes.length; place++) nodes[place] = statementNodes[indices[place]];
  return nodes;
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
    return this.role === 'param' ? this.#numbers.updateOf(this.#node) : undefined;
  }
}

/** The numbers of a version, as they are read. */
class ReadNumbers {
  readonly #snapshot: Evaluated;
  readonly #updateOf: (param: NodeId) => Move | undefined;
  /** Those of tensors, which take a while to sum up. */
  readonly #known = new Map<NodeId, Quantity>();

  constructor(snapshot: Evaluated) {
    this.#snapshot = snapshot;
    this.#updateOf = updating(snapshot);
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
    const update = this.#updateOf(node);
    return update && quantityOf(update.to, this.#snapshot.model.program.shape(node));
  }
}

/** Where a statement stands. */
export function placeOf({ lines }: Snapshot, statement: Statement) {
  return {
    statement,
    line: lines.positionAt(statement.start).line,
    lastLine: lines.positionAt(statement.end).line,
  };
}
