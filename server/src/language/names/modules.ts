/** A file with what it imports: each read once, parsed and resolved, with the cycles among them found. */

import { type Files, isTrouble, noFiles } from '../base/files.ts';
import { limits } from '../base/limits.ts';
import { Lines, type Range } from '../base/lines.ts';
import { type Problem, type ProblemCode, problem } from '../problems/problems.ts';
import { parse } from '../syntax/parse.ts';
import type { Import, Tree } from '../syntax/tree.ts';
import { nn } from './nn.ts';
import { type Names, resolve } from './resolve.ts';
import { Scope } from './scope.ts';

export interface Module {
  /** Empty for the model itself. */
  readonly path: string;
  /** How the user knows it: the last part of the path by which it was first imported. */
  readonly name: string;
  /** Where the model imports it, or imports what leads to it. */
  readonly place: Range;
  readonly text: string;
  readonly lines: Lines;
  readonly tree: Tree;
  readonly names: Names;
  /** What it imports, in that order, as far as it is there and sound. */
  readonly imports: readonly Module[];
  /** Those of syntax and of names. */
  readonly problems: readonly Problem[];
}

/** @param earlier an earlier version of the model: what it has in common with this one is not read again. */
export function loadModel(text: string, files: Files, earlier?: Module): Module {
  const loader = new Loader(files, library(), earlier);
  return loader.load({ path: '', name: '', place: nowhere }, text, []);
}

const nowhere: Range = { start: 0, end: 0 };

const libraryPath = 'nn.bp';

/** Whether a module is the library, which lies in no folder. */
export function isLibrary({ path }: Pick<Module, 'path'>): boolean {
  return path === libraryPath;
}

let loadedLibrary: Scope | undefined;

/** What is in scope everywhere: the library that is written in the language itself. */
function library(): Scope {
  const file = { path: libraryPath, name: libraryPath, place: nowhere };
  loadedLibrary ??= new Scope().with(new Loader(noFiles, new Scope()).load(file, nn, []));
  return loadedLibrary;
}

type Found = Pick<Module, 'path' | 'name' | 'place'>;

/** Their sentences name the whole way, so the files on it add nothing. */
const saidAsTheyAre: ReadonlySet<ProblemCode> = new Set(['import-cycle', 'too-many-imports']);

class Loader {
  readonly #files: Files;
  readonly #always: Scope;
  readonly #loaded = new Map<string, Module>();
  /** The same files as they were read for an earlier version. */
  readonly #earlier = new Map<string, Module>();

  constructor(files: Files, always: Scope, earlier?: Module) {
    this.#files = files;
    this.#always = always;
    const found = earlier ? [earlier] : [];
    for (const module of found) {
      if (this.#earlier.has(module.path)) continue;
      this.#earlier.set(module.path, module);
      found.push(...module.imports);
    }
  }

  /** @param importers the files that lead here, the outermost first. */
  load(file: Found, text: string, importers: readonly Found[]): Module {
    const earlier = this.#earlier.get(file.path);
    const { tree, problems } = parse(text, earlier);
    const found = [...problems];
    const imports: Module[] = [];
    for (const statement of tree.meant('import')) {
      if (statement.kind !== 'import') continue;
      const imported = this.#imported(statement, [...importers, file]);
      if ('code' in imported) found.push(imported);
      else imports.push(imported);
    }
    const isSame = earlier !== undefined && areSame(imports, earlier.imports);
    if (isSame && earlier.text === text && earlier.name === file.name && sameRange(earlier.place, file.place)) {
      // What its imports say of themselves is in its problems.
      if (found.length === 0 && earlier.problems.length === 0) return earlier;
    }
    const scope = isSame ? earlier.names.scope : imports.reduce((all, module) => all.with(module), this.#always);
    const lines = new Lines(text, earlier?.lines);
    const names = resolve(tree, lines, scope, earlier);
    return { ...file, text, lines, tree, names, imports, problems: [...found, ...names.problems] };
  }

  #imported({ path: string }: Import, importers: readonly Found[]): Module | Problem {
    const importer = importers.at(-1)!;
    const file = this.#files.text(string.value, importer.path);
    if (isTrouble(file)) return problem('file-trouble', string, file.trouble);
    const { path, text } = file;
    const name = string.value.split(/[\\/]/).at(-1)!;
    const start = importers.findIndex((earlier) => earlier.path === path);
    if (start >= 0) {
      const way = [...importers.slice(start).map((earlier) => earlier.name), name];
      return problem('import-cycle', string, way.join(' → '));
    }
    if (importers.length > limits.imports) return problem('too-many-imports', string);
    const place = importer.path === '' ? string : importer.place;
    const module = this.#loaded.get(path) ?? this.load({ path, name, place }, text, importers);
    this.#loaded.set(path, module);
    const broken = module.problems.find(({ severity }) => severity === 'error');
    if (broken === undefined) return module;
    if (saidAsTheyAre.has(broken.code)) return { ...broken, start: string.start, end: string.end };
    const line = module.lines.positionAt(broken.start).line + 1;
    return problem('import-broken', string, string.value, line, broken.message);
  }
}

function areSame(some: readonly Module[], others: readonly Module[]): boolean {
  return some.length === others.length && some.every((module, place) => module === others[place]);
}

function sameRange(one: Range, other: Range): boolean {
  return one.start === other.start && one.end === other.end;
}
