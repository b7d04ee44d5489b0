/** What is folded in each file that the panel has shown, by its URI. */

import type { Folding } from '../../../server/src/protocol/panel/graph.ts';

/** A file that is shown for the first time leaves it to the server what is folded. */
const serverDefault: Folding = { isFolded: null, except: [] };

export class ExpansionStore {
  #expansions = new Map<string, Folding>();
  /** The files in which something was folded that the server hasn't drawn yet. */
  readonly #pendingFiles = new Set<string>();

  get(file: string): Folding {
    return this.#expansions.get(file) ?? serverDefault;
  }

  set(file: string, expansion: Folding): void {
    this.#expansions.set(file, expansion);
  }

  /** Folds a group that is open, or unfolds one. */
  toggle(file: string, group: string): void {
    this.set(file, withToggled(this.get(file), group));
    this.#pendingFiles.add(file);
  }

  /** The server has drawn a file so. What was on its way before the last group was folded says nothing new. */
  confirm(file: string, expansion: Folding): void {
    if (this.#pendingFiles.has(file) && !isEqual(expansion, this.get(file))) return;
    this.#pendingFiles.delete(file);
    this.set(file, expansion);
  }

  /** @param renamed what a file is called by now. */
  rename(renamed: (file: string) => string): void {
    this.#expansions = new Map([...this.#expansions].map(([file, expansion]) => [renamed(file), expansion]));
    this.#pendingFiles.clear();
  }
}

/** The folding with one group the other way round. */
function withToggled({ isFolded, except }: Folding, group: string): Folding {
  const remaining = except.filter((id) => id !== group);
  return { isFolded, except: remaining.length < except.length ? remaining : [...except, group] };
}

function isEqual(a: Folding, b: Folding): boolean {
  const { length } = a.except;
  return a.isFolded === b.isFolded && length === b.except.length && a.except.every((id) => b.except.includes(id));
}
