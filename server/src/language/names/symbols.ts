/** What a file gives names to: its values and functions, and inside of each function its parameters and the names of its body. */

import type { Range } from '../base/lines.ts';
import {
  type DefinitionKind,
  type FunctionDefinition,
  type Identifier,
  intendedRole,
  nameOf,
  type Statement,
} from '../syntax/tree.ts';
import type { Module } from './modules.ts';

/** Something that has a name. Of one module there is one object for each. */
export interface Named {
  readonly name: string;
  readonly role: NamedRole;
  /** The file that defines it. */
  readonly module: Module;
  /** Where it is named. */
  readonly place: Range;
  /** The statement that defines it; of a parameter the function that takes it. */
  readonly statement: Statement;
  /** The function outside of which the name means something else; absent where it is known in the whole file. */
  readonly inside?: FunctionDefinition;
}

export type NamedRole = DefinitionKind | 'fn' | 'parameter';

const known = new WeakMap<Module, Declared>();

export function declaredIn(module: Module): Declared {
  const declared = known.get(module) ?? new Declared(module);
  known.set(module, declared);
  return declared;
}

export class Declared {
  /** In the order of the text; of what is defined twice, both. */
  readonly all: readonly Named[];
  readonly #module: Module;
  readonly #byStatement = new Map<Statement, Named>();
  readonly #locals = new Map<FunctionDefinition, Map<string, Named>>();

  constructor(module: Module) {
    this.#module = module;
    const all: Named[] = [];
    for (const statement of module.tree.statements) {
      all.push(...this.#declare(statement));
      if (statement.kind === 'fn') all.push(...this.#declareIn(statement));
    }
    this.all = all;
  }

  /** What a statement defines. */
  by(statement: Statement): Named | undefined {
    return this.#byStatement.get(statement);
  }

  /** What a name means in a function and nowhere else: of its body, or one of its parameters. */
  local(name: string, around: FunctionDefinition): Named | undefined {
    return this.#locals.get(around)?.get(name);
  }

  /** The value that a name means in the file; of another file only the consts count. */
  value(name: string): Named | undefined {
    const own = this.ownValue(name);
    if (own) return own;
    const imported = this.#module.names.scope.consts.get(name);
    return imported && declaredIn(imported.module).by(imported.definition);
  }

  ownValue(name: string): Named | undefined {
    const definition = this.#module.names.definitions.get(name);
    return definition && this.by(definition);
  }

  ownFunction(name: string): Named | undefined {
    const definition = this.#module.names.functions.get(name);
    return definition && this.by(definition);
  }

  #declare(statement: Statement, inside?: FunctionDefinition): Named[] {
    const name = nameOf(statement);
    if (name === undefined) return [];
    const named = { ...this.#named(name, intendedRole(statement) ?? 'fn', statement), ...(inside && { inside }) };
    this.#byStatement.set(statement, named);
    return [named];
  }

  /** The names of a body come before parameters, and what can be read before what can't. */
  #declareIn(around: FunctionDefinition): Named[] {
    const parameters = around.parameters.map(({ name }) => ({
      ...this.#named(name, 'parameter', around),
      inside: around,
    }));
    const body = around.body.flatMap((statement) => this.#declare(statement, around));
    const broken = body.filter(({ statement }) => statement.kind === 'broken');
    const whole = body.filter(({ statement }) => statement.kind !== 'broken');
    const firstLast = [...whole, ...broken, ...parameters].reverse();
    this.#locals.set(around, new Map(firstLast.map((named) => [named.name, named])));
    return [...parameters, ...body];
  }

  #named({ name, start, end }: Identifier, role: NamedRole, statement: Statement): Named {
    return { name, role, module: this.#module, place: { start, end }, statement };
  }
}

/** What has a name already where something is named; a function and a value may have the same one. */
export function namesake({ role, module, inside }: Named, name: string): Named | undefined {
  const declared = declaredIn(module);
  if (inside) return declared.local(name, inside);
  return role === 'fn' ? declared.ownFunction(name) : declared.ownValue(name);
}
