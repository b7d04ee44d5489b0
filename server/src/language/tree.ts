/**
 * The syntax tree. The expressions of a file stand in one flat list in post-order, operands before what uses them, so
 * that every pass over them is a loop.
 */

import type { Range } from './lines.ts';

export interface Tree {
  readonly statements: readonly Statement[];
  readonly expressions: readonly Expression[];
}

interface ExpressionBase extends Range {
  /** Its place in the tree's list. */
  readonly index: number;
  /** The place of the first of its own sub-expressions; its own where it has none. */
  readonly first: number;
}

export type Expression = ExpressionBase &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'negate'; readonly operand: Expression }
    | { readonly kind: 'transpose'; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly symbol: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'call'; readonly callee: Identifier; readonly arguments: readonly Argument[] }
    | { readonly kind: 'gradient'; readonly of: Expression; readonly by: Expression }
  );

export interface Identifier extends Range {
  readonly name: string;
}

export interface Argument {
  /** The keyword of `axis = 0`; absent where the argument is given by its place. */
  readonly keyword?: Identifier;
  readonly value: Expression;
}

interface StatementBase extends Range {
  /** Its place in the file. */
  readonly index: number;
  /** The expressions of this statement are those of the tree from `first` up to and excluding `last`. */
  readonly first: number;
  readonly last: number;
}

export type DefinitionKind = 'const' | 'param' | 'data' | 'node' | 'loss';

/** A statement that gives a value a name. */
export type Definition = StatementBase & {
  readonly kind: DefinitionKind;
  readonly name: Identifier;
  readonly value: Expression;
};

export type Training = StatementBase & {
  readonly kind: 'train';
  readonly optimizer: Identifier;
  readonly arguments: readonly Argument[];
};

export type Expectation = StatementBase & {
  readonly kind: 'expect';
  readonly left: Expression;
  readonly right: Expression;
  readonly within?: Expression;
};

/** A statement that can't be read. What it was to be is kept, as far as it was read. */
export type Broken = StatementBase & {
  readonly kind: 'broken';
  readonly intended?: DefinitionKind | 'train' | 'expect';
  readonly name?: Identifier;
};

export type Statement = Definition | Training | Expectation | Broken;

export function isDefinition(statement: Statement): statement is Definition {
  return 'value' in statement;
}

/** What a statement is, or was to be. */
export function intentionOf(statement: Statement): Exclude<Statement['kind'], 'broken'> | undefined {
  return statement.kind === 'broken' ? statement.intended : statement.kind;
}

/** The statement that covers an offset; statements stand in the order of the text. */
export function statementAt(tree: Tree, offset: number): Statement | undefined {
  let low = 0;
  let high = tree.statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tree.statements[middle].start <= offset) low = middle + 1;
    else high = middle;
  }
  const statement = tree.statements[low - 1];
  return statement !== undefined && offset <= statement.end ? statement : undefined;
}

/**
 * The expressions that become nodes, in post-order: the items of a list are not among them, as the list as a whole
 * becomes one constant.
 */
export function nodesOf(tree: Tree, { first, last }: Pick<Statement, 'first' | 'last'>): Expression[] {
  const backwards: Expression[] = [];
  for (let index = last - 1; index >= first; index--) {
    const expression = tree.expressions[index];
    backwards.push(expression);
    if (expression.kind === 'list') index = expression.first;
  }
  return backwards.reverse();
}
