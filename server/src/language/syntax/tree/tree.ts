/**
 * The syntax tree of a file: parsed statements, which versions share, and their positions. The expressions of a statement
 * form a flat list in post-order, operands before their users, so that every pass over them is a loop.
 */

import { partitionPoint } from '../../text/partitionPoint.ts';
import {
  type Expression,
  type FunctionDefinition,
  type LocatedExpression,
  locate,
  nameOf,
  type Span,
  type Statement,
} from '../ast.ts';
import { type ParsedStatement, positionStatement } from './parsedStatement.ts';
import type { StatementKind, StatementTable } from './statementTable.ts';

export class Tree {
  readonly parsedStatements: readonly ParsedStatement[];
  readonly statementTable: StatementTable;
  /** Statements positioned so far; a keystroke needs only a few. */
  readonly #positioned: Map<number, Statement>;
  #statements: readonly Statement[] | undefined;
  #expressions: readonly Expression[] | undefined;

  constructor(
    parsedStatements: readonly ParsedStatement[],
    statementTable: StatementTable,
    positioned = new Map<number, Statement>(),
  ) {
    this.parsedStatements = parsedStatements;
    this.statementTable = statementTable;
    this.#positioned = positioned;
  }

  /** A copy in which one statement is replaced by another of the same kind, length and number of expressions. */
  with(index: number, parsed: ParsedStatement): Tree {
    const positioned = new Map(this.#positioned);
    positioned.delete(index);
    return new Tree(this.parsedStatements.with(index, parsed), this.statementTable, positioned);
  }

  /** The number of top-level statements. */
  get length(): number {
    return this.parsedStatements.length;
  }

  /** The number of statements, including those in function bodies. */
  get statementCount(): number {
    return this.statementTable.ids[this.length];
  }

  get expressionCount(): number {
    return this.statementTable.firstExpressions[this.length];
  }

  /** The top-level statement at an index. */
  at(index: number): Statement {
    const cached = this.#positioned.get(index);
    if (cached) return cached;
    const { starts, firstExpressions, ids } = this.statementTable;
    const statement = positionStatement(this.parsedStatements[index].statement, {
      start: starts[index],
      firstExpression: firstExpressions[index],
      id: ids[index],
    });
    this.#positioned.set(index, statement);
    return statement;
  }

  get statements(): readonly Statement[] {
    this.#statements ??= this.parsedStatements.map((_, index) => this.at(index));
    return this.#statements;
  }

  /** The statements of a kind, including broken ones, in a range of indices. */
  statementsOfKind(kind: StatementKind, from?: number, end?: number): Statement[] {
    return this.statementTable.indicesOfKind(kind, from, end).map((index) => this.at(index));
  }

  /** The name that a top-level statement defines. */
  nameAt(index: number): string | undefined {
    return nameOf(this.parsedStatements[index].statement)?.name;
  }

  get expressions(): readonly Expression[] {
    this.#expressions ??= this.parsedStatements.flatMap(({ expressions }) => expressions);
    return this.#expressions;
  }

  /** The expressions of the top-level statement at an index. */
  expressionsOf(index: number): readonly Expression[] {
    return this.parsedStatements[index].expressions;
  }

  /** The expressions of a span inside one top-level statement. */
  expressionsIn({ firstExpression, endExpression }: Span): readonly Expression[] {
    if (firstExpression === endExpression) return [];
    const index = this.#indexOfExpression(firstExpression);
    const first = this.statementTable.firstExpressions[index];
    return this.expressionsOf(index).slice(firstExpression - first, endExpression - first);
  }

  /** The expression at an index in the file. */
  expressionAt(expressionIndex: number): LocatedExpression {
    const index = this.#indexOfExpression(expressionIndex);
    const baseIndex = this.statementTable.firstExpressions[index];
    const base = { baseOffset: this.statementTable.starts[index], baseIndex };
    return locate(base, this.expressionsOf(index)[expressionIndex - baseIndex]);
  }

  #indexOfExpression(expressionIndex: number): number {
    return partitionPoint(this.statementTable.firstExpressions, (first) => first > expressionIndex) - 1;
  }
}

/** The statement at an offset; inside a function that of its body. */
export function statementAt(tree: Tree, offset: number): Statement | undefined {
  const statement = lastStatementBefore(tree, offset);
  if (statement === undefined || offset > statement.end) return undefined;
  const inner = statement.kind === 'fn' ? statement.body.findLast(({ start }) => start <= offset) : undefined;
  return inner && offset <= inner.end ? inner : statement;
}

/** The function at an offset, in its head or body. */
export function functionAt(tree: Tree, offset: number): FunctionDefinition | undefined {
  const statement = lastStatementBefore(tree, offset);
  return statement?.kind === 'fn' && offset <= statement.end ? statement : undefined;
}

/** The last top-level statement that starts at or before an offset. */
export function lastStatementBefore(tree: Tree, offset: number): Statement | undefined {
  const index = lastIndexBefore(tree, offset);
  return index < 0 ? undefined : tree.at(index);
}

/** The last statement outside all blocks that starts at or before an offset; in a block, the head of the outermost one. */
export function outerStatementBefore(tree: Tree, offset: number): Statement | undefined {
  let index = lastIndexBefore(tree, offset);
  while (index > 0 && tree.at(index).blocks) index--;
  return index < 0 ? undefined : tree.at(index);
}

/** The index of the last top-level statement that starts at or before an offset; −1 if there is none. */
function lastIndexBefore({ statementTable: { starts } }: Tree, offset: number): number {
  return partitionPoint(starts, (start) => start > offset) - 1;
}

/** The index of a top-level statement. */
export function indexOfStatement({ statementTable: { starts } }: Tree, statement: Statement): number {
  return partitionPoint(starts, (start) => start >= statement.start);
}

/**
 * The expressions of a span that become nodes, in post-order. The items of a literal list do not: the list becomes one
 * constant.
 */
export function expressionsToLower(tree: Tree, span: Span): Expression[] {
  const reversed: Expression[] = [];
  const expressions = tree.expressionsIn(span);
  for (let index = expressions.length - 1; index >= 0; index--) {
    const expression = expressions[index];
    reversed.push(expression);
    if (expression.kind === 'list' && expression.isLiteral) index -= expression.localIndex - expression.localFirst;
  }
  return reversed.reverse();
}
