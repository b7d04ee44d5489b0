/**
 * The functions whose params are members of a statement. They resolve `net.h1.W` without lowering: the statement `net`, the
 * statement `h1` in the function that it calls, and the param `W` in the function that `h1` calls. This needs no shapes,
 * so it also works in a file with errors.
 */

import { rangeIn, type Statement } from '../../syntax/ast.ts';
import type { Module, ResolvedFunction } from '../modules/module.ts';
import type { NamedSymbol, SymbolRole } from '../references/symbols.ts';
import { resolveFunction } from '../resolution/resolveFunction.ts';
import { CallPaths } from './callPaths.ts';
import { ParamCreationAnalysis } from './paramCreation.ts';

/** The roles whose statements may call functions that create params. */
const paramCreatingRoles: ReadonlySet<SymbolRole> = new Set(['node', 'loss']);

/** Further calls in one statement are not resolved. */
const maxCalls = 1_000;

export class MemberFunctions {
  readonly #paramCreation = new ParamCreationAnalysis();
  readonly #cache = new Map<NamedSymbol, ReadonlyMap<string, ResolvedFunction>>();

  /**
   * The functions whose params are named after a statement, by path: `h`, `h_2` and so on.
   * @param isReserved true if another statement has the path as its name.
   */
  byPath(symbol: NamedSymbol, isReserved: (name: string) => boolean): ReadonlyMap<string, ResolvedFunction> {
    const functions = this.#cache.get(symbol) ?? this.#find(symbol, isReserved);
    this.#cache.set(symbol, functions);
    return functions;
  }

  #find({ name, role, statement, module }: NamedSymbol, isReserved: (name: string) => boolean) {
    const callees = new Map<string, ResolvedFunction>();
    const paths = new CallPaths(isReserved);
    let calls = 0;
    const worklist = paramCreatingRoles.has(role)
      ? this.#paramCreatingCalls(statement, module).map((callee) => ({ callee, path: name }))
      : [];
    for (let current = worklist.pop(); current !== undefined && calls++ < maxCalls; current = worklist.pop()) {
      const { callee } = current;
      const createsOwn = this.#paramCreation.paramCreationOf(callee) === 'own';
      const path = createsOwn ? paths.allocate(current.path) : current.path;
      if (createsOwn) callees.set(path, callee);
      const result = callee.definition.body.find(({ kind }) => kind === 'return');
      for (const inner of result ? this.#paramCreatingCalls(result, callee.module) : [])
        worklist.push({ callee: inner, path });
    }
    return callees;
  }

  /** The functions that a statement calls and that create params, last call first. */
  #paramCreatingCalls(statement: Statement, module: Module): ResolvedFunction[] {
    const callees: ResolvedFunction[] = [];
    for (const expression of module.tree.expressionsIn(statement)) {
      if (expression.kind !== 'call') continue;
      const callee = resolveFunction(expression.callee.name, module, rangeIn(statement, expression).start);
      if (callee && this.#paramCreation.paramCreationOf(callee) !== 'none') callees.push(callee);
    }
    return callees.reverse();
  }
}
