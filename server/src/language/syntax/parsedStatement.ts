/**
 * A statement of a file as it was read, and the same statement where it stands in a later version of the file: as long as
 * its own text doesn't change, it is read once. What is inside of it gets its new place when somebody looks at it.
 */

import type { Range } from '../base/lines.ts';
import { numberedCallName } from '../lowering/members.ts';
import type { Problem } from '../problems/problems.ts';
import { type Argument, type Expression, type Identifier, type IndexItem, nameOf, type Statement } from './tree.ts';

/** What was read of one statement, with the statements of its body where it is a function. */
export interface ParsedStatement {
  /** Where it was read. */
  readonly statement: Statement;
  /** From its `first` up to and excluding its `last`. */
  readonly expressions: readonly Expression[];
  /** What it gives to something or uses. */
  readonly names: readonly string[];
  /** The names, by `maskOf`: what is wanted and isn't in it, needs not be looked for. */
  readonly mask: number;
  /** How many statements it is, with those in its body. */
  readonly statementCount: number;
  /** What is wrong with how it is written. */
  readonly problems: readonly Problem[];
  /** Whether the scanner stands in no bracket before it, so that reading may begin here. */
  readonly isSyncPoint: boolean;
}

/** Two bits for each of some names: different names mostly have different ones. */
export function nameMask(names: Iterable<string>): number {
  let mask = 0;
  for (const name of names) {
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    mask |= (1 << (hash >>> 27)) | (1 << ((hash >>> 22) & 31));
  }
  return mask;
}

/** The names that a statement gives to something or uses; of a member `h_2.W` both `h_2` and `h`. */
export function* namesIn({
  statement,
  expressions,
}: Pick<ParsedStatement, 'statement' | 'expressions'>): Generator<string> {
  const name = nameOf(statement)?.name;
  if (name !== undefined) yield name;
  for (const expression of expressions) {
    if (expression.kind === 'name') yield expression.name;
    if (expression.kind !== 'member') continue;
    yield expression.owner.name;
    const [, owner] = numberedCallName.exec(expression.owner.name) ?? [];
    if (owner !== undefined) yield owner;
  }
}

/** How far something has moved: in the text, in the list of expressions, and in the list of statements. */
interface Shift {
  readonly offset: number;
  readonly expressions: number;
  readonly statements: number;
}

/** The statement of a passage at a place. */
export function positionStatement(parsed: ParsedStatement, start: number, first: number, id: number): Statement {
  const { statement } = parsed;
  const isInPlace = statement.start === start && statement.first === first && statement.id === id;
  return isInPlace ? statement : (new PositionedStatement(parsed, start, first, id) as unknown as Statement);
}

/** The expressions of a passage where its statement stands now. */
export function expressionsOf(parsed: ParsedStatement, statement: Statement): readonly Expression[] {
  return statement instanceof PositionedStatement ? statement.expressions : parsed.expressions;
}

/** What is wrong with how a passage is written, where its statement stands now. */
export function problemsOf(
  { problems, statement: { start: parsedStart } }: ParsedStatement,
  { start }: Statement,
): readonly Problem[] {
  return start === parsedStart ? problems : problems.map((problem) => shiftRange(problem, start - parsedStart));
}

/** A statement with all of its fields, for whoever makes another one of it. */
export function materialize<S extends Statement>(statement: S): S {
  return statement instanceof PositionedStatement ? (statement.fullStatement as S) : statement;
}

function shiftRange<R extends Range>(range: R, delta: number): R {
  return { ...range, start: range.start + delta, end: range.end + delta };
}

/** Has every field of a statement; those that not every statement has are made when they are first asked for. */
class PositionedStatement {
  readonly kind: Statement['kind'];
  readonly start: number;
  readonly end: number;
  readonly id: number;
  readonly first: number;
  readonly last: number;
  readonly #parsed: ParsedStatement;
  #name: Identifier | undefined;
  #cached: { readonly statement: AnyStatementFields; readonly expressions: readonly Expression[] } | undefined;

  constructor(parsed: ParsedStatement, start: number, first: number, id: number) {
    const { statement } = parsed;
    this.kind = statement.kind;
    this.start = start;
    this.end = start + statement.end - statement.start;
    this.id = id;
    this.first = first;
    this.last = first + statement.last - statement.first;
    this.#parsed = parsed;
  }

  get fullStatement(): AnyStatementFields {
    return this.#materialized.statement;
  }

  get expressions(): readonly Expression[] {
    return this.#materialized.expressions;
  }

  get #materialized() {
    if (this.#cached) return this.#cached;
    const { statement } = this.#parsed;
    const relocator = new Relocator(this.#parsed, {
      offset: this.start - statement.start,
      expressions: this.first - statement.first,
      statements: this.id - statement.id,
    });
    this.#cached = { statement: relocator.statement(statement), expressions: relocator.relocatedExpressions };
    return this.#cached;
  }

  /** Alone of the fields, it is asked for at each key. */
  get name(): Identifier | undefined {
    const { name, start } = this.#parsed.statement as AnyStatementFields;
    this.#name ??= name && shiftRange(name, this.start - start);
    return this.#name;
  }

  get value() {
    return this.fullStatement.value;
  }
  get shape() {
    return this.fullStatement.shape;
  }
  get initializer() {
    return this.fullStatement.initializer;
  }
  get arguments() {
    return this.fullStatement.arguments;
  }
  get parameters() {
    return this.fullStatement.parameters;
  }
  get body() {
    return this.fullStatement.body;
  }
  get path() {
    return this.fullStatement.path;
  }
  get optimizer() {
    return this.fullStatement.optimizer;
  }
  get left() {
    return this.fullStatement.left;
  }
  get right() {
    return this.fullStatement.right;
  }
  get within() {
    return this.fullStatement.within;
  }
  get intended() {
    return this.fullStatement.intended;
  }
}

type UnionKeys<S> = S extends unknown ? keyof S : never;
type UnionField<S, Key> = S extends unknown ? (Key extends keyof S ? S[Key] : never) : never;

/** Any statement, with the fields of every kind. */
type AnyStatementFields = Statement & { readonly [Key in UnionKeys<Statement>]?: UnionField<Statement, Key> };

/** Copies what is inside of a passage, in its order, to where it stands now. */
class Relocator {
  readonly relocatedExpressions: readonly Expression[];
  readonly #firstExpression: number;
  readonly #shift: Shift;
  readonly #relocated: Expression[] = [];

  constructor({ statement, expressions }: ParsedStatement, shift: Shift) {
    this.#firstExpression = statement.first;
    this.#shift = shift;
    for (const expression of expressions) this.#relocated.push(this.#relocateExpression(expression));
    this.relocatedExpressions = this.#relocated;
  }

  /** Functions stand in no function, so this recurses once. */
  statement(statement: Statement): AnyStatementFields {
    const { name, value, shape, initializer, parameters, body, path, optimizer, left, right, within } =
      statement as AnyStatementFields;
    const args = (statement as AnyStatementFields).arguments;
    return {
      ...this.#shiftRange(statement),
      id: statement.id + this.#shift.statements,
      first: statement.first + this.#shift.expressions,
      last: statement.last + this.#shift.expressions,
      ...(name && { name: this.#shiftRange(name) }),
      ...(value && { value: this.#relocatedExpression(value) }),
      ...(shape && { shape: shape.map((part) => this.#relocatedExpression(part)) }),
      ...(initializer && { initializer: this.#shiftRange(initializer) }),
      ...(args && { arguments: this.#relocateArguments(args) }),
      ...(parameters && {
        parameters: parameters.map((parameter) => ({
          name: this.#shiftRange(parameter.name),
          ...(parameter.default && { default: this.#relocatedExpression(parameter.default) }),
        })),
      }),
      ...(body && { body: body.map((inner) => this.statement(inner)) }),
      ...(path && { path: this.#relocatedExpression(path) }),
      ...(optimizer && { optimizer: this.#shiftRange(optimizer) }),
      ...(left && { left: this.#relocatedExpression(left) }),
      ...(right && { right: this.#relocatedExpression(right) }),
      ...(within && { within: this.#relocatedExpression(within) }),
    } as AnyStatementFields;
  }

  #shiftRange<R extends Range>(range: R): R {
    return shiftRange(range, this.#shift.offset);
  }

  /** Operands come before what uses them, so they have been moved. */
  #relocatedExpression<E extends Expression>({ index }: E): E {
    return this.#relocated[index - this.#firstExpression] as E;
  }

  #relocateExpression(expression: Expression): Expression {
    const relocate = (part: Expression): Expression => this.#relocatedExpression(part);
    const index = expression.index + this.#shift.expressions;
    const first = expression.first + this.#shift.expressions;
    const shifted = { ...this.#shiftRange(expression), index, first };
    switch (shifted.kind) {
      case 'number':
      case 'string':
      case 'name':
        return shifted;
      case 'member':
        return { ...shifted, owner: this.#shiftRange(shifted.owner) };
      case 'list':
        return { ...shifted, items: shifted.items.map(relocate) };
      case 'negate':
      case 'transpose':
        return { ...shifted, operand: relocate(shifted.operand) };
      case 'index':
        return {
          ...shifted,
          operand: relocate(shifted.operand),
          indices: shifted.indices.map((item) => this.#relocateIndexItem(item)),
        };
      case 'binary':
        return { ...shifted, left: relocate(shifted.left), right: relocate(shifted.right) };
      case 'call':
        return {
          ...shifted,
          callee: this.#shiftRange(shifted.callee),
          arguments: this.#relocateArguments(shifted.arguments),
        };
      case 'gradient':
        return { ...shifted, of: relocate(shifted.of), wrt: relocate(shifted.wrt) };
    }
  }

  #relocateIndexItem(item: IndexItem): IndexItem {
    if (item.kind === 'at') return { kind: 'at', at: this.#relocatedExpression(item.at) };
    const { from, to, step } = item;
    return {
      kind: 'range',
      ...(from && { from: this.#relocatedExpression(from) }),
      ...(to && { to: this.#relocatedExpression(to) }),
      ...(step && { step: this.#relocatedExpression(step) }),
    };
  }

  #relocateArguments(args: readonly Argument[]): readonly Argument[] {
    return args.map(({ keyword, value }) => ({
      ...(keyword && { keyword: this.#shiftRange(keyword) }),
      value: this.#relocatedExpression(value),
    }));
  }
}
