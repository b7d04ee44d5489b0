/** A file with what its names mean: its tree, its imports, and the functions and consts in its scope. */

import type { Problem } from '../problems/problems.ts';
import type { BrokenStatement, Definition, FunctionDefinition, Statement } from '../syntax/ast.ts';
import type { Tree } from '../syntax/tree.ts';
import type { Lines, Range } from '../text/lines.ts';
import type { Definitions } from './definitions.ts';

export interface Module {
  /** Empty for the model itself. */
  readonly path: string;
  /** The name shown to the user: the last part of the path by which it was first imported. */
  readonly name: string;
  /** The range of the import in the model that leads to it. */
  readonly importRange: Range;
  readonly text: string;
  readonly lines: Lines;
  readonly tree: Tree;
  readonly names: ResolvedNames;
  /** The imported modules without errors, in order. */
  readonly imports: readonly Module[];
  /** Those of syntax and of names. */
  readonly problems: readonly Problem[];
}

export interface ResolvedNames {
  readonly definitions: Definitions;
  /** The first statement that gives a function each name; of names that only broken statements define, the broken one. */
  readonly functions: ReadonlyMap<string, FunctionDefinition | BrokenStatement>;
  /** The names imported from other files. */
  readonly scope: Scope;
  /** Statements with a name that is wrong: they have no value. */
  readonly unresolved: ReadonlySet<Statement>;
  readonly problems: readonly Problem[];
}

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
