/** Annotations from the numbers of the current version, computed lazily because few of a long file are displayed. */

import { nodeQuantity } from '../../display/nodeQuantity.ts';
import type { Quantity } from '../../display/quantity.ts';
import { stepNorms } from '../../display/stepNorms.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { nodeAt, recurrenceAt } from '../../language/lowering/model.ts';
import {
  type DefinitionKind,
  type ExpectStatement,
  isValueDefinition,
  labelOf,
  roleOf,
  type Statement,
} from '../../language/syntax/ast.ts';
import type { Verdict } from '../expectations.ts';
import { sampleTextOf } from '../sample/sampleText.ts';
import type { EvaluatedSnapshot, Snapshot } from '../snapshot.ts';
import { updatedQuantity } from '../training/paramUpdates.ts';
import type { ExpectationAnnotation, GradientAnnotation, StatementAnnotation, ValueAnnotation } from './annotation.ts';

/** The annotations of statements that have a value or a verdict in this version. */
export class CurrentAnnotations {
  readonly #snapshot: EvaluatedSnapshot;
  readonly #numbers: EvaluatedNumbers;
  readonly #verdicts: ReadonlyMap<ExpectStatement, Verdict>;
  /** For each statement index, the node of its value; −1 if it has none. */
  readonly #nodes: Int32Array;

  constructor(snapshot: EvaluatedSnapshot) {
    this.#snapshot = snapshot;
    this.#numbers = new EvaluatedNumbers(snapshot);
    this.#verdicts = new Map(snapshot.evaluation.verdicts.map((verdict) => [verdict.expectation.statement, verdict]));
    this.#nodes = statementNodesByIndex(snapshot);
  }

  /** True if the statement at `index` has an annotation. */
  has(index: number): boolean {
    if (this.#nodes[index] >= 0) return true;
    const statement = this.#snapshot.tree.at(index);
    return statement.kind === 'expect' && this.#verdicts.has(statement);
  }

  at(index: number): StatementAnnotation | undefined {
    const statement = this.#snapshot.tree.at(index);
    if (statement.kind === 'expect')
      return expectationAnnotation(this.#snapshot, statement, this.#verdicts.get(statement));
    const node = this.#nodes[index];
    if (!isValueDefinition(statement) || node < 0) return undefined;
    return new LazyValueAnnotation(this.#numbers, statement, labelOf(statement), roleOf(statement), node);
  }

  /** For each statement index, the node of its value if that is a scalar, else −1. */
  get scalars(): Int32Array {
    const { program } = this.#snapshot.model;
    return this.#nodes.map((node) => (node >= 0 && program.shape(node).length === 0 ? node : -1));
  }
}

/** For each statement index, the node of its value; −1 for statements without one. */
function statementNodesByIndex({ tree, model: { statementNodes } }: Snapshot): Int32Array {
  const { ids } = tree.statementTable;
  const nodes = new Int32Array(tree.length);
  for (let index = 0; index < nodes.length; index++) nodes[index] = statementNodes[ids[index]];
  return nodes;
}

function expectationAnnotation(
  snapshot: EvaluatedSnapshot,
  statement: ExpectStatement,
  verdict?: Verdict,
): ExpectationAnnotation | undefined {
  if (verdict === undefined) return undefined;
  const { expectation: _, ...comparison } = verdict;
  return {
    kind: 'expectation',
    ...statementLinesOf(snapshot, statement),
    isStale: false,
    sampleText: sampleTextOf(snapshot.model),
    ...comparison,
  };
}

/** Params created by calls in each statement, with their qualified names. They have no statement of their own. */
export function inlinedParamAnnotations(
  snapshot: EvaluatedSnapshot,
): ReadonlyMap<Statement, readonly ValueAnnotation[]> {
  const { params, statementNodes } = snapshot.model;
  const numbers = new EvaluatedNumbers(snapshot);
  const annotations = new Map<Statement, ValueAnnotation[]>();
  for (const { name, node, statement } of params) {
    if (nodeAt(statementNodes, statement.id) === node) continue;
    const annotation = new LazyValueAnnotation(numbers, statement, name, 'param', node);
    annotations.set(statement, [...(annotations.get(statement) ?? []), annotation]);
  }
  return annotations;
}

class LazyValueAnnotation implements ValueAnnotation {
  readonly statement: Statement;
  readonly name: string;
  readonly role: DefinitionKind;
  readonly #numbers: EvaluatedNumbers;
  readonly #node: NodeId;

  constructor(numbers: EvaluatedNumbers, statement: Statement, name: string, role: DefinitionKind, node: NodeId) {
    this.statement = statement;
    this.name = name;
    this.role = role;
    this.#numbers = numbers;
    this.#node = node;
  }

  get kind(): 'value' {
    return 'value';
  }

  get isStale(): boolean {
    return false;
  }

  get line(): number {
    return this.#numbers.lineAt(this.statement.start);
  }

  get lastLine(): number {
    return this.#numbers.lineAt(this.statement.end);
  }

  get sampleText(): string | undefined {
    return this.role === 'data' || this.role === 'loss' ? this.#numbers.sampleText : undefined;
  }

  get value(): Quantity {
    return this.#numbers.quantityOf(this.#node);
  }

  get gradient(): GradientAnnotation | undefined {
    return this.#numbers.gradientOf(this.#node, this.role);
  }

  get update(): Quantity | undefined {
    return this.role === 'param' ? this.#numbers.updateOf(this.#node) : undefined;
  }
}

/** Displayed numbers of an evaluated version, computed on demand. */
class EvaluatedNumbers {
  readonly #snapshot: EvaluatedSnapshot;

  constructor(snapshot: EvaluatedSnapshot) {
    this.#snapshot = snapshot;
  }

  get sampleText(): string | undefined {
    return sampleTextOf(this.#snapshot.model);
  }

  lineAt(offset: number): number {
    return this.#snapshot.lines.positionAt(offset).line;
  }

  quantityOf(node: NodeId): Quantity {
    const { model, evaluation } = this.#snapshot;
    return nodeQuantity(model.program, evaluation.values, node);
  }

  gradientOf(node: NodeId, role: DefinitionKind): GradientAnnotation | undefined {
    const { objective, pickedRootName } = this.#snapshot.model;
    const adjoint = objective && adjointOf(objective.backwardPass, node);
    if (adjoint === undefined) return undefined;
    const isSelf = pickedRootName === undefined ? role === 'loss' : objective?.backwardPass.root === node;
    const { model, evaluation } = this.#snapshot;
    const recurrence = recurrenceAt(model, node);
    const gradient = { of: objective!.label, value: this.quantityOf(adjoint), isSelf };
    if (recurrence === undefined) return gradient;
    return { ...gradient, stepNorms: stepNorms(model.program, evaluation.values, adjoint, recurrence.steps.length) };
  }

  updateOf(node: NodeId): Quantity | undefined {
    return updatedQuantity(this.#snapshot, node);
  }
}

export function statementLinesOf({ lines }: Snapshot, statement: Statement) {
  return {
    statement,
    line: lines.positionAt(statement.start).line,
    lastLine: lines.positionAt(statement.end).line,
  };
}
