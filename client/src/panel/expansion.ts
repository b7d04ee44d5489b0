/** What is folded in each file that the panel has shown, by its URI. */

import type { Folding } from '../../../server/src/protocol/panel/graph.ts';

/** A file that is shown for the first time leaves it to the server what is folded. */
const leftToServer: Folding = { isFolded: null, except: [] };

export class Foldings {
  #byFile = new Map<string, Folding>();
  /** The files in which something was folded that the server hasn't drawn yet. */
  readonly #awaited = new Set<string>();

  of(file: string): Folding {
    return this.#byFile.get(file) ?? leftToServer;
  }

  keep(file: string, folding: Folding): void {
    this.#byFile.set(file, folding);
  }

  /** Folds a group that is open, or unfolds one. */
  toggle(file: string, group: string): void {
    this.keep(file, toggled(this.of(file), group));
    this.#awaited.add(file);
  }

  /** The server has drawn a file so. What was on its way before the last group was folded says nothing new. */
  drawn(file: string, folding: Folding): void {
    if (this.#awaited.has(file) && !isSame(folding, this.of(file))) return;
    this.#awaited.delete(file);
    this.keep(file, folding);
  }

  /** @param afterRename what a file is called by now. */
  rename(afterRename: (file: string) => string): void {
    this.#byFile = new Map([...this.#byFile].map(([file, folding]) => [afterRename(file), folding]));
    this.#awaited.clear();
  }
}

/** The folding with one group the other way round. */
function toggled({ isFolded, except }: Folding, group: string): Folding {
  const others = except.filter((id) => id !== group);
  return { isFolded, except: others.length < except.length ? others : [...except, group] };
}

function isSame(a: Folding, b: Folding): boolean {
  const { length } = a.except;
  return a.isFolded === b.isFolded && length === b.except.length && a.except.every((id) => b.except.includes(id));
}
