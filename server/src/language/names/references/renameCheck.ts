/** Checks that a rename keeps the meaning of every name of a model. */

import type { Problem } from '../../problems/problems.ts';
import { scan } from '../../syntax/scanner.ts';
import { partitionPoint } from '../../text/partitionPoint.ts';
import { type Module, transitiveImports } from '../modules/module.ts';
import { findNewError } from './findNewError.ts';
import { type Reference, referencesIn } from './references.ts';
import { type SymbolKey, symbolKeyAt, symbolKeyOf } from './symbolKeys.ts';
import type { NamedSymbol } from './symbols.ts';

/** True for a valid name that is not a keyword. */
export function isName(text: string): boolean {
  const tokens = scan(text);
  return tokens.kind(0) === 'name' && tokens.start(0) === 0 && tokens.end(0) === text.length;
}

/** A reason not to rename. */
export type RenameConflict =
  /** The name at this offset would resolve to something else. */
  { readonly kind: 'meaning'; readonly start: number } | { readonly kind: 'error'; readonly problem: Problem };

/** Compares a model before and after a rename, with offsets shifted by the renamed references. */
export class RenameCheck {
  readonly #starts: ReadonlyMap<string, readonly number[]>;
  readonly #lengthChange: number;

  /** @param references the references to the symbol by file path, in text order. */
  constructor(references: ReadonlyMap<string, readonly Reference[]>, from: string, to: string) {
    this.#starts = new Map(
      [...references].map(([path, fileReferences]) => [path, fileReferences.map(({ start }) => start)]),
    );
    this.#lengthChange = to.length - from.length;
  }

  /** True if the rename edits a file or one of its imports. */
  affects(path: string, module: Module): boolean {
    return this.#starts.has(path) || [...transitiveImports(module)].some((imported) => this.#starts.has(imported.path));
  }

  /** The first difference in meaning between a file and its renamed version. */
  findConflict(path: string, before: Module, after: Module): RenameConflict | undefined {
    const oldReferences = referencesIn(before).all;
    const newReferences = referencesIn(after).all;
    for (let i = 0; i < Math.max(oldReferences.length, newReferences.length); i++) {
      const start = oldReferences[i] && this.#shiftOffset(path, oldReferences[i].start);
      const isSame =
        start === newReferences[i]?.start &&
        this.#shiftedKey(oldReferences[i].symbol, path) === symbolKeyOf(newReferences[i].symbol, path);
      if (!isSame) return { kind: 'meaning', start: Math.min(start ?? Infinity, newReferences[i]?.start ?? Infinity) };
    }
    const problem = findNewError(before.problems, after.problems);
    return problem && { kind: 'error', problem };
  }

  #shiftedKey({ module, range }: NamedSymbol, path: string): SymbolKey {
    const definingPath = module.path || path;
    return symbolKeyAt(definingPath, this.#shiftOffset(definingPath, range.start));
  }

  #shiftOffset(path: string, start: number): number {
    const starts = this.#starts.get(path) ?? [];
    return start + partitionPoint(starts, (reference) => reference >= start) * this.#lengthChange;
  }
}
