/**
 * What `net.h1.W` names, as far as the text tells: the statement `net`, the statement `h1` in the function that it calls, and
 * the param `W` in the function that is called there. No shape is known for it, so it holds in a file with errors, too.
 */

import type { Statement } from '../syntax/tree.ts';
import { CallPaths } from './callPaths.ts';
import { functionOf, Makers } from './functions.ts';
import type { Module } from './modules.ts';
import type { FunctionReference } from './scope.ts';
import type { Named, NamedRole } from './symbols.ts';

/** What may call functions that make params. */
const makers: ReadonlySet<NamedRole> = new Set(['node', 'loss']);

/** More calls than this in one statement are not told apart. */
const mostCalls = 1_000;

export class MadeParams {
  readonly #makers = new Makers();
  readonly #known = new Map<Named, ReadonlyMap<string, FunctionReference>>();

  /**
   * The functions whose params are named after a statement: of `h` by the names `h`, `h_2` and so on.
   * @param isNamed whether a statement beside it has this name.
   */
  of(named: Named, isNamed: (name: string) => boolean): ReadonlyMap<string, FunctionReference> {
    const known = this.#known.get(named) ?? this.#find(named, isNamed);
    this.#known.set(named, known);
    return known;
  }

  #find({ name, role, statement, module }: Named, isNamed: (name: string) => boolean) {
    const made = new Map<string, FunctionReference>();
    const paths = new CallPaths(isNamed);
    let calls = 0;
    const waiting = makers.has(role)
      ? this.#making(statement, module).map((reference) => ({ reference, path: name }))
      : [];
    for (let next = waiting.pop(); next !== undefined && calls++ < mostCalls; next = waiting.pop()) {
      const { reference } = next;
      const isOwn = this.#makers.makingOf(reference) === 'own';
      const path = isOwn ? paths.claim(next.path) : next.path;
      if (isOwn) made.set(path, reference);
      const result = reference.definition.body.find(({ kind }) => kind === 'return');
      for (const inner of result ? this.#making(result, reference.module) : [])
        waiting.push({ reference: inner, path });
    }
    return made;
  }

  /** The functions that a statement calls and that make params, the last call first. */
  #making(statement: Statement, module: Module): FunctionReference[] {
    const making: FunctionReference[] = [];
    for (const expression of module.tree.expressionsIn(statement)) {
      if (expression.kind !== 'call') continue;
      const called = functionOf(expression.callee.name, module, expression.start);
      if (called && this.#makers.makingOf(called) !== 'none') making.push(called);
    }
    return making.reverse();
  }
}
