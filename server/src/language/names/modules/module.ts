/** A file with resolved names: its tree, its imports, and the functions and consts in its scope. */

import type { Problem } from '../../problems/problems.ts';
import type { BrokenStatement, Definition, FunctionDefinition, Statement } from '../../syntax/ast.ts';
import type { Tree } from '../../syntax/tree/tree.ts';
import type { Lines, Range } from '../../text/lines.ts';
import type { Definitions } from '../resolution/definitions.ts';

export interface Module {
  /** Empty for the model's own file. */
  readonly path: string;
  /** The name shown to the user: the last part of the path by which it was first imported. */
  readonly name: string;
  /** The range of the model's import through which it is loaded. */
  readonly importRange: Range;
  readonly text: string;
  readonly lines: Lines;
  readonly tree: Tree;
  readonly names: ResolvedNames;
  /** The imported modules without errors, in text order. */
  readonly imports: readonly Module[];
  /** The problems of syntax, imports and names. */
  readonly problems: readonly Problem[];
}

export function isModelFile({ path }: Pick<Module, 'path'>): boolean {
  return path === '';
}

export interface ResolvedNames {
  readonly definitions: Definitions;
  /** The first function of each name; a broken one only if there is no other. */
  readonly functions: ReadonlyMap<string, FunctionDefinition | BrokenStatement>;
  /** The names imported from other files. */
  readonly scope: Scope;
  /** The statements with an error of names, which therefore have no value. */
  readonly unresolved: ReadonlySet<Statement>;
  /** The statements with a warning of names. Both sets are resolved again after every change. */
  readonly warned: ReadonlySet<Statement>;
  readonly problems: readonly Problem[];
}

/** The modules that a module imports, directly and through others. */
export function transitiveImports({ imports }: Module): ReadonlySet<Module> {
  const modules = new Set(imports);
  for (const module of modules) for (const imported of module.imports) modules.add(imported);
  return modules;
}

/** A function with the file in which the names of its body are resolved. */
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

  /** This scope with the definitions of a file, which shadow those of the same name. */
  with(module: Module): Scope {
    return new Scope(this, module);
  }
}
