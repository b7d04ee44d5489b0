/** What a file may use of other files: the functions and the consts that it imports, and those of the library. */

import type { Definition, FunctionDefinition } from '../syntax/tree.ts';
import type { Module } from './modules.ts';

/** A function together with the file whose names its body means. */
export interface ResolvedFunction {
  readonly module: Module;
  readonly definition: FunctionDefinition;
}

export interface ResolvedConst {
  readonly module: Module;
  readonly definition: Definition;
}

export class Scope {
  readonly functions: ReadonlyMap<string, ResolvedFunction>;
  readonly consts: ReadonlyMap<string, ResolvedConst>;

  constructor(scope?: Scope, module?: Module) {
    const functions = new Map(scope?.functions);
    const consts = new Map(scope?.consts);
    for (const statement of module?.tree.statements ?? []) {
      if (statement.kind === 'fn') functions.set(statement.name.name, { module: module!, definition: statement });
      if (statement.kind === 'const') consts.set(statement.name.name, { module: module!, definition: statement });
    }
    this.functions = functions;
    this.consts = consts;
  }

  /** This scope and what a file defines; of two with one name the later one counts. */
  with(module: Module): Scope {
    return new Scope(this, module);
  }
}
