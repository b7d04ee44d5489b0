/** The symbols of a file: its values and functions, and the parameters and local names of each function. */

import {
  type DefinitionKind,
  type ForStatement,
  type FunctionDefinition,
  type Identifier,
  intendedRole,
  isInitialStep,
  nameOf,
  rangeIn,
  type Statement,
} from '../../syntax/ast.ts';
import type { Range } from '../../text/lines.ts';
import type { Module } from '../modules/module.ts';

/** A named thing. A module has exactly one object per symbol, so symbols may be compared by identity. */
export interface NamedSymbol {
  readonly name: string;
  readonly role: SymbolRole;
  /** The file that defines it. */
  readonly module: Module;
  /** The range of the name in its definition. */
  readonly range: Range;
  /** The statement that defines it; for a parameter its function, for a variable the head of its block. */
  readonly statement: Statement;
  /** The function in which the symbol is local; absent for a symbol of the file. */
  readonly enclosingFunction?: FunctionDefinition;
}

/** A `variable` is that of a block. */
export type SymbolRole = DefinitionKind | 'fn' | 'parameter' | 'variable';

const cache = new WeakMap<Module, FileSymbols>();

export function fileSymbols(module: Module): FileSymbols {
  const symbols = cache.get(module) ?? new FileSymbols(module);
  cache.set(module, symbols);
  return symbols;
}

export class FileSymbols {
  /** All symbols in text order, including duplicates. */
  readonly all: readonly NamedSymbol[];
  readonly #module: Module;
  readonly #byStatement = new Map<Statement, NamedSymbol>();
  readonly #locals = new Map<FunctionDefinition, Map<string, NamedSymbol>>();
  /** The variable of each block, by the id of its head. */
  readonly #variables = new Map<number, NamedSymbol>();

  constructor(module: Module) {
    this.#module = module;
    const all: NamedSymbol[] = [];
    for (const statement of module.tree.statements) {
      all.push(...this.#addSymbol(statement));
      if (statement.kind === 'fn') all.push(...this.#addFunctionSymbols(statement));
    }
    this.all = all;
  }

  /** The symbol that a statement defines. */
  definedBy(statement: Statement): NamedSymbol | undefined {
    return this.#byStatement.get(statement);
  }

  /** The local symbol of a name in a function: a name of its body, or a parameter. */
  localSymbol(name: string, enclosingFunction: FunctionDefinition): NamedSymbol | undefined {
    return this.#locals.get(enclosingFunction)?.get(name);
  }

  /** The variable of a block around a statement; undefined if none has the name. */
  blockVariable(name: string, { id, blocks = [] }: Statement): NamedSymbol | undefined {
    const block = blocks.findLast(({ variable }) => variable === name);
    return block && this.#variables.get(id + block.relativeId);
  }

  /** The value that a name refers to in the file: its own, or an imported const. */
  valueSymbol(name: string): NamedSymbol | undefined {
    const defined = this.definedValue(name);
    if (defined) return defined;
    const imported = this.#module.names.scope.consts.get(name);
    return imported && fileSymbols(imported.module).definedBy(imported.definition);
  }

  definedValue(name: string): NamedSymbol | undefined {
    const definition = this.#module.names.definitions.get(name);
    return definition && this.definedBy(definition);
  }

  definedFunction(name: string): NamedSymbol | undefined {
    const definition = this.#module.names.functions.get(name);
    return definition && this.definedBy(definition);
  }

  #addSymbol(statement: Statement, enclosingFunction?: FunctionDefinition): NamedSymbol[] {
    if (statement.kind === 'for') return [this.#addVariable(statement, enclosingFunction)];
    const name = nameOf(statement);
    if (name === undefined) return [];
    const symbol = {
      ...this.#createSymbol(name, intendedRole(statement) ?? 'fn', statement),
      ...(enclosingFunction && { enclosingFunction }),
    };
    this.#byStatement.set(statement, symbol);
    return [symbol];
  }

  #addVariable(head: ForStatement, enclosingFunction?: FunctionDefinition): NamedSymbol {
    const symbol = {
      ...this.#createSymbol(head.variable, 'variable', head),
      ...(enclosingFunction && { enclosingFunction }),
    };
    this.#variables.set(head.id, symbol);
    return symbol;
  }

  /** Names of the body shadow parameters, and valid statements shadow broken ones. */
  #addFunctionSymbols(enclosingFunction: FunctionDefinition): NamedSymbol[] {
    const parameters = enclosingFunction.parameters.map(({ name }) => ({
      ...this.#createSymbol(name, 'parameter', enclosingFunction),
      enclosingFunction,
    }));
    const body = enclosingFunction.body.flatMap((statement) => this.#addSymbol(statement, enclosingFunction));
    const brokenSymbols = body.filter(({ statement }) => statement.kind === 'broken');
    const validSymbols = body.filter(({ statement }) => statement.kind !== 'broken');
    // The initial steps of a recurrence precede the statement that defines it.
    const values = validSymbols.filter(({ role, statement }) => role !== 'variable' && !isInitialStep(statement));
    const byPriority = [...values, ...brokenSymbols, ...parameters].reverse();
    this.#locals.set(enclosingFunction, new Map(byPriority.map((symbol) => [symbol.name, symbol])));
    return [...parameters, ...body];
  }

  #createSymbol(identifier: Identifier, role: SymbolRole, statement: Statement): NamedSymbol {
    const range = rangeIn(statement, identifier);
    return { name: identifier.name, role, module: this.#module, range, statement };
  }
}

/** The symbol that already has the name in the same scope. A function and a value may share a name. */
export function existingSymbol(
  { role, module, enclosingFunction }: NamedSymbol,
  name: string,
): NamedSymbol | undefined {
  const symbols = fileSymbols(module);
  if (enclosingFunction) return symbols.localSymbol(name, enclosingFunction);
  return role === 'fn' ? symbols.definedFunction(name) : symbols.definedValue(name);
}
