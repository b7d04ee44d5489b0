/**
 * The syntax tree. The expressions of a file stand in one flat list in post-order, operands before what uses them, so
 * that every pass over them is a loop.
 */

import type { Range } from './lines.ts';

export interface Tree {
  /** In the order of the text; the statements in the body of a function stand in it. */
  readonly statements: readonly Statement[];
  readonly expressions: readonly Expression[];
  /** How many statements there are, those in bodies too. */
  readonly statementCount: number;
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
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'name'; readonly name: string }
    /** `net.h1.W`: a param that a call made. */
    | { readonly kind: 'member'; readonly owner: Identifier; readonly path: readonly string[] }
    /** Literal where it is made of numbers and literal lists alone. */
    | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly isLiteral: boolean }
    | { readonly kind: 'negate'; readonly operand: Expression }
    | { readonly kind: 'transpose'; readonly operand: Expression }
    | { readonly kind: 'index'; readonly operand: Expression; readonly indices: readonly IndexItem[] }
    | { readonly kind: 'binary'; readonly symbol: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'call'; readonly callee: Identifier; readonly arguments: readonly Argument[] }
    | { readonly kind: 'gradient'; readonly of: Expression; readonly by: Expression }
  );

/** What stands between the brackets of `a[0, 1:3, :]`. */
export type IndexItem =
  | { readonly kind: 'at'; readonly at: Expression }
  | { readonly kind: 'range'; readonly from?: Expression; readonly to?: Expression; readonly step?: Expression };

export interface Identifier extends Range {
  readonly name: string;
}

export interface Argument {
  /** The keyword of `axis = 0`; absent where the argument is given by its place. */
  readonly keyword?: Identifier;
  readonly value: Expression;
}

interface StatementBase extends Range {
  /** Its number among all statements of the file. */
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

/** `param W[4, 8] ~ normal(0, 0.5)`. */
export type DrawnParam = StatementBase & {
  readonly kind: 'drawn';
  readonly name: Identifier;
  readonly shape: readonly Expression[];
  readonly initialiser: Identifier;
  readonly arguments: readonly Argument[];
};

/** `fn f(a, b = 2) = E`, or with statements in braces, of which the last one returns. */
export type FunctionDefinition = StatementBase & {
  readonly kind: 'fn';
  readonly name: Identifier;
  readonly parameters: readonly FunctionParameter[];
  readonly body: readonly Statement[];
};

export interface FunctionParameter {
  readonly name: Identifier;
  readonly default?: Expression;
}

/** What a function gives back: a statement of its body, also where it is written behind `=`. */
export type Return = StatementBase & { readonly kind: 'return'; readonly value: Expression };

/** `import "layers.bp"`. */
export type Import = StatementBase & { readonly kind: 'import'; readonly path: Expression & { kind: 'string' } };

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
  readonly intended?: Exclude<Statement['kind'], 'broken' | 'drawn'>;
  readonly name?: Identifier;
};

export type Statement =
  | Definition
  | DrawnParam
  | FunctionDefinition
  | Return
  | Import
  | Training
  | Expectation
  | Broken;

/** A statement that names a value. */
export type Naming = Definition | DrawnParam;

export function isDefinition(statement: Statement): statement is Definition {
  return 'value' in statement && 'name' in statement;
}

export function isNaming(statement: Statement): statement is Naming {
  return statement.kind === 'drawn' || isDefinition(statement);
}

/** What the value of a statement is in the model. */
export function roleOf({ kind }: Naming): DefinitionKind {
  return kind === 'drawn' ? 'param' : kind;
}

/** What a statement is, or was to be. */
export function intentionOf(statement: Statement): Exclude<Statement['kind'], 'broken'> | undefined {
  return statement.kind === 'broken' ? statement.intended : statement.kind;
}

/** The statement that covers an offset: inside a function the one of its body. */
export function statementAt({ statements }: Pick<Tree, 'statements'>, offset: number): Statement | undefined {
  const statement = lastFrom(statements, offset);
  if (statement === undefined || offset > statement.end) return undefined;
  if (statement.kind !== 'fn') return statement;
  return statementAt({ statements: statement.body }, offset) ?? statement;
}

/** The function whose head or body covers an offset. */
export function functionAt({ statements }: Tree, offset: number): FunctionDefinition | undefined {
  const statement = lastFrom(statements, offset);
  return statement?.kind === 'fn' && offset <= statement.end ? statement : undefined;
}

/** The last of some statements that begins at or before an offset; they stand in the order of the text. */
function lastFrom(statements: readonly Statement[], offset: number): Statement | undefined {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle].start <= offset) low = middle + 1;
    else high = middle;
  }
  return statements[low - 1];
}

/**
 * The expressions that become nodes, in post-order: the items of a literal list are not among them, as the list as a
 * whole becomes one constant.
 */
export function nodesOf(tree: Tree, { first, last }: Pick<Statement, 'first' | 'last'>): Expression[] {
  const backwards: Expression[] = [];
  for (let index = last - 1; index >= first; index--) {
    const expression = tree.expressions[index];
    backwards.push(expression);
    if (expression.kind === 'list' && expression.isLiteral) index = expression.first;
  }
  return backwards.reverse();
}
