/** Functions whose calls create params. */

import { type FunctionDefinition, rangeIn, type Statement } from '../../syntax/ast.ts';
import type { Module, ResolvedFunction } from '../modules/module.ts';
import { resolveFunction } from '../resolution/resolveFunction.ts';

/**
 * The params that calls of a function create. `own`: its body has params, or named values that create some; they are named
 * after the call. `returned`: only the call that it returns creates some; they are named as if that were called directly.
 */
export type ParamCreation = 'own' | 'returned' | 'none';

export class ParamCreationAnalysis {
  readonly #creations = new Map<FunctionDefinition, ParamCreation>();
  readonly #modules = new Set<Module>();

  paramCreationOf({ definition, module }: ResolvedFunction): ParamCreation {
    if (!this.#modules.has(module)) this.#analyzeModule(module);
    return this.#creations.get(definition) ?? 'none';
  }

  /** Functions only call functions defined before them, so one pass over the file is enough. */
  #analyzeModule(module: Module): void {
    this.#modules.add(module);
    for (const statement of module.tree.statements) {
      if (statement.kind === 'fn') this.#creations.set(statement, this.#analyzeBody(statement, module));
    }
  }

  #analyzeBody({ body }: FunctionDefinition, module: Module): ParamCreation {
    let creation: ParamCreation = 'none';
    for (const statement of body) {
      if (statement.kind === 'param' || statement.kind === 'randomParam') return 'own';
      if (!this.#callsParamCreator(statement, module)) continue;
      if (statement.kind !== 'return') return 'own';
      creation = 'returned';
    }
    return creation;
  }

  #callsParamCreator(statement: Statement, module: Module): boolean {
    for (const expression of module.tree.expressionsIn(statement)) {
      if (expression.kind !== 'call') continue;
      const callee = resolveFunction(expression.callee.name, module, rangeIn(statement, expression).start);
      if (callee && this.paramCreationOf(callee) !== 'none') return true;
    }
    return false;
  }
}
