/** Labels of nodes: the name of a statement or a param, or the source of a subexpression. */

import type { NodeId } from '../engine/ir/program.ts';
import { type Model, nodeAt } from '../language/lowering/model.ts';
import {
  type Expression,
  indexIn,
  isDefinition,
  isValueDefinition,
  labelOf,
  rangeIn,
  type Statement,
} from '../language/syntax/ast.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import { expressionsToLower } from '../language/syntax/tree/tree.ts';
import { excerptOf } from '../language/text/excerpt.ts';
import type { Range } from '../language/text/lines.ts';
import { truncate } from '../language/text/truncate.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Name } from './formulaTerms.ts';

/** The text is a name such as `q`, or a source such as `target - f`. */
export interface Label extends Name {
  readonly statement: Statement;
  /** Absent if the node is the value of the statement itself. */
  readonly expression?: Expression;
  /** True if the label is from a function body, for the node in the call that is displayed there. */
  readonly isInBody: boolean;
}

/** True if the label is the name of a statement or a param, which identifies the node in its file. */
export function isName({ expression, isInBody }: Label): boolean {
  return expression === undefined && !isInBody;
}

export function rangeOfLabel({ statement, expression }: Label): Range {
  return expression ? rangeIn(statement, expression) : statement;
}

export type Labels = ReadonlyMap<NodeId, Label>;

/** Labels outside of functions take precedence over those in function bodies. */
export function labelsOf(snapshot: Snapshot): Labels {
  const labels = new Map<NodeId, Label>();
  for (const { node, name, statement } of snapshot.model.params) {
    labels.set(node, { text: truncate(name), precedence: Precedence.atom, statement, isInBody: false });
  }
  for (const { statement, steps } of snapshot.model.recurrences) {
    for (const [step, node] of steps.entries()) {
      const text = `${truncate(statement.name.name)}[${step}]`;
      labels.set(node, { text, precedence: Precedence.atom, statement, isInBody: false });
    }
  }
  for (const statement of snapshot.tree.statements) {
    if (statement.kind !== 'fn') addLabels(labels, snapshot, statement, false);
  }
  const bodyLabels = new Map<NodeId, Label>();
  for (const statement of snapshot.tree.statements) {
    if (statement.kind !== 'fn') continue;
    for (const inner of statement.body) addLabels(bodyLabels, snapshot, inner, true);
  }
  for (const [node, label] of bodyLabels) if (!labels.has(node)) labels.set(node, label);
  return labels;
}

function addLabels(
  labels: Map<NodeId, Label>,
  { tree, model, text }: Snapshot,
  statement: Statement,
  isInBody: boolean,
): void {
  for (const expression of expressionsToLower(tree, statement)) {
    const node = nodeAt(model.expressionNodes, indexIn(statement, expression));
    if (node === undefined || labels.has(node) || isLiteral(expression)) continue;
    labels.set(node, {
      text: excerptOf(text, rangeIn(statement, expression)),
      precedence: isAtom(expression) ? Precedence.atom : Precedence.loose,
      statement,
      expression,
      isInBody,
    });
  }
  const node = isInBody ? nodeInBody(model, statement) : nodeAt(model.statementNodes, statement.id);
  if (node !== undefined && isValueDefinition(statement))
    labels.set(node, { text: truncate(labelOf(statement)), precedence: Precedence.atom, statement, isInBody });
}

/** The node that a statement of a function body names. Params are excluded: they have qualified names of their own. */
function nodeInBody(model: Model, statement: Statement): NodeId | undefined {
  const hasValue = isDefinition(statement) && statement.kind !== 'param';
  return hasValue ? nodeAt(model.expressionNodes, indexIn(statement, statement.value)) : undefined;
}

/** Literals need no label. */
function isLiteral(expression: Expression): boolean {
  const unsigned = expression.kind === 'negate' ? expression.operand : expression;
  return unsigned.kind === 'number' || unsigned.kind === 'string';
}

function isAtom({ kind }: Expression): boolean {
  return ['name', 'member', 'call', 'list', 'transpose', 'index'].includes(kind);
}
