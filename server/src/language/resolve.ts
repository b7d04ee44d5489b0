/** Finds the definition of every name, and the problems of names. */

import { callableNames, operatorsByCall } from '../engine/ops.ts';
import { callCycle } from './callCycle.ts';
import { limits } from './limits.ts';
import type { Lines } from './lines.ts';
import { type Problem, problem } from './problems.ts';
import type { Scope } from './scope.ts';
import { similarName } from './suggest.ts';
import {
  type Broken,
  type Expression,
  type FunctionDefinition,
  type Identifier,
  isNaming,
  roleOf,
  type Statement,
  type Tree,
} from './tree.ts';

export interface Names {
  /** The first statement that gives each name a value; of names that only broken statements define, the broken one. */
  readonly definitions: ReadonlyMap<string, Statement>;
  /** The same of the names of functions. */
  readonly functions: ReadonlyMap<string, FunctionDefinition | Broken>;
  /** What comes from other files. */
  readonly scope: Scope;
  /** Statements with a name that is wrong: they have no value. */
  readonly unresolved: ReadonlySet<Statement>;
  readonly problems: readonly Problem[];
}

export function resolve(tree: Tree, lines: Lines, scope: Scope): Names {
  return new Resolver(tree, lines, scope).names();
}

/** What is called in one place only, and is no operator. */
export const csvCall = 'csv';

/** What the value of a statement may be made of; other kinds may use every name. */
const constantKinds: ReadonlySet<string> = new Set(['const', 'param', 'drawn', 'data']);

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
  readonly #definitions = new Map<string, Statement>();
  readonly #functions = new Map<string, FunctionDefinition | Broken>();
  readonly #unresolved = new Set<Statement>();
  readonly #problems: Problem[] = [];
  #suggestions = 0;

  constructor(tree: Tree, lines: Lines, scope: Scope) {
    this.#tree = tree;
    this.#lines = lines;
    this.#scope = scope;
  }

  names(): Names {
    for (const statement of this.#tree.statements) {
      if (isFunction(statement)) this.#define(statement, this.#functions);
      else this.#define(statement, this.#definitions);
    }
    for (const statement of this.#tree.statements) this.#resolve(statement);
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
      if (name && names.has(name.name)) {
        this.#report(statement, problem('defined-twice', name, name.name, this.#lineOf(definition)));
      }
      this.#define(statement, local.names);
    }
    this.#useAll({ first: definition.first, last: body[0]?.first ?? definition.last }, definition);
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
    this.#checkStrings(first, last, statement);
    for (let index = first; index < last; index++) {
      const expression = this.#tree.expressions[index];
      if (expression.kind === 'name') {
        this.#useName(statement, { name: expression.name, start: expression.start, end: expression.end }, local);
      } else if (expression.kind === 'member') this.#useName(statement, expression.owner, local);
      else if (expression.kind === 'call') this.#useFunction(statement, expression, local);
    }
  }

  /** A text in quotes is no value: it stands in `csv(…)`, for a reduction, or behind `import`. */
  #checkStrings(first: number, last: number, statement: Statement): void {
    const misplaced = new Set<Expression>();
    for (let index = first; index < last; index++) {
      const expression = this.#tree.expressions[index];
      if (expression.kind === 'string') misplaced.add(expression);
      if (expression.kind !== 'call' || misplaced.size === 0) continue;
      const isCsv = expression.callee.name === csvCall;
      for (const { value } of expression.arguments) {
        if (isCsv && value.kind === 'list') for (const item of value.items) misplaced.delete(item);
        if (isCsv || !this.#isOwnFunction(expression.callee.name)) misplaced.delete(value);
      }
    }
    if (statement.kind === 'import') return;
    for (const string of misplaced) this.#report(statement, problem('string-not-here', string));
  }

  #useName(statement: Statement, identifier: Identifier, local: Local | undefined): void {
    const { name } = identifier;
    const inBody = local?.names.get(name);
    const user = local?.definition ?? statement;
    if (inBody) this.#checkOrder(statement, identifier, inBody, statement);
    else if (local?.parameters.has(name)) return;
    else {
      const definition = this.#definitions.get(name);
      if (definition) this.#checkOrder(statement, identifier, definition, user);
      else if (!this.#scope.consts.has(name)) this.#report(statement, this.#undefined(identifier, local));
    }
  }

  /** A name is defined before its use, and what is constant is made of constants. */
  #checkOrder(statement: Statement, identifier: Identifier, definition: Statement, user: Statement): void {
    const { name } = identifier;
    if (definition === user) this.#report(statement, problem('defined-by-itself', identifier, name));
    else if (definition.index > user.index) {
      this.#report(statement, problem('used-before-definition', identifier, name, this.#lineOf(definition)));
    } else if (constantKinds.has(statement.kind) && isNaming(definition)) {
      const role = roleOf(definition);
      if (role === 'const' || role === 'data') return;
      const maker = statement.kind === 'drawn' ? 'param' : statement.kind;
      this.#report(statement, problem('not-constant', identifier, maker, name, role));
    }
  }

  #undefined(identifier: Identifier, local: Local | undefined): Problem {
    const { name } = identifier;
    if (this.#isFunction(name)) return problem('not-a-value', identifier, name);
    const known = [
      ...(local ? [...local.names.keys(), ...local.parameters] : []),
      ...this.#definitions.keys(),
      ...this.#scope.consts.keys(),
    ];
    return problem('undefined-name', identifier, name, this.#suggest(name, known));
  }

  #useFunction(
    statement: Statement,
    { callee, ...call }: Expression & { kind: 'call' },
    local: Local | undefined,
  ): void {
    const { name } = callee;
    const definition = this.#functions.get(name);
    const user = local?.definition ?? statement;
    if (name === csvCall) {
      const isWhole = statement.kind === 'data' && statement.value.index === call.index;
      if (!isWhole) this.#report(statement, problem('csv-not-here', callee));
    } else if (definition !== undefined && definition.index >= user.index) {
      const cycle = callCycle(user, this.#functions, this.#tree);
      this.#report(
        statement,
        cycle
          ? problem('recursive-function', callee, cycle.join(' → '))
          : problem('used-before-definition', callee, name, this.#lineOf(definition)),
      );
    } else if (definition === undefined && !this.#isFunction(name)) {
      const known = [...this.#functions.keys(), ...this.#scope.functions.keys(), ...callableNames()];
      this.#report(statement, problem('undefined-function', callee, name, this.#suggest(name, known)));
    } else if (definition?.kind === 'broken' || (definition && this.#unresolved.has(definition))) {
      this.#unresolved.add(statement);
    }
  }

  #isFunction(name: string): boolean {
    return this.#isOwnFunction(name) || operatorsByCall(name).length > 0;
  }

  /** Whether it is written in the language itself, here or in another file. */
  #isOwnFunction(name: string): boolean {
    return this.#functions.has(name) || this.#scope.functions.has(name);
  }

  #report(statement: Statement, found: Problem): void {
    this.#problems.push(found);
    this.#unresolved.add(statement);
  }

  #suggest(name: string, known: Iterable<string>): string | undefined {
    return this.#suggestions++ < limits.suggestions ? similarName(name, known) : undefined;
  }

  #lineOf(statement: Statement): number {
    return this.#lines.positionAt(statement.start).line + 1;
  }
}

function isFunction(statement: Statement): statement is FunctionDefinition | Broken {
  return statement.kind === 'fn' || (statement.kind === 'broken' && statement.intended === 'fn');
}

function nameOf(statement: Statement): Identifier | undefined {
  return 'name' in statement ? statement.name : undefined;
}
