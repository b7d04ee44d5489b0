/** The functions of a model: what a name calls, what a call must give, and whether it makes params. */

import { type FunctionDefinition, rangeIn, type Statement } from '../syntax/ast.ts';
import { excerptOf } from '../text/excerpt.ts';
import type { Signature } from './bindArguments.ts';
import type { Module, ResolvedFunction } from './module.ts';

/**
 * What a name calls at an offset of a file: the file's own functions, from their definition on, come before those of
 * others, and those before the operators.
 */
export function resolveFunction(name: string, module: Module, offset: number): ResolvedFunction | undefined {
  const fileFunction = module.names.functions.get(name);
  if (fileFunction?.kind === 'fn' && fileFunction.end <= offset) return { module, definition: fileFunction };
  return module.names.scope.functions.get(name);
}

/** A default is shown as it is written. */
export function signatureOf({ definition, module }: ResolvedFunction): Signature {
  return {
    name: definition.name.name,
    parameters: definition.parameters.map((parameter) => ({
      name: parameter.name.name,
      isRequired: parameter.default === undefined,
      ...(parameter.default && { default: excerptOf(module.text, rangeIn(definition, parameter.default)) }),
    })),
  };
}

/**
 * What calls of a function make: params that are named after the call, because its body has some or names what makes
 * some; params that what it returns makes, named as if that was called instead; or none.
 */
export type ParamCreation = 'own' | 'returned' | 'none';

export class ParamCreationAnalysis {
  readonly #creations = new Map<FunctionDefinition, ParamCreation>();
  readonly #modules = new Set<Module>();

  paramCreationOf({ definition, module }: ResolvedFunction): ParamCreation {
    if (!this.#modules.has(module)) this.#analyzeModule(module);
    return this.#creations.get(definition) ?? 'none';
  }

  /** Functions call those above them alone, so one way through the file is enough. */
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
