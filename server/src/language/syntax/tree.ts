/**
 * The syntax tree. The expressions of a file stand in one flat list in post-order, operands before what uses them, so
 * that every pass over them is a loop. It is kept by the statement: what one version has in common with the next is
 * shared, and a statement that has moved is made where it stands now when somebody looks at it.
 */

import type { Range } from '../base/lines.ts';
import { partitionPoint } from '../base/partitionPoint.ts';
import { expressionsOf, type ParsedStatement, positionStatement } from './parsedStatement.ts';
import { StatementIndex, type StatementKind } from './statementIndex.ts';

export class Tree {
  /** What was read of each statement. */
  readonly parsedStatements: readonly ParsedStatement[];
  readonly statementIndex: StatementIndex;
  /** The statements that have moved, as far as somebody has looked at them. */
  readonly #positioned: Map<number, Statement>;
  #statements: readonly Statement[] | undefined;
  #expressions: readonly Expression[] | undefined;

  constructor(
    parsedStatements: readonly ParsedStatement[],
    statementIndex = StatementIndex.of(parsedStatements),
    positioned = new Map<number, Statement>(),
  ) {
    this.parsedStatements = parsedStatements;
    this.statementIndex = statementIndex;
    this.#positioned = positioned;
  }

  /** The same tree with something else read of the statement at a place, of the same kind and as long. */
  with(index: number, parsed: ParsedStatement): Tree {
    const positioned = new Map(this.#positioned);
    positioned.delete(index);
    return new Tree(this.parsedStatements.with(index, parsed), this.statementIndex, positioned);
  }

  /** How many statements stand in the file itself. */
  get length(): number {
    return this.parsedStatements.length;
  }

  /** How many statements there are, those in bodies too. */
  get statementCount(): number {
    return this.statementIndex.ids[this.length];
  }

  get expressionCount(): number {
    return this.statementIndex.firstExpressions[this.length];
  }

  /** The statement at a place, in the order of the text; those in the body of a function stand in it. */
  at(index: number): Statement {
    const cached = this.#positioned.get(index);
    if (cached) return cached;
    const { starts, firstExpressions, ids } = this.statementIndex;
    const statement = positionStatement(
      this.parsedStatements[index],
      starts[index],
      firstExpressions[index],
      ids[index],
    );
    if (statement !== this.parsedStatements[index].statement) this.#positioned.set(index, statement);
    return statement;
  }

  /** All of them: at a key nobody asks for more than a few. */
  get statements(): readonly Statement[] {
    this.#statements ??= this.parsedStatements.map((_, index) => this.at(index));
    return this.#statements;
  }

  /** The statements that are, or were to be, of a kind, among those from one place up to another. */
  statementsOfKind(kind: StatementKind, from?: number, end?: number): Statement[] {
    return this.statementIndex.indicesOfKind(kind, from, end).map((index) => this.at(index));
  }

  /** The name that the statement at a place gives to something, without that being moved to where it stands now. */
  nameAt(index: number): string | undefined {
    return nameOf(this.parsedStatements[index].statement)?.name;
  }

  /** All expressions: at a key nobody asks for more than those of a statement. */
  get expressions(): readonly Expression[] {
    this.#expressions ??= this.parsedStatements.flatMap((_, index) => this.expressionsOf(index));
    return this.#expressions;
  }

  /** Those of the statement at a place. */
  expressionsOf(index: number): readonly Expression[] {
    return expressionsOf(this.parsedStatements[index], this.at(index));
  }

  /** Those of a span, which lies in one statement. */
  expressionsIn({ first, last }: Span): readonly Expression[] {
    if (first === last) return [];
    const { firstExpressions } = this.statementIndex;
    const index = partitionPoint(firstExpressions, (start) => start > first) - 1;
    return this.expressionsOf(index).slice(first - firstExpressions[index], last - firstExpressions[index]);
  }
}

/** Expressions of a tree, from the first one up to and excluding the last. */
export type Span = Pick<Statement, 'first' | 'last'>;

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
    | { readonly kind: 'gradient'; readonly of: Expression; readonly wrt: Expression }
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
  readonly id: number;
  /** The expressions of this statement are those of the tree from `first` up to and excluding `last`. */
  readonly first: number;
  readonly last: number;
}

export type DefinitionKind = 'const' | 'param' | 'data' | 'node' | 'loss';

const definitionKinds: ReadonlySet<string> = new Set<DefinitionKind>(['const', 'param', 'data', 'node', 'loss']);

/** A statement that gives a value a name. */
export type Definition = StatementBase & {
  readonly kind: DefinitionKind;
  readonly name: Identifier;
  readonly value: Expression;
};

/** `param W[4, 8] ~ normal(0, 0.5)`. */
export type RandomParam = StatementBase & {
  readonly kind: 'drawn';
  readonly name: Identifier;
  readonly shape: readonly Expression[];
  readonly initializer: Identifier;
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
export type ReturnStatement = StatementBase & { readonly kind: 'return'; readonly value: Expression };

/** `import "layers.bp"`. */
export type ImportStatement = StatementBase & {
  readonly kind: 'import';
  readonly path: Expression & { kind: 'string' };
};

export type TrainStatement = StatementBase & {
  readonly kind: 'train';
  readonly optimizer: Identifier;
  readonly arguments: readonly Argument[];
};

export type ExpectStatement = StatementBase & {
  readonly kind: 'expect';
  readonly left: Expression;
  readonly right: Expression;
  readonly within?: Expression;
};

/** A statement that can't be read. What it was to be is kept, as far as it was read. */
export type BrokenStatement = StatementBase & {
  readonly kind: 'broken';
  readonly intended?: Exclude<Statement['kind'], 'broken' | 'drawn'>;
  readonly name?: Identifier;
};

export type Statement =
  | Definition
  | RandomParam
  | FunctionDefinition
  | ReturnStatement
  | ImportStatement
  | TrainStatement
  | ExpectStatement
  | BrokenStatement;

/** A statement that names a value. */
export type ValueDefinition = Definition | RandomParam;

export function isDefinitionKind(kind: string | undefined): kind is DefinitionKind {
  return kind !== undefined && definitionKinds.has(kind);
}

export function isDefinition(statement: Statement): statement is Definition {
  return isDefinitionKind(statement.kind);
}

export function isValueDefinition(statement: Statement): statement is ValueDefinition {
  return statement.kind === 'drawn' || isDefinition(statement);
}

/** A function, or what was to be one. */
export function isFunction(statement: Statement): statement is FunctionDefinition | BrokenStatement {
  return statement.kind === 'fn' || (statement.kind === 'broken' && statement.intended === 'fn');
}

/** What a statement gives a name to, if anything. */
export function nameOf(statement: Statement): Identifier | undefined {
  return 'name' in statement ? statement.name : undefined;
}

/** What the value of a statement is in the model. */
export function roleOf({ kind }: ValueDefinition): DefinitionKind {
  return kind === 'drawn' ? 'param' : kind;
}

/** What a statement is, or was to be. */
export function intendedKind(statement: Statement): Exclude<Statement['kind'], 'broken'> | undefined {
  return statement.kind === 'broken' ? statement.intended : statement.kind;
}

/** The role of the value that a statement names, or was to name. */
export function intendedRole(statement: Statement): DefinitionKind | undefined {
  const kind = isValueDefinition(statement) ? roleOf(statement) : intendedKind(statement);
  return isDefinitionKind(kind) ? kind : undefined;
}

/** The statement that covers an offset: inside a function the one of its body. */
export function statementAt(tree: Tree, offset: number): Statement | undefined {
  const statement = lastStatementBefore(tree, offset);
  if (statement === undefined || offset > statement.end) return undefined;
  const inner = statement.kind === 'fn' ? statement.body.findLast(({ start }) => start <= offset) : undefined;
  return inner && offset <= inner.end ? inner : statement;
}

/** The function whose head or body covers an offset. */
export function functionAt(tree: Tree, offset: number): FunctionDefinition | undefined {
  const statement = lastStatementBefore(tree, offset);
  return statement?.kind === 'fn' && offset <= statement.end ? statement : undefined;
}

/** The last statement of a file that begins at or before an offset. */
export function lastStatementBefore(tree: Tree, offset: number): Statement | undefined {
  const index = partitionPoint(tree.statementIndex.starts, (start) => start > offset) - 1;
  return index < 0 ? undefined : tree.at(index);
}

/** The place of a statement of a file. */
export function indexOfStatement({ statementIndex: { starts } }: Tree, statement: Statement): number {
  return partitionPoint(starts, (start) => start >= statement.start);
}

/**
 * The expressions that become nodes, in post-order: the items of a literal list are not among them, as the list as a
 * whole becomes one constant.
 */
export function expressionsToLower(tree: Tree, span: Span): Expression[] {
  const reversed: Expression[] = [];
  const expressions = tree.expressionsIn(span);
  for (let index = expressions.length - 1; index >= 0; index--) {
    const expression = expressions[index];
    reversed.push(expression);
    if (expression.kind === 'list' && expression.isLiteral) index = expression.first - span.first;
  }
  return reversed.reverse();
}
