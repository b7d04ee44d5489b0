/** Finds the definition of every name, and the problems of names. */

import { callableNames, operatorsByCall } from '../../engine/operators/table.ts';
import { limits } from '../base/limits.ts';
import type { Lines } from '../base/lines.ts';
import { similarName } from '../base/suggest.ts';
import { ownerOf } from '../lowering/members.ts';
import { type Problem, problem } from '../problems/problems.ts';
import { gradientCall } from '../syntax/parseExpression.ts';
import {
  type Broken,
  type Expression,
  type FunctionDefinition,
  type Identifier,
  isFunction,
  isNaming,
  nameOf,
  roleOf,
  type Statement,
  type Tree,
} from '../syntax/tree.ts';
import { CallCycles } from './callCycles.ts';
import { type Definitions, UniqueDefinitions } from './definitions.ts';
import { placesToResolve, type Resolved } from './invalidatedStatements.ts';
import type { Scope } from './scope.ts';

export interface Names {
  readonly definitions: Definitions;
  /** The first statement that gives a function each name; of names that only broken statements define, the broken one. */
  readonly functions: ReadonlyMap<string, FunctionDefinition | Broken>;
  /** What comes from other files. */
  readonly scope: Scope;
  /** Statements with a name that is wrong: they have no value. */
  readonly unresolved: ReadonlySet<Statement>;
  readonly problems: readonly Problem[];
}

/** @param earlier an earlier version: where its names mean the same, they are not looked up again. */
export function resolve(tree: Tree, lines: Lines, scope: Scope, earlier?: Resolved): Names {
  return new Resolver(tree, lines, scope, earlier).names();
}

/** What is called in one place only, and is no operator. */
export const csvCall = 'csv';

/** What is called and is no function. */
const ownMeanings: ReadonlySet<string> = new Set([csvCall, gradientCall]);

/** What is made of constants alone, by the kind of the statement; other kinds may use every name. */
const constants: Partial<Record<Statement['kind'], string>> = {
  const: 'const',
  param: 'param',
  drawn: 'param',
  data: 'data',
  // The expressions of a function that are in no statement of its body.
  fn: 'default',
};

/** The statements of which the body of a function is made. */
const bodyKinds: ReadonlySet<string> = new Set(['const', 'param', 'drawn', 'node', 'return', 'broken']);

/** Inside a function: its parameters and the names of its body. */
interface Local {
  readonly definition: FunctionDefinition;
  readonly parameters: ReadonlySet<string>;
  readonly names: Map<string, Statement>;
}

class Resolver {
  readonly #tree: Tree;
  readonly #lines: Lines;
  readonly #scope: Scope;
  readonly #earlier: Resolved | undefined;
  readonly #definitions: Definitions;
  readonly #functions = new Map<string, FunctionDefinition | Broken>();
  readonly #unresolved = new Set<Statement>();
  readonly #problems: Problem[] = [];
  readonly #cycles: CallCycles;
  #suggestions = 0;

  constructor(tree: Tree, lines: Lines, scope: Scope, earlier: Resolved | undefined) {
    this.#tree = tree;
    this.#earlier = earlier;
    this.#lines = lines;
    this.#scope = scope;
    this.#cycles = new CallCycles(this.#functions, tree);
    this.#definitions = UniqueDefinitions.of(tree, earlier?.names.definitions) ?? this.#defined();
  }

  /** The definitions, with a problem of each name that is defined again. */
  #defined(): Definitions {
    const definitions = new Map<string, Statement>();
    for (const statement of this.#tree.statements) if (!isFunction(statement)) this.#define(statement, definitions);
    return definitions;
  }

  names(): Names {
    for (const statement of this.#tree.meant('fn')) this.#defineFunction(statement as FunctionDefinition | Broken);
    const places = this.#earlier && placesToResolve(this.#earlier, this.#tree, this.#definitions, this.#scope);
    for (const place of places ?? this.#tree.passages.keys()) this.#resolve(this.#tree.at(place));
    return {
      definitions: this.#definitions,
      functions: this.#functions,
      scope: this.#scope,
      unresolved: this.#unresolved,
      problems: this.#problems,
    };
  }

  #define<S extends Statement>(statement: S, definitions: Map<string, S>): void {
    const name = nameOf(statement);
    if (name === undefined) return;
    const earlier = definitions.get(name.name);
    const isKnown = earlier !== undefined && (earlier.kind !== 'broken' || statement.kind === 'broken');
    if (!isKnown) definitions.set(name.name, statement);
    else if (statement.kind !== 'broken') {
      this.#report(statement, problem('defined-twice', name, name.name, this.#lineOf(earlier)));
    }
  }

  #defineFunction(statement: FunctionDefinition | Broken): void {
    const { name } = statement;
    if (name && ownMeanings.has(name.name)) this.#report(statement, problem('not-a-function-name', name, name.name));
    this.#define(statement, this.#functions);
  }

  #resolve(statement: Statement): void {
    if (statement.kind === 'fn') this.#resolveFunction(statement);
    else if (statement.kind === 'return') this.#report(statement, problem('return-outside', statement));
    else if (statement.kind !== 'broken') this.#useAll(statement, statement);
  }

  #resolveFunction(definition: FunctionDefinition): void {
    const { parameters, body } = definition;
    const names = new Set<string>();
    for (const { name } of parameters) {
      if (names.has(name.name)) this.#report(definition, problem('parameter-twice', name, name.name));
      names.add(name.name);
    }
    const local: Local = { definition, parameters: names, names: new Map() };
    for (const statement of body) {
      const name = nameOf(statement);
      if (name && names.has(name.name) && statement.kind !== 'broken') {
        this.#report(statement, problem('defined-twice', name, name.name, this.#lineOf(definition)));
      }
      this.#define(statement, local.names);
    }
    this.#useAll({ first: definition.first, last: body[0]?.first ?? definition.last }, definition, local);
    for (const statement of body) this.#resolveInBody(statement, local);
    const last = body.at(-1);
    if (body.every(({ kind }) => kind !== 'return' && kind !== 'broken')) {
      this.#report(definition, problem('missing-return', definition.name, definition.name.name));
    }
    for (const statement of body) {
      if (statement.kind === 'return' && statement !== last)
        this.#report(definition, problem('after-return', statement));
    }
    if (body.some((statement) => statement.kind === 'broken' || this.#unresolved.has(statement))) {
      this.#unresolved.add(definition);
    }
  }

  #resolveInBody(statement: Statement, local: Local): void {
    if (!bodyKinds.has(statement.kind)) {
      this.#report(statement, problem('not-in-function', statement, statement.kind));
    } else if (statement.kind !== 'broken') this.#useAll(statement, statement, local);
  }

  #useAll({ first, last }: Pick<Statement, 'first' | 'last'>, statement: Statement, local?: Local): void {
    /** Texts in quotes that stand where there is no place for them, as far as is known. */
    let misplaced: Set<Expression> | undefined;
    for (const expression of this.#tree.expressionsIn({ first, last })) {
      if (expression.kind === 'name') this.#useName(statement, expression, local);
      else if (expression.kind === 'member') {
        const name = ownerOf(expression, (candidate) => this.#isValue(candidate, local));
        this.#useName(statement, { ...expression.owner, name }, local, true);
      } else if (expression.kind === 'call') {
        this.#useFunction(statement, expression, local);
        if (misplaced) this.#placeStrings(expression, misplaced, local?.definition ?? statement);
      } else if (expression.kind === 'string' && statement.kind !== 'import') {
        misplaced ??= new Set();
        misplaced.add(expression);
      }
    }
    if (misplaced && statement.kind === 'train') for (const { value } of statement.arguments) misplaced.delete(value);
    for (const string of misplaced ?? []) this.#report(statement, problem('string-not-here', string));
  }

  /** A text in quotes is no value: it stands in `csv(…)`, for a reduction, in `train` or behind `import`. */
  #placeStrings(call: Expression & { kind: 'call' }, misplaced: Set<Expression>, user: Statement): void {
    const { name } = call.callee;
    const isCsv = name === csvCall;
    const isWritten = this.#ownFunction(name, user) !== undefined || this.#scope.functions.has(name);
    for (const { value } of call.arguments) {
      if (isCsv && value.kind === 'list') for (const item of value.items) misplaced.delete(item);
      if (isCsv || !isWritten) misplaced.delete(value);
    }
  }

  #isValue(name: string, local: Local | undefined): boolean {
    const isLocal = local !== undefined && (local.names.has(name) || local.parameters.has(name));
    return isLocal || this.#definitions.has(name) || this.#scope.consts.has(name);
  }

  #useName(statement: Statement, identifier: Identifier, local: Local | undefined, isOwner = false): void {
    const { name } = identifier;
    if (local?.names.has(name)) this.#checkOrder(statement, identifier, local.names.get(name)!, statement);
    else if (local?.parameters.has(name)) this.#useParameter(statement, identifier, isOwner);
    else {
      const definition = this.#definitions.get(name);
      if (definition) this.#checkOrder(statement, identifier, definition, local?.definition ?? statement);
      else if (!this.#scope.consts.has(name)) this.#report(statement, this.#undefined(identifier, local));
    }
  }

  #useParameter(statement: Statement, identifier: Identifier, isOwner: boolean): void {
    if (statement.kind === 'fn') {
      this.#report(statement, problem('not-constant', identifier, 'default', identifier.name, 'parameter'));
    } else if (isOwner) this.#report(statement, problem('member-of-parameter', identifier, identifier.name));
  }

  /** A name is defined before its use, and what is constant is made of constants. */
  #checkOrder(statement: Statement, identifier: Identifier, definition: Statement, user: Statement): void {
    const { name } = identifier;
    if (definition === user) this.#report(statement, problem('defined-by-itself', identifier, name));
    else if (definition.index > user.index) {
      this.#report(statement, problem('used-before-definition', identifier, name, this.#lineOf(definition)));
    } else {
      const made = constants[statement.kind];
      if (made === undefined || !isNaming(definition)) return;
      const role = roleOf(definition);
      if (role !== 'const' && role !== 'data')
        this.#report(statement, problem('not-constant', identifier, made, name, role));
    }
  }

  #undefined(identifier: Identifier, local: Local | undefined): Problem {
    const { name } = identifier;
    if (this.#isFunction(name)) return problem('not-a-value', identifier, name);
    return problem('undefined-name', identifier, name, this.#suggest(name, this.#valueNames(local)));
  }

  *#valueNames(local: Local | undefined): Generator<string> {
    if (local) yield* [...local.names.keys(), ...local.parameters];
    yield* this.#definitions.keys();
    yield* this.#scope.consts.keys();
  }

  #useFunction(statement: Statement, call: Expression & { kind: 'call' }, local: Local | undefined): void {
    const { callee } = call;
    const { name } = callee;
    const user = local?.definition ?? statement;
    const definition = this.#ownFunction(name, user);
    if (name === csvCall) {
      const isWhole = statement.kind === 'data' && statement.value === call;
      if (!isWhole) this.#report(statement, problem('csv-not-here', callee));
    } else if (definition === undefined) {
      if (!this.#isElsewhere(name)) this.#report(statement, this.#undefinedFunction(callee));
    } else if (definition.index >= user.index) {
      const cycle = this.#cycles.from(user);
      this.#report(
        statement,
        cycle
          ? problem('recursive-function', callee, cycle.join(' → '))
          : problem('used-before-definition', callee, name, this.#lineOf(definition)),
      );
    } else if (definition.kind === 'broken' || this.#unresolved.has(definition)) this.#unresolved.add(statement);
  }

  #undefinedFunction(callee: Identifier): Problem {
    const suggested = this.#suggest(callee.name, this.#functionNames());
    return problem('undefined-function', callee, callee.name, suggested);
  }

  *#functionNames(): Generator<string> {
    yield* this.#functions.keys();
    yield* this.#scope.functions.keys();
    yield* callableNames();
  }

  #isFunction(name: string): boolean {
    return this.#functions.has(name) || this.#isElsewhere(name);
  }

  /** Whether a name can be called without a function of this file. */
  #isElsewhere(name: string): boolean {
    return this.#scope.functions.has(name) || operatorsByCall(name).length > 0;
  }

  /** The function of this file that a name means: what else has the name is meant up to its definition. */
  #ownFunction(name: string, user: Statement): FunctionDefinition | Broken | undefined {
    const definition = this.#functions.get(name);
    return definition && definition.index > user.index && this.#isElsewhere(name) ? undefined : definition;
  }

  #report(statement: Statement, found: Problem): void {
    this.#problems.push(found);
    this.#unresolved.add(statement);
  }

  /** @param known as many names as a file may have, so they are gone through for the first few suggestions alone. */
  #suggest(name: string, known: Iterable<string>): string | undefined {
    return this.#suggestions++ < limits.suggestions ? similarName(name, known) : undefined;
  }

  #lineOf(statement: Statement): number {
    return this.#lines.positionAt(statement.start).line + 1;
  }
}
