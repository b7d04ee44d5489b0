/** Collapsed groups of each file that the panel has shown, by URI. */

import type { Folding } from '../../../server/src/protocol/panel/graph.ts';

/** For a file shown for the first time, the server decides what is collapsed. */
const serverDefault: Folding = { isFolded: null, except: [] };

export class ExpansionStore {
  #expansions = new Map<string, Folding>();
  /** Files whose last change the server has not drawn yet. */
  readonly #pendingFiles = new Set<string>();

  get(file: string): Folding {
    return this.#expansions.get(file) ?? serverDefault;
  }

  set(file: string, expansion: Folding): void {
    this.#expansions.set(file, expansion);
  }

  /** Collapses an expanded group, or expands it. */
  toggle(file: string, group: string): void {
    this.set(file, withToggled(this.get(file), group));
    this.#pendingFiles.add(file);
  }

  /** Records what the server has drawn, unless a later change is still pending. */
  confirm(file: string, expansion: Folding): void {
    if (this.#pendingFiles.has(file) && !isEqual(expansion, this.get(file))) return;
    this.#pendingFiles.delete(file);
    this.set(file, expansion);
  }

  /** @param renamed maps an old URI to the current one. */
  rename(renamed: (file: string) => string): void {
    this.#expansions = new Map([...this.#expansions].map(([file, expansion]) => [renamed(file), expansion]));
    this.#pendingFiles.clear();
  }
}

/** The expansion with one group toggled. */
function withToggled({ isFolded, except }: Folding, group: string): Folding {
  const remaining = except.filter((id) => id !== group);
  return { isFolded, except: remaining.length < except.length ? remaining : [...except, group] };
}

function isEqual(a: Folding, b: Folding): boolean {
  const { length } = a.except;
  return a.isFolded === b.isFolded && length === b.except.length && a.except.every((id) => b.except.includes(id));
}
