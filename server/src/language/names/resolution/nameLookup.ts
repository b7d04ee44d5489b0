/** Lookup of names in the scopes of a file, and suggestions for misspelled ones. */

import { callableNames, operatorsByCall } from '../../../engine/operators/table.ts';
import { limits } from '../../modelLimits.ts';
import type { BrokenStatement, FunctionDefinition, Statement } from '../../syntax/ast.ts';
import { findSimilarName } from '../../text/findSimilarName.ts';
import type { Scope } from '../modules/module.ts';
import { counterNamed } from './counters.ts';
import type { Definitions } from './definitions.ts';

/** The scope of a function: its parameters and the names of its body. */
export interface FunctionScope {
  readonly definition: FunctionDefinition;
  readonly parameters: ReadonlySet<string>;
  readonly names: Map<string, Statement>;
}

export class NameLookup {
  readonly #definitions: Definitions;
  readonly #functions: ReadonlyMap<string, FunctionDefinition | BrokenStatement>;
  readonly #scope: Scope;
  #suggestionCount = 0;

  constructor(
    definitions: Definitions,
    functions: ReadonlyMap<string, FunctionDefinition | BrokenStatement>,
    scope: Scope,
  ) {
    this.#definitions = definitions;
    this.#functions = functions;
    this.#scope = scope;
  }

  isValue(name: string, functionScope: FunctionScope | undefined): boolean {
    const isLocal =
      functionScope !== undefined && (functionScope.names.has(name) || functionScope.parameters.has(name));
    return isLocal || this.#definitions.has(name) || this.#scope.consts.has(name);
  }

  /** True if a name stands for a counter of training. */
  isCounter(name: string, statement: Statement): boolean {
    return counterNamed(name, statement, { definitions: this.#definitions, scope: this.#scope }) !== undefined;
  }

  isFunction(name: string): boolean {
    return this.#functions.has(name) || this.isImportedOrBuiltin(name);
  }

  /** True for an imported function or an operator. */
  isImportedOrBuiltin(name: string): boolean {
    return this.#scope.functions.has(name) || operatorsByCall(name).length > 0;
  }

  /** The function of this file that a call refers to. Before its definition it does not shadow other functions. */
  fileFunction(name: string, outerStatement: Statement): FunctionDefinition | BrokenStatement | undefined {
    const definition = this.#functions.get(name);
    return definition && definition.id > outerStatement.id && this.isImportedOrBuiltin(name) ? undefined : definition;
  }

  similarValue(name: string, functionScope: FunctionScope | undefined): string | undefined {
    return this.#suggest(name, this.#valueNames(functionScope));
  }

  similarFunction(name: string): string | undefined {
    return this.#suggest(name, this.#functionNames());
  }

  *#valueNames(functionScope: FunctionScope | undefined): Generator<string> {
    if (functionScope) yield* [...functionScope.names.keys(), ...functionScope.parameters];
    yield* this.#definitions.keys();
    yield* this.#scope.consts.keys();
  }

  *#functionNames(): Generator<string> {
    yield* this.#functions.keys();
    yield* this.#scope.functions.keys();
    yield* callableNames();
  }

  /** Searches only for the first few undefined names, as a file may have very many candidates. */
  #suggest(name: string, candidates: Iterable<string>): string | undefined {
    return this.#suggestionCount++ < limits.suggestions ? findSimilarName(name, candidates) : undefined;
  }
}
