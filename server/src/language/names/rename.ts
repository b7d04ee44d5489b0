/** A new name in place of an old one: where it is written, and whether every name of the model still means what it meant. */

import { firstWhere } from '../base/partitionPoint.ts';
import type { Problem } from '../problems/problems.ts';
import { scan } from '../syntax/scan.ts';
import type { Module } from './modules.ts';
import { newError } from './newError.ts';
import { type Mention, mentionsIn } from './references.ts';
import { type Key, keyAt, keyOf } from './symbolKeys.ts';
import type { Named } from './symbols.ts';

/** Whether a text is one name, and no keyword. */
export function isName(text: string): boolean {
  const tokens = scan(text);
  return tokens.kind(0) === 'name' && tokens.start(0) === 0 && tokens.end(0) === text.length;
}

/** What keeps a name from being given. */
export type Difference =
  /** The name that stands here would mean something else. */
  { readonly kind: 'meaning'; readonly start: number } | { readonly kind: 'error'; readonly problem: Problem };

/** The same places in each file, as they move when all names there are written anew. */
export class Renaming {
  readonly #starts: ReadonlyMap<string, readonly number[]>;
  readonly #longer: number;

  /** @param places where the name is written, by the paths of the files, in the order of each. */
  constructor(places: ReadonlyMap<string, readonly Mention[]>, from: string, to: string) {
    this.#starts = new Map([...places].map(([path, mentions]) => [path, mentions.map(({ start }) => start)]));
    this.#longer = to.length - from.length;
  }

  /** Whether a file, or anything that it imports, is written anew. */
  touches(path: string, { imports }: Module): boolean {
    const modules = new Set(imports);
    for (const module of modules) for (const further of module.imports) modules.add(further);
    return this.#starts.has(path) || [...modules].some((module) => this.#starts.has(module.path));
  }

  /** What differs between a file and the same with the new name, at first. */
  difference(path: string, before: Module, after: Module): Difference | undefined {
    const was = mentionsIn(before).all;
    const is = mentionsIn(after).all;
    for (let i = 0; i < Math.max(was.length, is.length); i++) {
      const start = was[i] && this.#moved(path, was[i].start);
      const isSame = start === is[i]?.start && this.#movedKey(was[i].named, path) === keyOf(is[i].named, path);
      if (!isSame) return { kind: 'meaning', start: Math.min(start ?? Infinity, is[i]?.start ?? Infinity) };
    }
    const problem = newError(before.problems, after.problems);
    return problem && { kind: 'error', problem };
  }

  #movedKey({ module, place }: Named, path: string): Key {
    const defining = module.path || path;
    return keyAt(defining, this.#moved(defining, place.start));
  }

  #moved(path: string, start: number): number {
    const starts = this.#starts.get(path) ?? [];
    return start + firstWhere(starts, (other) => other >= start) * this.#longer;
  }
}
