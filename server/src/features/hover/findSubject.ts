/** The hover subject at the cursor: a definition, a subexpression, or a name without a value. */

import * as l10n from '@vscode/l10n';
import { fileFunctionNamed } from '../../data/formats/table.ts';
import { distributionNamed } from '../../engine/operators/draws/distributions.ts';
import { operatorsByCall } from '../../engine/operators/table.ts';
import { counterTable } from '../../engine/training/counters.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import {
  type Expression,
  type FunctionDefinition,
  indexIn,
  isDefinition,
  rangeIn,
  type Statement,
  type StatementOrigin,
} from '../../language/syntax/ast.ts';
import { functionAt, statementAt } from '../../language/syntax/tree/tree.ts';
import { excerptOf } from '../../language/text/excerpt.ts';
import type { Range } from '../../language/text/lines.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { commentAbove, operatorDoc } from '../support/documentation.ts';
import { touches } from '../support/positions.ts';
import { callSubject, functionSubject, localSubject, parameterSubject, shownCallOf } from './functionSubjects.ts';
import type { HoverSubject } from './hoverSubject.ts';
import { keywordSubject } from './keywordSubject.ts';

export function subjectAt(snapshot: Snapshot, offset: number): HoverSubject | undefined {
  const statement = statementAt(snapshot.tree, offset);
  if (statement === undefined) return undefined;
  const enclosingFunction = functionAt(snapshot.tree, offset);
  if ('name' in statement && statement.name && touches(rangeIn(statement, statement.name), offset)) {
    if (statement.kind === 'fn') return functionSubject(snapshot, statement);
    const range = rangeIn(statement, statement.name);
    if (enclosingFunction) return localSubject(snapshot, enclosingFunction, statement, range);
    return definitionSubject(snapshot, statement, range);
  }
  const parameter = enclosingFunction?.parameters.find(({ name }) => touches(rangeIn(statement, name), offset));
  if (enclosingFunction && parameter)
    return parameterSubject(snapshot, enclosingFunction, parameter, rangeIn(statement, parameter.name));
  const keyword = keywordSubject(snapshot, statement, offset);
  if (keyword) return keyword;
  const expression = innermostExpression(snapshot, statement, offset);
  if (expression === undefined) return undefined;
  return enclosingFunction
    ? subjectInBody(snapshot, enclosingFunction, expression, offset)
    : expressionSubject(snapshot, statement, expression, offset);
}

export function definitionSubject(snapshot: Snapshot, definition: Statement, { start, end }: Range): HoverSubject {
  const node = nodeAt(snapshot.model.statementNodes, definition.id);
  return {
    range: { start, end },
    heading: excerptOf(snapshot.text, definition),
    ...(node !== undefined && { node }),
    createdParams: snapshot.model.params.filter((param) => param.statement === definition && param.node !== node),
    definition,
    docs: commentAbove(snapshot, definition),
  };
}

export function expressionSubject(
  snapshot: Snapshot,
  statement: Statement,
  expression: Expression,
  offset: number,
): HoverSubject {
  const range = rangeIn(statement, expression);
  const named =
    expression.kind === 'name' ? nameSubject(snapshot, expression, indexIn(statement, expression), range) : undefined;
  if (named) return named;
  const expressionNode = nodeAt(snapshot.model.expressionNodes, indexIn(statement, expression));
  const isStatementValue = isDefinition(statement) && statement.value === expression;
  const statementNode = isStatementValue ? nodeAt(snapshot.model.statementNodes, statement.id) : undefined;
  const node = statementNode ?? expressionNode;
  const call = expression.kind === 'call' ? callSubject(snapshot, expression, range, node) : undefined;
  if (call) return isStatementValue ? { ...call, definition: statement } : call;
  const docs = operatorDocs(statement, expression, offset);
  if (statementNode !== undefined) {
    const subject = definitionSubject(snapshot, statement, range);
    return { ...subject, docs: [...docs, ...subject.docs] };
  }
  const heading = excerptOf(snapshot.text, range);
  return { range, heading, ...(node !== undefined && { node }), docs };
}

/** The subject of a name outside functions. */
function nameSubject(
  snapshot: Snapshot,
  { name }: Expression & { kind: 'name' },
  index: number,
  range: Range,
): HoverSubject | undefined {
  const definition = snapshot.names.definitions.get(name);
  if (definition) return definitionSubject(snapshot, definition, range);
  const node = nodeAt(snapshot.model.expressionNodes, index);
  const imported = snapshot.names.scope.consts.get(name);
  if (imported === undefined) {
    const counter = counterTable.find((candidate) => candidate.name === name);
    return counter && node !== undefined ? { range, heading: name, node, docs: [l10n.t(counter.doc)] } : undefined;
  }
  return {
    range,
    heading: excerptOf(imported.module.text, imported.definition),
    ...(node !== undefined && { node }),
    docs: commentAbove(imported.module, imported.definition),
  };
}

function subjectInBody(
  snapshot: Snapshot,
  enclosingFunction: FunctionDefinition,
  expression: Expression,
  offset: number,
): HoverSubject {
  const range = rangeIn(enclosingFunction, expression);
  const index = indexIn(enclosingFunction, expression);
  if (expression.kind === 'name') {
    const { name } = expression;
    const local = enclosingFunction.body.find((statement) => 'name' in statement && statement.name?.name === name);
    if (local) return localSubject(snapshot, enclosingFunction, local, range);
    const parameter = enclosingFunction.parameters.find((candidate) => candidate.name.name === name);
    if (parameter) return parameterSubject(snapshot, enclosingFunction, parameter, range);
    const globalSubject = nameSubject(snapshot, expression, index, range);
    if (globalSubject) return globalSubject;
  }
  const node = nodeAt(snapshot.model.expressionNodes, index);
  const heading = excerptOf(snapshot.text, range);
  const isNumber = expression.kind === 'number' || expression.kind === 'negate';
  const call = expression.kind === 'call' ? callSubject(snapshot, expression, range, node) : undefined;
  return {
    range,
    heading,
    ...(node !== undefined && { node }),
    ...call,
    ...(!isNumber && { name: truncate(heading) }),
    function: enclosingFunction,
    shownCall: shownCallOf(snapshot, enclosingFunction, node),
    docs: operatorDocs(enclosingFunction, expression, offset),
  };
}

/** The description of an operator, a distribution or a function that reads a file, if the cursor is on its name or on that of an argument. */
function operatorDocs(base: StatementOrigin, expression: Expression, offset: number): string[] {
  if (expression.kind !== 'call' && expression.kind !== 'draw') return [];
  const callee = expression.kind === 'call' ? expression.callee : expression.distribution;
  const names = [callee, ...expression.arguments.flatMap(({ keyword }) => keyword ?? [])];
  if (!names.some((name) => touches(rangeIn(base, name), offset))) return [];
  if (expression.kind === 'draw') {
    const row = distributionNamed(callee.name);
    return row ? [operatorDoc(row)] : [];
  }
  const fileFunction = fileFunctionNamed(callee.name);
  return fileFunction ? [l10n.t(fileFunction.doc)] : operatorsByCall(callee.name).map(operatorDoc);
}

/**
 * The innermost expression that may have a node. Numbers inside a list belong to the list, and a number after a minus
 * to the negation.
 */
function innermostExpression({ tree, model }: Snapshot, statement: Statement, offset: number): Expression | undefined {
  const expressions = tree.expressionsIn(statement);
  const covering = expressions.filter(
    (part, index) => touches(rangeIn(statement, part), offset) && !isNegated(part, expressions[index + 1]),
  );
  // At the end of an operand directly before an operator, the operator is meant.
  const innerCandidates = covering.filter((part) => offset < rangeIn(statement, part).end);
  const candidates = innerCandidates.length > 0 ? innerCandidates : covering;
  return (
    candidates.find((part) => nodeAt(model.expressionNodes, indexIn(statement, part)) !== undefined) ?? candidates[0]
  );
}

function isNegated(number: Expression, next: Expression | undefined): boolean {
  return number.kind === 'number' && next?.kind === 'negate' && next.operand === number;
}
