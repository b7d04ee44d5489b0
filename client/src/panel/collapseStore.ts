/** Collapsed groups of each file that the panel has shown, by URI. */

import type { CollapseState } from '../../../protocol/panel/graph.ts';

/** For a file shown for the first time, the server decides what is collapsed. */
const serverDefault: CollapseState = { isCollapsed: null, except: [] };

export class CollapseStore {
  #collapseStates = new Map<string, CollapseState>();
  /** Files whose last change the server has not drawn yet. */
  readonly #pendingFiles = new Set<string>();

  get(file: string): CollapseState {
    return this.#collapseStates.get(file) ?? serverDefault;
  }

  set(file: string, collapseState: CollapseState): void {
    this.#collapseStates.set(file, collapseState);
  }

  /** Collapses an expanded group, or expands it. */
  toggle(file: string, group: string): void {
    this.change(file, withToggled(this.get(file), group));
  }

  /** Changes what is collapsed, until the server has drawn it. */
  change(file: string, collapseState: CollapseState): void {
    this.set(file, collapseState);
    this.#pendingFiles.add(file);
  }

  /** Records what the server has drawn, unless a later change is still pending. */
  confirm(file: string, collapseState: CollapseState): void {
    if (this.#pendingFiles.has(file) && !isEqual(collapseState, this.get(file))) return;
    this.#pendingFiles.delete(file);
    this.set(file, collapseState);
  }

  /** @param renamed maps an old URI to the current one. */
  rename(renamed: (file: string) => string): void {
    this.#collapseStates = new Map(
      [...this.#collapseStates].map(([file, collapseState]) => [renamed(file), collapseState]),
    );
    this.#pendingFiles.clear();
  }
}

/** The collapse state with one group toggled. */
function withToggled({ isCollapsed, except }: CollapseState, group: string): CollapseState {
  const remaining = except.filter((id) => id !== group);
  return { isCollapsed, except: remaining.length < except.length ? remaining : [...except, group] };
}

function isEqual(a: CollapseState, b: CollapseState): boolean {
  const { length } = a.except;
  return a.isCollapsed === b.isCollapsed && length === b.except.length && a.except.every((id) => b.except.includes(id));
}
