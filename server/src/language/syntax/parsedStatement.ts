/**
 * A statement of a file as it was read, and the same statement where it stands in a later version of the file: as long as
 * its own text doesn't change, it is read once. What is inside of it gets its new place when somebody looks at it.
 */

import type { Range } from '../base/lines.ts';
import { counted } from '../lowering/members.ts';
import type { Problem } from '../problems/problems.ts';
import { type Argument, type Expression, type Identifier, type IndexItem, nameOf, type Statement } from './tree.ts';

/** What was read of one statement, with the statements of its body where it is a function. */
export interface Passage {
  /** Where it was read. */
  readonly statement: Statement;
  /** From its `first` up to and excluding its `last`. */
  readonly expressions: readonly Expression[];
  /** What it gives to something or uses. */
  readonly names: readonly string[];
  /** The names, by `maskOf`: what is wanted and isn't in it, needs not be looked for. */
  readonly mask: number;
  /** How many statements it is, with those in its body. */
  readonly count: number;
  /** What is wrong with how it is written. */
  readonly problems: readonly Problem[];
  /** Whether the scanner stands in no bracket before it, so that reading may begin here. */
  readonly isClean: boolean;
}

/** Two bits for each of some names: different names mostly have different ones. */
export function maskOf(names: Iterable<string>): number {
  let mask = 0;
  for (const name of names) {
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    mask |= (1 << (hash >>> 27)) | (1 << ((hash >>> 22) & 31));
  }
  return mask;
}

/** The names that a statement gives to something or uses; of a member `h_2.W` both `h_2` and `h`. */
export function* namesIn({ statement, expressions }: Pick<Passage, 'statement' | 'expressions'>): Generator<string> {
  const name = nameOf(statement)?.name;
  if (name !== undefined) yield name;
  for (const expression of expressions) {
    if (expression.kind === 'name') yield expression.name;
    if (expression.kind !== 'member') continue;
    yield expression.owner.name;
    const [, owner] = counted.exec(expression.owner.name) ?? [];
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
export function placed(passage: Passage, start: number, first: number, index: number): Statement {
  const { statement } = passage;
  const isInPlace = statement.start === start && statement.first === first && statement.index === index;
  return isInPlace ? statement : (new MovedStatement(passage, start, first, index) as unknown as Statement);
}

/** The expressions of a passage where its statement stands now. */
export function expressionsOf(passage: Passage, statement: Statement): readonly Expression[] {
  return statement instanceof MovedStatement ? statement.expressions : passage.expressions;
}

/** What is wrong with how a passage is written, where its statement stands now. */
export function problemsOf(
  { problems, statement: { start: before } }: Passage,
  { start }: Statement,
): readonly Problem[] {
  return start === before ? problems : problems.map((problem) => moved(problem, start - before));
}

/** A statement with all of its fields, for whoever makes another one of it. */
export function wholeOf<S extends Statement>(statement: S): S {
  return statement instanceof MovedStatement ? (statement.whole as S) : statement;
}

function moved<R extends Range>(range: R, by: number): R {
  return { ...range, start: range.start + by, end: range.end + by };
}

/** Has every field of a statement; those that not every statement has are made when they are first asked for. */
class MovedStatement {
  readonly kind: Statement['kind'];
  readonly start: number;
  readonly end: number;
  readonly index: number;
  readonly first: number;
  readonly last: number;
  readonly #passage: Passage;
  #name: Identifier | undefined;
  #moved: { readonly statement: Fields; readonly expressions: readonly Expression[] } | undefined;

  constructor(passage: Passage, start: number, first: number, index: number) {
    const { statement } = passage;
    this.kind = statement.kind;
    this.start = start;
    this.end = start + statement.end - statement.start;
    this.index = index;
    this.first = first;
    this.last = first + statement.last - statement.first;
    this.#passage = passage;
  }

  get whole(): Fields {
    return this.#everything.statement;
  }

  get expressions(): readonly Expression[] {
    return this.#everything.expressions;
  }

  get #everything() {
    if (this.#moved) return this.#moved;
    const { statement } = this.#passage;
    const mover = new Mover(this.#passage, {
      offset: this.start - statement.start,
      expressions: this.first - statement.first,
      statements: this.index - statement.index,
    });
    this.#moved = { statement: mover.statement(statement), expressions: mover.expressions };
    return this.#moved;
  }

  /** Alone of the fields, it is asked for at each key. */
  get name(): Identifier | undefined {
    const { name, start } = this.#passage.statement as Fields;
    this.#name ??= name && moved(name, this.start - start);
    return this.#name;
  }

  get value() {
    return this.whole.value;
  }
  get shape() {
    return this.whole.shape;
  }
  get initialiser() {
    return this.whole.initialiser;
  }
  get arguments() {
    return this.whole.arguments;
  }
  get parameters() {
    return this.whole.parameters;
  }
  get body() {
    return this.whole.body;
  }
  get path() {
    return this.whole.path;
  }
  get optimizer() {
    return this.whole.optimizer;
  }
  get left() {
    return this.whole.left;
  }
  get right() {
    return this.whole.right;
  }
  get within() {
    return this.whole.within;
  }
  get intended() {
    return this.whole.intended;
  }
}

type KeysOfAny<S> = S extends unknown ? keyof S : never;
type FieldOfAny<S, Key> = S extends unknown ? (Key extends keyof S ? S[Key] : never) : never;

/** Any statement, with the fields of every kind. */
type Fields = Statement & { readonly [Key in KeysOfAny<Statement>]?: FieldOfAny<Statement, Key> };

/** Copies what is inside of a passage, in its order, to where it stands now. */
class Mover {
  readonly expressions: readonly Expression[];
  readonly #first: number;
  readonly #shift: Shift;
  readonly #moved: Expression[] = [];

  constructor({ statement, expressions }: Passage, shift: Shift) {
    this.#first = statement.first;
    this.#shift = shift;
    for (const expression of expressions) this.#moved.push(this.#expression(expression));
    this.expressions = this.#moved;
  }

  /** Functions stand in no function, so this recurses once. */
  statement(statement: Statement): Fields {
    const { name, value, shape, initialiser, parameters, body, path, optimizer, left, right, within } =
      statement as Fields;
    const given = (statement as Fields).arguments;
    return {
      ...this.#range(statement),
      index: statement.index + this.#shift.statements,
      first: statement.first + this.#shift.expressions,
      last: statement.last + this.#shift.expressions,
      ...(name && { name: this.#range(name) }),
      ...(value && { value: this.#at(value) }),
      ...(shape && { shape: shape.map((part) => this.#at(part)) }),
      ...(initialiser && { initialiser: this.#range(initialiser) }),
      ...(given && { arguments: this.#arguments(given) }),
      ...(parameters && {
        parameters: parameters.map((parameter) => ({
          name: this.#range(parameter.name),
          ...(parameter.default && { default: this.#at(parameter.default) }),
        })),
      }),
      ...(body && { body: body.map((inner) => this.statement(inner)) }),
      ...(path && { path: this.#at(path) }),
      ...(optimizer && { optimizer: this.#range(optimizer) }),
      ...(left && { left: this.#at(left) }),
      ...(right && { right: this.#at(right) }),
      ...(within && { within: this.#at(within) }),
    } as Fields;
  }

  #range<R extends Range>(range: R): R {
    return moved(range, this.#shift.offset);
  }

  /** Operands come before what uses them, so they have been moved. */
  #at<E extends Expression>({ index }: E): E {
    return this.#moved[index - this.#first] as E;
  }

  #expression(expression: Expression): Expression {
    const at = (part: Expression): Expression => this.#at(part);
    const index = expression.index + this.#shift.expressions;
    const first = expression.first + this.#shift.expressions;
    const alike = { ...this.#range(expression), index, first };
    switch (alike.kind) {
      case 'number':
      case 'string':
      case 'name':
        return alike;
      case 'member':
        return { ...alike, owner: this.#range(alike.owner) };
      case 'list':
        return { ...alike, items: alike.items.map(at) };
      case 'negate':
      case 'transpose':
        return { ...alike, operand: at(alike.operand) };
      case 'index':
        return { ...alike, operand: at(alike.operand), indices: alike.indices.map((item) => this.#index(item)) };
      case 'binary':
        return { ...alike, left: at(alike.left), right: at(alike.right) };
      case 'call':
        return { ...alike, callee: this.#range(alike.callee), arguments: this.#arguments(alike.arguments) };
      case 'gradient':
        return { ...alike, of: at(alike.of), by: at(alike.by) };
    }
  }

  #index(item: IndexItem): IndexItem {
    if (item.kind === 'at') return { kind: 'at', at: this.#at(item.at) };
    const { from, to, step } = item;
    return {
      kind: 'range',
      ...(from && { from: this.#at(from) }),
      ...(to && { to: this.#at(to) }),
      ...(step && { step: this.#at(step) }),
    };
  }

  #arguments(given: readonly Argument[]): readonly Argument[] {
    return given.map(({ keyword, value }) => ({
      ...(keyword && { keyword: this.#range(keyword) }),
      value: this.#at(value),
    }));
  }
}
