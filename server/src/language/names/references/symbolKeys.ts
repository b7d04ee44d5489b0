/** Keys that identify a symbol across files, each of which loads its own copy of the defining module. */

import type { Module } from '../modules/module.ts';
import { type Reference, referencesIn } from './references.ts';
import type { NamedSymbol } from './symbols.ts';

/** The path of the defining file and the offset of the definition. */
export type SymbolKey = string;

/** @param path the path of the file that refers to the symbol. */
export function symbolKeyOf({ module, range }: NamedSymbol, path: string): SymbolKey {
  return symbolKeyAt(module.path || path, range.start);
}

export function symbolKeyAt(path: string, start: number): SymbolKey {
  return `${path}#${start}`;
}

/** The references of a file to the symbol with a key, in text order. @param path the path of the file. */
export function referencesOf(module: Module, path: string, key: SymbolKey): readonly Reference[] {
  const references = referencesIn(module);
  const symbol = references.symbols.find((candidate) => symbolKeyOf(candidate, path) === key);
  return symbol ? references.of(symbol) : [];
}
