/** Every place of a file where a name stands, with what it means there: the way from a use to its definition, and back. */

import { operatorsByCall } from '../../engine/operators/table.ts';
import type { Range } from '../base/lines.ts';
import { firstWhere } from '../base/partitionPoint.ts';
import { ownerOf } from '../lowering/members.ts';
import { scan } from '../syntax/scan.ts';
import {
  type Expression,
  type FunctionDefinition,
  type Identifier,
  isFunction,
  type Statement,
} from '../syntax/tree.ts';
import { MadeParams } from './callParams.ts';
import { functionOf } from './functions.ts';
import type { Module } from './modules.ts';
import type { FunctionReference } from './scope.ts';
import { type Declared, declaredIn, type Named, namesake } from './symbols.ts';

/** A name where it stands. Of `h_2.W`, which counts the calls of the statement `h`, `h` alone is a name. */
export interface Mention extends Range {
  readonly named: Named;
  readonly isDefinition: boolean;
  /** The statement that it stands in; in a function that of the body, unless it is in the head. */
  readonly statement: Statement;
  /** The function whose body or head that is. */
  readonly around?: FunctionDefinition;
}

const known = new WeakMap<Module, Mentions>();

/** They are found once a version, when somebody asks. */
export function mentionsIn(module: Module): Mentions {
  const mentions = known.get(module) ?? new Mentions(new Finder(module).mentions());
  known.set(module, mentions);
  return mentions;
}

export class Mentions {
  /** In the order of the text. */
  readonly all: readonly Mention[];
  readonly #byNamed = new Map<Named, Mention[]>();

  constructor(all: readonly Mention[]) {
    this.all = all;
    for (const mention of all) {
      const others = this.#byNamed.get(mention.named);
      if (others) others.push(mention);
      else this.#byNamed.set(mention.named, [mention]);
    }
  }

  /** The name at an offset; right behind it, too, where the cursor stands after typing it. */
  at(offset: number): Mention | undefined {
    const last = this.all[firstWhere(this.all, ({ start }) => start > offset) - 1];
    return last && offset <= last.end ? last : undefined;
  }

  /** Everything that the file names, its own and of others. */
  get named(): readonly Named[] {
    return [...this.#byNamed.keys()];
  }

  /** Where something is defined or used, in the order of the text. */
  of(named: Named): readonly Mention[] {
    return this.#byNamed.get(named) ?? [];
  }
}

/** What the names of a stretch of a file are looked up in: the function around, and the statement that they stand in. */
interface Context {
  readonly statement: Statement;
  readonly around?: FunctionDefinition;
}

class Finder {
  readonly #module: Module;
  readonly #declared: Declared;
  readonly #made = new MadeParams();
  readonly #mentions: Mention[] = [];

  constructor(module: Module) {
    this.#module = module;
    this.#declared = declaredIn(module);
  }

  mentions(): readonly Mention[] {
    for (const named of this.#declared.all) this.#define(named);
    const { tree } = this.#module;
    for (const [place, statement] of tree.statements.entries()) {
      if (statement.kind === 'fn') this.#useInFunction(statement);
      else if (!isFunction(statement)) this.#useAll(tree.expressionsOf(place), { statement });
    }
    return this.#mentions.sort((a, b) => a.start - b.start);
  }

  /** What is defined twice is what it is by the first definition. */
  #define(named: Named): void {
    const { name, place, statement, inside } = named;
    const context: Context = { statement, ...(inside && { around: inside }) };
    const first = namesake(named, name);
    this.#mentions.push({ ...place, named: first ?? named, isDefinition: true, ...context });
  }

  #useInFunction(around: FunctionDefinition): void {
    const { tree } = this.#module;
    const { first, last, body } = around;
    const head = { first, last: body[0]?.first ?? last };
    this.#useAll(tree.expressionsIn(head), { statement: around, around });
    for (const statement of body) this.#useAll(tree.expressionsIn(statement), { statement, around });
  }

  #useAll(expressions: readonly Expression[], context: Context): void {
    for (const expression of expressions) {
      if (expression.kind === 'name') this.#use(expression, this.#value(expression.name, context.around), context);
      else if (expression.kind === 'call') this.#useCall(expression, context);
      else if (expression.kind === 'member') this.#useMember(expression, context);
    }
  }

  #use({ start }: Range, named: Named | undefined, context: Context): void {
    if (named === undefined) return;
    this.#mentions.push({ start, end: start + named.name.length, named, isDefinition: false, ...context });
  }

  #value(name: string, around: FunctionDefinition | undefined): Named | undefined {
    return (around && this.#declared.local(name, around)) ?? this.#declared.value(name);
  }

  #useCall({ callee, arguments: given, start }: Expression & { kind: 'call' }, context: Context): void {
    const reference = functionOf(callee.name, this.#module, start);
    if (reference === undefined) {
      this.#use(callee, this.#functionBelow(callee.name), context);
      return;
    }
    const declared = declaredIn(reference.module);
    this.#use(callee, declared.by(reference.definition), context);
    for (const { keyword } of given) if (keyword) this.#use(keyword, parameterOf(reference, keyword.name), context);
  }

  /** A function that is called before its definition: an error, unless an operator has the name. */
  #functionBelow(name: string): Named | undefined {
    return operatorsByCall(name).length === 0 ? this.#declared.ownFunction(name) : undefined;
  }

  /** Each part as far as it leads: `net` to its statement, `h1` and `W` into the functions that are called. */
  #useMember(member: Expression & { kind: 'member' }, context: Context): void {
    let lookUp = (name: string): Named | undefined => this.#value(name, context.around);
    for (const part of partsOf(member, this.#module.text)) {
      const name = ownerOf({ owner: part }, (candidate) => lookUp(candidate) !== undefined);
      const named = lookUp(name);
      this.#use(part, named, context);
      const made = named && this.#madeBy(named).get(part.name);
      if (made === undefined) return;
      const declared = declaredIn(made.module);
      lookUp = (inner) => declared.local(inner, made.definition);
    }
  }

  #madeBy(named: Named): ReadonlyMap<string, FunctionReference> {
    const { inside, module } = named;
    const declared = declaredIn(module);
    return this.#made.of(named, (name) => (inside ? declared.local(name, inside) : declared.value(name)) !== undefined);
  }
}

function parameterOf({ module, definition }: FunctionReference, name: string): Named | undefined {
  const named = declaredIn(module).local(name, definition);
  return named?.role === 'parameter' ? named : undefined;
}

/** The names in `net.h1.W`, between which there may be blanks. */
function* partsOf({ start, end }: Range, text: string): Generator<Identifier> {
  const tokens = scan(text, start);
  for (let at = 0; tokens.start(at) < end; at++) {
    if (tokens.kind(at) === 'name') yield { name: tokens.text(at), ...tokens.range(at) };
  }
}
