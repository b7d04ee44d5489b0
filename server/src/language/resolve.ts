/** Finds the definition of every name, and the problems of names. */

import { callableNames, operatorsByCall } from '../engine/ops.ts';
import { limits } from './limits.ts';
import type { Lines } from './lines.ts';
import { type Problem, problem } from './problems.ts';
import { similarName } from './suggest.ts';
import { type Definition, type Expression, isDefinition, type Statement, type Tree } from './tree.ts';

export interface Names {
  /** The first statement that gives each name a value; of names that only broken statements define, the broken one. */
  readonly definitions: ReadonlyMap<string, Statement>;
  /** Statements with a name that is wrong: they have no value. */
  readonly unresolved: ReadonlySet<Statement>;
  readonly problems: readonly Problem[];
}

export function resolve(tree: Tree, lines: Lines): Names {
  return new Resolver(tree, lines).names();
}

/** What the value of a statement may be made of; other kinds may use every name. */
const constantKinds: ReadonlySet<string> = new Set(['const', 'param', 'data']);

class Resolver {
  readonly #tree: Tree;
  readonly #lines: Lines;
  readonly #definitions = new Map<string, Statement>();
  readonly #unresolved = new Set<Statement>();
  readonly #problems: Problem[] = [];
  #suggestions = 0;

  constructor(tree: Tree, lines: Lines) {
    this.#tree = tree;
    this.#lines = lines;
  }

  names(): Names {
    for (const statement of this.#tree.statements) this.#define(statement);
    for (const statement of this.#tree.statements) if (statement.kind !== 'broken') this.#use(statement);
    return { definitions: this.#definitions, unresolved: this.#unresolved, problems: this.#problems };
  }

  #define(statement: Statement): void {
    if (!('name' in statement) || statement.name === undefined) return;
    const { name } = statement.name;
    const earlier = this.#definitions.get(name);
    const isKnown = earlier !== undefined && (earlier.kind !== 'broken' || statement.kind === 'broken');
    if (!isKnown) this.#definitions.set(name, statement);
    else if (statement.kind !== 'broken') {
      this.#report(statement, problem('defined-twice', statement.name, name, this.#lineOf(earlier)));
    }
  }

  #use(statement: Exclude<Statement, { kind: 'broken' }>): void {
    for (let index = statement.first; index < statement.last; index++) {
      const expression = this.#tree.expressions[index];
      if (expression.kind === 'name') this.#useName(statement, expression);
      else if (expression.kind === 'call' && operatorsByCall(expression.callee.name).length === 0) {
        const { callee } = expression;
        this.#report(
          statement,
          problem('undefined-function', callee, callee.name, this.#suggest(callee.name, callableNames())),
        );
      }
    }
  }

  #useName(statement: Statement, expression: Expression & { kind: 'name' }): void {
    const { name } = expression;
    const definition = this.#definitions.get(name);
    if (definition === undefined) {
      const isFunction = operatorsByCall(name).length > 0;
      const found = isFunction
        ? problem('not-a-value', expression, name)
        : problem('undefined-name', expression, name, this.#suggest(name, this.#definitions.keys()));
      this.#report(statement, found);
    } else if (definition === statement) {
      this.#report(statement, problem('defined-by-itself', expression, name));
    } else if (definition.index > statement.index) {
      this.#report(statement, problem('used-before-definition', expression, name, this.#lineOf(definition)));
    } else if (constantKinds.has(statement.kind) && isDefinition(definition)) {
      this.#checkConstant(statement, expression, definition);
    }
  }

  #checkConstant(statement: Statement, expression: Expression & { kind: 'name' }, definition: Definition): void {
    if (definition.kind === 'const' || definition.kind === 'data') return;
    this.#report(statement, problem('not-constant', expression, statement.kind, expression.name, definition.kind));
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
