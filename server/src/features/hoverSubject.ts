/** What the cursor is on: a definition, a sub-expression, or a word that has no value of its own. */

import { operatorsByCall } from '../engine/ops.ts';
import { optimizers } from '../engine/optimize.ts';
import type { NodeId } from '../engine/program.ts';
import type { Range } from '../language/lines.ts';
import { nodeAt } from '../language/model.ts';
import { type Expression, isDefinition, type Statement, statementAt, type Tree } from '../language/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { plainLine } from './markdown.ts';

export interface Subject {
  readonly range: Range;
  /** The source that the hover is headed with. */
  readonly source: Range;
  /** Absent where it has no value now, or never has one. */
  readonly node?: NodeId;
  /** The statement that gives the value its name, where it has one. */
  readonly definition?: Statement & { readonly name?: { readonly name: string } };
  /** Sentences about it: the comment above its definition, what a function computes. */
  readonly docs: readonly string[];
}

export function subjectAt(snapshot: Snapshot, offset: number): Subject | undefined {
  const statement = statementAt(snapshot.tree, offset);
  if (statement === undefined) return undefined;
  if ('name' in statement && statement.name && covers(statement.name, offset))
    return definitionSubject(snapshot, statement, statement.name);
  if (statement.kind === 'train' && covers(statement.optimizer, offset)) return optimizerSubject(statement);
  const expression = innermostNode(snapshot, statement, offset);
  return expression && expressionSubject(snapshot, statement, expression, offset);
}

function definitionSubject(snapshot: Snapshot, definition: Statement, range: Range): Subject {
  const node = nodeAt(snapshot.model.statementNodes, definition.index);
  return {
    range,
    source: definition,
    ...(node !== undefined && { node }),
    definition,
    docs: commentAbove(snapshot, definition),
  };
}

function optimizerSubject({
  optimizer: { name, start, end },
  ...statement
}: Statement & { kind: 'train' }): Subject | undefined {
  const optimizer = optimizers.find((candidate) => candidate.name === name);
  if (optimizer === undefined) return undefined;
  const hyperparameters = optimizer.hyperparameters.map((h) => `- \`${h.name} = ${h.default}\`: ${h.doc}`);
  return { range: { start, end }, source: statement, docs: [optimizer.doc, hyperparameters.join('\n')] };
}

function expressionSubject(snapshot: Snapshot, statement: Statement, expression: Expression, offset: number): Subject {
  if (expression.kind === 'name') {
    const definition = snapshot.names.definitions.get(expression.name);
    if (definition) return definitionSubject(snapshot, definition, expression);
  }
  const isOnCallee = expression.kind === 'call' && covers(expression.callee, offset);
  const docs = isOnCallee ? operatorsByCall(expression.callee.name).map(({ doc }) => doc) : [];
  const isWhole = isDefinition(statement) && statement.value === expression;
  if (isWhole && nodeAt(snapshot.model.statementNodes, statement.index) !== undefined) {
    const whole = definitionSubject(snapshot, statement, expression);
    return { ...whole, docs: [...docs, ...whole.docs] };
  }
  const node = nodeAt(snapshot.model.expressionNodes, expression.index);
  return { range: expression, source: expression, ...(node !== undefined && { node }), docs };
}

/** The innermost expression that may have a node: a number inside a list belongs to the list, one behind a minus to it. */
function innermostNode({ tree, model }: Snapshot, { first, last }: Statement, offset: number): Expression | undefined {
  const covering = tree.expressions
    .slice(first, last)
    .filter((part) => covers(part, offset) && !isBehindMinus(tree, part));
  // On an operator right behind its operand, the operand only ends where the cursor is.
  const around = covering.filter(({ end }) => offset < end);
  const candidates = around.length > 0 ? around : covering;
  return candidates.find(({ index }) => nodeAt(model.expressionNodes, index) !== undefined) ?? candidates[0];
}

function isBehindMinus({ expressions }: Tree, number: Expression): boolean {
  const next = expressions[number.index + 1];
  return number.kind === 'number' && next?.kind === 'negate' && next.operand === number;
}

/** The comment lines right above a statement. */
function commentAbove({ lines }: Snapshot, { start }: Range): string[] {
  const comment: string[] = [];
  for (let line = lines.positionAt(start).line - 1; line >= 0; line--) {
    const match = /^\s*#\s?(.*)$/.exec(lines.line(line));
    if (match === null) break;
    comment.unshift(match[1]);
  }
  return comment.length === 0 ? [] : [comment.map(plainLine).join('  \n')];
}

function covers({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}
