/** Keys that identify a symbol across files, each of which loads its own copy of the defining module. */

import type { Module } from './module.ts';
import { type Reference, referencesIn } from './references.ts';
import type { NamedSymbol } from './symbols.ts';

/** The file that defines it, and where. */
export type SymbolKey = string;

/** @param path of the file in which it is named. */
export function symbolKeyOf({ module, range }: NamedSymbol, path: string): SymbolKey {
  return symbolKeyAt(module.path || path, range.start);
}

export function symbolKeyAt(path: string, start: number): SymbolKey {
  return `${path}#${start}`;
}

/** The references of a file to the symbol with a key, in the order of the text. @param path that of the file. */
export function referencesOf(module: Module, path: string, key: SymbolKey): readonly Reference[] {
  const references = referencesIn(module);
  const symbol = references.symbols.find((candidate) => symbolKeyOf(candidate, path) === key);
  return symbol ? references.of(symbol) : [];
}
