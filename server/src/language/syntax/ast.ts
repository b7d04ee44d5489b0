/**
 * The nodes of the syntax tree. Statements have absolute positions. Everything inside a statement is relative to it, so
 * that it stays valid when the text before the statement changes.
 */

import type { Range } from '../text/lines.ts';

/** A range of the expressions of a file, by index. The end is exclusive. */
export type Span = Pick<Statement, 'firstExpression' | 'endExpression'>;

/**
 * A range inside a top-level statement, relative to its start, in UTF-16 units. It stays valid when the text before the
 * statement changes; `rangeIn` makes it absolute.
 */
export interface RelativeRange {
  readonly offset: number;
  readonly length: number;
}

interface ExpressionBase extends RelativeRange {
  /** The index among the expressions of the top-level statement. */
  readonly localIndex: number;
  /** The local index of the first subexpression; the expression's own if it has none. */
  readonly localFirst: number;
}

export type Expression = ExpressionBase &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'name'; readonly name: string }
    /** `net.h1.W`: a param that a call creates. */
    | { readonly kind: 'member'; readonly owner: Identifier; readonly path: readonly string[] }
    /** A literal list consists of numbers and literal lists. */
    | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly isLiteral: boolean }
    | { readonly kind: 'negate'; readonly operand: Expression }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'transpose'; readonly operand: Expression }
    | { readonly kind: 'index'; readonly operand: Expression; readonly indices: readonly IndexItem[] }
    | { readonly kind: 'binary'; readonly symbol: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'call'; readonly callee: Identifier; readonly arguments: readonly Argument[] }
    | { readonly kind: 'gradient'; readonly of: Expression; readonly wrt: Expression }
    /** `[n, 2] ~ normal(0, 1)`: the whole value of a node. Its lengths are absent where those of the arguments hold. */
    | {
        readonly kind: 'draw';
        /** The name that the statement defines: it determines the numbers. */
        readonly name: string;
        readonly lengths?: readonly Expression[];
        readonly distribution: Identifier;
        readonly arguments: readonly Argument[];
      }
  );

/** An item between the brackets of `a[0, 1:3, :]`. */
export type IndexItem =
  | { readonly kind: 'at'; readonly at: Expression }
  | { readonly kind: 'range'; readonly from?: Expression; readonly to?: Expression; readonly step?: Expression };

export interface Identifier extends RelativeRange {
  readonly name: string;
}

export interface Argument {
  /** The keyword of `axis = 0`; absent for a positional argument. */
  readonly keyword?: Identifier;
  readonly value: Expression;
}

/** The absolute position of a statement, and the base of everything inside it. */
export interface StatementBase extends Range, StatementOrigin {
  /** The index among all statements of the file, including those in function bodies. */
  readonly id: number;
  /** The expressions of this statement, by their index in the file. The end is exclusive. */
  readonly firstExpression: number;
  readonly endExpression: number;
  /** The blocks around the statement, outermost first; absent if there is none. */
  readonly blocks?: readonly EnclosingBlock[];
}

/** A `for` block around a statement. */
export interface EnclosingBlock {
  readonly variable: string;
  /** The id of its head, relative to that of the statement. */
  readonly relativeId: number;
}

/** The start and first expression of a top-level statement, to which everything inside it is relative. */
export interface StatementOrigin {
  readonly baseOffset: number;
  readonly baseIndex: number;
}

/** The absolute range of something inside a statement. */
export function rangeIn({ baseOffset }: StatementOrigin, { offset, length }: RelativeRange): Range {
  return { start: baseOffset + offset, end: baseOffset + offset + length };
}

/** The index in the file of an expression of a statement. */
export function indexIn({ baseIndex }: StatementOrigin, { localIndex }: Expression): number {
  return baseIndex + localIndex;
}

/** An expression with its position in the file. */
export interface LocatedExpression {
  readonly expression: Expression;
  readonly index: number;
  readonly range: Range;
}

export function locate(base: StatementOrigin, expression: Expression): LocatedExpression {
  return { expression, index: indexIn(base, expression), range: rangeIn(base, expression) };
}

/** The span of an expression with all its subexpressions. */
export function spanIn({ baseIndex }: StatementOrigin, { localFirst, localIndex }: Expression): Span {
  return { firstExpression: baseIndex + localFirst, endExpression: baseIndex + localIndex + 1 };
}

export type DefinitionKind = 'const' | 'param' | 'data' | 'node' | 'loss';

const definitionKinds: ReadonlySet<string> = new Set<DefinitionKind>(['const', 'param', 'data', 'node', 'loss']);

/** True for `h[0] = E`, and for `h[t] = E` in a block of `t`. */
export function isStepDefinition(statement: Statement): statement is StepDefinition {
  return isDefinition(statement) && statement.step !== undefined;
}

/** True for `h[0] = E`. */
export function isInitialStep(statement: Statement): statement is StepDefinition {
  return isStepDefinition(statement) && statement.step.isInitial;
}

/** True for `h[t] = E` in a block of `t`. */
export function isRecurrence(statement: Statement): statement is StepDefinition {
  return isStepDefinition(statement) && !statement.step.isInitial;
}

/** A statement that defines a value by an expression. */
export type Definition = StatementBase & {
  readonly kind: DefinitionKind;
  readonly name: Identifier;
  /** The step of a recurrence that it defines, as in `h[t] = E`; absent if it defines the whole value. */
  readonly step?: Step;
  readonly value: Expression;
};

/** A statement that defines a step of a recurrence. */
export type StepDefinition = Definition & { readonly step: Step };

/** The step of a recurrence that a statement defines. */
export interface Step {
  readonly index: Expression;
  /** The index as it is written. */
  readonly text: string;
  /** True if the index does not use the variable of the innermost block, as in `h[0] = E`. */
  readonly isInitial: boolean;
}

/** `param W[4, 8] ~ normal(0, 0.5)`. */
export type RandomParam = StatementBase & {
  readonly kind: 'randomParam';
  readonly name: Identifier;
  readonly shape: readonly Expression[];
  readonly initializer: Identifier;
  readonly arguments: readonly Argument[];
};

/** `fn f(a, b = 2) = E`, or with a body in braces that ends with `return`. */
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

/** The result of a function. `fn f(x) = E` has a body of one such statement. */
export type ReturnStatement = StatementBase & { readonly kind: 'return'; readonly value: Expression };

/** `for t in 1..T {`: the head of a block, whose statements follow it. */
export type ForStatement = StatementBase & {
  readonly kind: 'for';
  readonly variable: Identifier;
  /** The first and the last value of the variable. */
  readonly first: Expression;
  readonly last: Expression;
  /** The number of statements after this one that belong to the block, including those of inner blocks. */
  readonly blockLength: number;
};

/** `}`: the end of a block. It belongs to the block. */
export type BlockEnd = StatementBase & { readonly kind: 'blockEnd' };

/** `import "layers.bp"`. */
export type ImportStatement = StatementBase & {
  readonly kind: 'import';
  readonly path: Expression & { kind: 'string' };
};

export type TrainStatement = StatementBase & {
  readonly kind: 'train';
  readonly optimizer: Identifier;
  readonly arguments: readonly Argument[];
  /** The names after `for`: the params that are trained; absent to train all. */
  readonly trained?: readonly Expression[];
};

export type ExpectStatement = StatementBase & {
  readonly kind: 'expect';
  readonly left: Expression;
  readonly right: Expression;
  readonly within?: Expression;
};

/** A statement that can't be parsed, with its kind and name if those could be. */
export type BrokenStatement = StatementBase & {
  readonly kind: 'broken';
  readonly intended?: Exclude<Statement['kind'], 'broken' | 'randomParam' | 'blockEnd'>;
  readonly name?: Identifier;
};

export type Statement =
  | Definition
  | RandomParam
  | FunctionDefinition
  | ReturnStatement
  | ForStatement
  | BlockEnd
  | ImportStatement
  | TrainStatement
  | ExpectStatement
  | BrokenStatement;

/** A statement that defines a value. */
export type ValueDefinition = Definition | RandomParam;

export function isDefinitionKind(kind: string | undefined): kind is DefinitionKind {
  return kind !== undefined && definitionKinds.has(kind);
}

export function isDefinition(statement: Statement): statement is Definition {
  return isDefinitionKind(statement.kind);
}

export function isValueDefinition(statement: Statement): statement is ValueDefinition {
  return statement.kind === 'randomParam' || isDefinition(statement);
}

/** True for a function, even one that could not be parsed. */
export function isFunction(statement: Statement): statement is FunctionDefinition | BrokenStatement {
  return statement.kind === 'fn' || (statement.kind === 'broken' && statement.intended === 'fn');
}

/** The name that a statement defines. */
export function nameOf(statement: Statement): Identifier | undefined {
  return 'name' in statement ? statement.name : undefined;
}

/** The name of the value that a statement defines, with the index of an initial step: `h[0]`. */
export function labelOf(statement: ValueDefinition): string {
  const { name } = statement.name;
  return isInitialStep(statement) ? `${name}[${statement.step.text}]` : name;
}

/** The role in the model of the value that a statement defines. */
export function roleOf({ kind }: ValueDefinition): DefinitionKind {
  return kind === 'randomParam' ? 'param' : kind;
}

/** The kind of a statement; of a broken one the kind that it was meant to have. */
export function intendedKind(statement: Statement): Exclude<Statement['kind'], 'broken'> | undefined {
  return statement.kind === 'broken' ? statement.intended : statement.kind;
}

/** The role of the value that a statement defines, or was meant to define. */
export function intendedRole(statement: Statement): DefinitionKind | undefined {
  const kind = isValueDefinition(statement) ? roleOf(statement) : intendedKind(statement);
  return isDefinitionKind(kind) ? kind : undefined;
}
