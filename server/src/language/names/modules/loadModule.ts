/** Loads a model and the files that it imports. Parses and resolves each file once, and detects import cycles. */

import { nn } from '../../library/built.ts';
import { limits } from '../../modelLimits.ts';
import { isProblem, type Problem, type ProblemCode, problem } from '../../problems/problems.ts';
import { type ImportStatement, rangeIn } from '../../syntax/ast.ts';
import { parse } from '../../syntax/parser/parse.ts';
import { Lines, type Range } from '../../text/lines.ts';
import { resolve } from '../resolution/resolve.ts';
import { type Files, isFileError, noFiles } from './files.ts';
import { isModelFile, type Module, Scope } from './module.ts';

/** @param previous a version whose unchanged parts are reused. */
export function loadModule(text: string, files: Files, previous?: Module): Module {
  const loader = new ModuleLoader(files, loadLibrary(), previous);
  return loader.load({ path: '', name: '', importRange: emptyRange }, text, []);
}

const emptyRange: Range = { start: 0, end: 0 };

const libraryPath = 'nn.bp';

/** True for the layer library, which is not in a folder. */
export function isLibrary({ path }: Pick<Module, 'path'>): boolean {
  return path === libraryPath;
}

let cachedLibrary: Scope | undefined;

/** The scope that every file starts with: the layer library. */
function loadLibrary(): Scope {
  const file = { path: libraryPath, name: libraryPath, importRange: emptyRange };
  cachedLibrary ??= new Scope().with(new ModuleLoader(noFiles, new Scope()).load(file, nn, []));
  return cachedLibrary;
}

/** The path, the name and the import of a file that is about to be loaded. */
type ModuleOrigin = Pick<Module, 'path' | 'name' | 'importRange'>;

/** Problems that name the whole chain of imports, so the files in between pass them on unchanged. */
const forwardedCodes: ReadonlySet<ProblemCode> = new Set(['import-cycle', 'too-many-imports', 'too-much-imported']);

class ModuleLoader {
  readonly #files: Files;
  readonly #builtinScope: Scope;
  readonly #loaded = new Map<string, Module>();
  /** The totals of the imported files. */
  readonly #imported = { length: 0, statements: 0, expressions: 0 };
  /** The modules of the previous version by path. */
  readonly #previous = new Map<string, Module>();

  constructor(files: Files, builtinScope: Scope, previous?: Module) {
    this.#files = files;
    this.#builtinScope = builtinScope;
    const queue = previous ? [previous] : [];
    for (const module of queue) {
      if (this.#previous.has(module.path)) continue;
      this.#previous.set(module.path, module);
      queue.push(...module.imports);
    }
  }

  /** @param importers the chain of files that import this one, outermost first. */
  load(file: ModuleOrigin, text: string, importers: readonly ModuleOrigin[]): Module {
    const previous = this.#previous.get(file.path);
    const { tree, problems } = parse(text, previous);
    const allProblems = [...problems];
    const imports: Module[] = [];
    for (const statement of tree.statementsOfKind('import')) {
      if (statement.kind !== 'import') continue;
      const imported = this.#loadImport(statement, [...importers, file]);
      if (isProblem(imported)) allProblems.push(imported);
      else imports.push(imported);
    }
    const hasSameImports = previous !== undefined && sameModules(imports, previous.imports);
    if (
      hasSameImports &&
      previous.text === text &&
      previous.name === file.name &&
      sameRange(previous.importRange, file.importRange)
    ) {
      // Its problems include those of its imports.
      if (allProblems.length === 0 && previous.problems.length === 0) return previous;
    }
    const scope = hasSameImports
      ? previous.names.scope
      : imports.reduce((all, module) => all.with(module), this.#builtinScope);
    const lines = new Lines(text, previous?.lines);
    const names = resolve(tree, lines, scope, previous);
    return { ...file, text, lines, tree, names, imports, problems: [...allProblems, ...names.problems] };
  }

  #loadImport(statement: ImportStatement, importers: readonly ModuleOrigin[]): Module | Problem {
    const importedPath = statement.path.value;
    const range = rangeIn(statement, statement.path);
    const importer = importers.at(-1)!;
    const file = this.#files.readText(importedPath, importer.path);
    if (isFileError(file)) return problem('cannot-read-file', range, file.reason);
    const { path, text } = file;
    const name = importedPath.split(/[\\/]/).at(-1)!;
    const start = importers.findIndex((ancestor) => ancestor.path === path);
    if (start >= 0) {
      const cycle = [...importers.slice(start).map((ancestor) => ancestor.name), name];
      return problem('import-cycle', range, cycle.join(' → '));
    }
    if (importers.length > limits.importDepth) return problem('too-many-imports', range);
    const importRange = isModelFile(importer) ? range : importer.importRange;
    const module = this.#loaded.get(path) ?? this.#loadWithinLimits({ path, name, importRange }, text, importers);
    if (module === undefined) return problem('too-much-imported', range);
    this.#loaded.set(path, module);
    const firstError = module.problems.find(({ severity }) => severity === 'error');
    if (firstError === undefined) return module;
    if (forwardedCodes.has(firstError.code)) return { ...firstError, ...range };
    const line = module.lines.positionAt(firstError.start).line + 1;
    return problem('error-in-import', range, importedPath, line, firstError.message);
  }

  /** Undefined if the imported files together are too large. */
  #loadWithinLimits(file: ModuleOrigin, text: string, importers: readonly ModuleOrigin[]): Module | undefined {
    const total = this.#imported;
    total.length += text.length;
    if (isOverLimits(total)) return undefined;
    const module = this.load(file, text, importers);
    total.statements += module.tree.statementCount;
    total.expressions += module.tree.expressionCount;
    return module;
  }
}

function isOverLimits({ length, statements, expressions }: Record<'length' | 'statements' | 'expressions', number>) {
  return length > limits.importedLength || statements > limits.statements || expressions > limits.expressions;
}

function sameModules(modules: readonly Module[], otherModules: readonly Module[]): boolean {
  return modules.length === otherModules.length && modules.every((module, index) => module === otherModules[index]);
}

function sameRange(range: Range, otherRange: Range): boolean {
  return range.start === otherRange.start && range.end === otherRange.end;
}
