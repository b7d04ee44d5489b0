/** How something that has a name is known in all files that name it, each of which reads the file that defines it by itself. */

import type { Module } from './modules.ts';
import { type Mention, mentionsIn } from './references.ts';
import type { Named } from './symbols.ts';

/** The file that defines it, and where. */
export type Key = string;

/** @param path of the file in which it is named. */
export function keyOf({ module, place }: Named, path: string): Key {
  return keyAt(module.path || path, place.start);
}

export function keyAt(path: string, start: number): Key {
  return `${path}#${start}`;
}

/** The places of a file that mean what has this key, in the order of the text. @param path that of the file. */
export function mentionsOf(module: Module, path: string, key: Key): readonly Mention[] {
  const mentions = mentionsIn(module);
  const named = mentions.named.find((candidate) => keyOf(candidate, path) === key);
  return named ? mentions.of(named) : [];
}
