/** The functions of a model: what a name calls, what a call must give, and whether it makes params. */

import { sourceOf } from '../base/excerpt.ts';
import type { FunctionDefinition, Statement } from '../syntax/tree.ts';
import type { Signature } from './bindArguments.ts';
import type { Module } from './modules.ts';
import type { FunctionReference } from './scope.ts';

/**
 * What a name calls at an offset of a file: the file's own functions, from their definition on, come before those of
 * others, and those before the operators.
 */
export function functionOf(name: string, module: Module, offset: number): FunctionReference | undefined {
  const own = module.names.functions.get(name);
  if (own?.kind === 'fn' && own.end <= offset) return { module, definition: own };
  return module.names.scope.functions.get(name);
}

/** A default is shown as it is written. */
export function signatureOf({ definition, module }: FunctionReference): Signature {
  return {
    name: definition.name.name,
    parameters: definition.parameters.map((parameter) => ({
      name: parameter.name.name,
      isRequired: parameter.default === undefined,
      ...(parameter.default && { default: sourceOf(module.text, parameter.default) }),
    })),
  };
}

/**
 * What calls of a function make: params that are named after the call, because its body has some or names what makes
 * some; params that what it returns makes, named as if that was called instead; or none.
 */
export type Making = 'own' | 'returned' | 'none';

export class Makers {
  readonly #makings = new Map<FunctionDefinition, Making>();
  readonly #modules = new Set<Module>();

  makingOf({ definition, module }: FunctionReference): Making {
    if (!this.#modules.has(module)) this.#read(module);
    return this.#makings.get(definition) ?? 'none';
  }

  /** Functions call those above them alone, so one way through the file is enough. */
  #read(module: Module): void {
    this.#modules.add(module);
    for (const statement of module.tree.statements) {
      if (statement.kind === 'fn') this.#makings.set(statement, this.#makingOfBody(statement, module));
    }
  }

  #makingOfBody({ body }: FunctionDefinition, module: Module): Making {
    let making: Making = 'none';
    for (const statement of body) {
      if (statement.kind === 'param' || statement.kind === 'drawn') return 'own';
      if (!this.#callsMaker(statement, module)) continue;
      if (statement.kind !== 'return') return 'own';
      making = 'returned';
    }
    return making;
  }

  #callsMaker(statement: Statement, module: Module): boolean {
    for (const expression of module.tree.expressionsIn(statement)) {
      if (expression.kind !== 'call') continue;
      const called = functionOf(expression.callee.name, module, expression.start);
      if (called && this.makingOf(called) !== 'none') return true;
    }
    return false;
  }
}
