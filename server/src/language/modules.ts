/** A file with what it imports: each read once, parsed and resolved, with the cycles among them found. */

import { type Files, type FileText, isTrouble, noFiles } from './files.ts';
import { limits } from './limits.ts';
import { Lines, type Range } from './lines.ts';
import { nn } from './nn.ts';
import { parse } from './parse.ts';
import { type Problem, problem } from './problems.ts';
import { type Names, resolve } from './resolve.ts';
import { Scope } from './scope.ts';
import type { Import, Tree } from './tree.ts';

export interface Module {
  /** Empty for the model itself. */
  readonly path: string;
  /** Where the model imports it, or imports what leads to it. */
  readonly place: Range;
  readonly text: string;
  readonly lines: Lines;
  readonly tree: Tree;
  readonly names: Names;
  /** Those of syntax and of names. */
  readonly problems: readonly Problem[];
}

/** `layers.bp`. */
export function fileName({ path }: Pick<Module, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function loadModel(text: string, files: Files): Module {
  return load({ path: '', text }, nowhere, files, [], library());
}

const nowhere: Range = { start: 0, end: 0 };

let loadedLibrary: Scope | undefined;

/** What is in scope everywhere: the library that is written in the language itself. */
function library(): Scope {
  loadedLibrary ??= new Scope().with(load({ path: 'nn.bp', text: nn }, nowhere, noFiles, [], new Scope()));
  return loadedLibrary;
}

/** @param importers the paths of the files that lead here, the outermost first. */
function load(
  { path, text }: FileText,
  place: Range,
  files: Files,
  importers: readonly string[],
  always: Scope,
): Module {
  const lines = new Lines(text);
  const { tree, problems } = parse(text);
  const found = [...problems];
  let scope = always;
  for (const statement of tree.statements) {
    if (statement.kind !== 'import') continue;
    const imported = importedBy(
      statement,
      path,
      path === '' ? statement.path : place,
      files,
      [...importers, path],
      always,
    );
    if ('code' in imported) found.push(imported);
    else scope = scope.with(imported);
  }
  const names = resolve(tree, lines, scope);
  return { path, place, text, lines, tree, names, problems: [...found, ...names.problems] };
}

function importedBy(
  { path: string }: Import,
  from: string,
  place: Range,
  files: Files,
  importers: readonly string[],
  always: Scope,
): Module | Problem {
  const name = string.value;
  const file = files.text(name, from);
  if (isTrouble(file)) return problem('file-trouble', string, file.trouble);
  const cycle = importers.indexOf(file.path);
  if (cycle >= 0 || importers.length > limits.imports) {
    const way = [...importers.slice(Math.max(cycle, 1)), file.path];
    return problem('import-cycle', string, way.join(' → '));
  }
  const module = load(file, place, files, importers, always);
  const errors = module.problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return module;
  const [{ start, message }] = errors;
  return problem('import-broken', string, name, module.lines.positionAt(start).line + 1, message);
}
