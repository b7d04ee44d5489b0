/** External store of what the canvas displays; each node and wire subscribes to its own part. */

import { createContext, useContext, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { type GraphStyles, type NodeStyle, reuseEqualStyles, type WireStyle } from './nodeStyles.ts';
import { isDeepEqual } from './reuseEqual.ts';
import { survivingNode } from './survivingNode.ts';

export class CanvasStore {
  readonly #listeners = new Set<() => void>();
  #styles: GraphStyles;
  /** Index of the node that the Tab key reaches. */
  #activeNode: number;
  #isFocusPending = false;

  constructor(styles: GraphStyles, activeNode = 0) {
    this.#styles = styles;
    this.#activeNode = activeNode;
  }

  get styles(): GraphStyles {
    return this.#styles;
  }

  get activeNode(): number {
    return this.#activeNode;
  }

  /** True until the active node has taken the focus. */
  get isFocusPending(): boolean {
    return this.#isFocusPending;
  }

  setStyles(styles: GraphStyles): void {
    this.#styles = reuseEqualStyles(this.#styles, styles);
    this.#notify();
  }

  setActiveNode(index: number): void {
    this.#activeNode = index;
    this.#isFocusPending = false;
    this.#notify();
  }

  /** Moves the focus to a node, as soon as it is rendered. */
  focus(index: number): void {
    this.#activeNode = index;
    this.#isFocusPending = true;
    this.#notify();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Creates a new store when the indices denote other nodes or wires. */
export function useCanvasStore(structure: GraphStructure, styles: GraphStyles): CanvasStore {
  const storeRef = useRef<{ readonly structure: GraphStructure; readonly store: CanvasStore }>(undefined);
  const previous = storeRef.current;
  if (previous?.structure !== structure) {
    const store =
      previous && hasSameIndices(previous.structure, structure)
        ? previous.store
        : new CanvasStore(styles, previous && survivingNode(previous.store.activeNode, previous.structure, structure));
    storeRef.current = { structure, store };
  }
  const { store } = storeRef.current!;
  useLayoutEffect(() => store.setStyles(styles), [store, styles]);
  return store;
}

function hasSameIndices(previous: GraphStructure, next: GraphStructure): boolean {
  const ids = ({ nodes }: GraphStructure) => nodes.map(({ id }) => id);
  return isDeepEqual(ids(previous), ids(next)) && isDeepEqual(previous.wires, next.wires);
}

export const CanvasStoreContext = createContext<CanvasStore | undefined>(undefined);

export function useNodeStyle(index: number): NodeStyle {
  return useCanvasState(({ styles }) => styles.nodes[index]!);
}

export function useWireStyle(index: number): WireStyle {
  return useCanvasState(({ styles }) => styles.wires[index]!);
}

/** True if the Tab key reaches this node. */
export function useIsActive(index: number): boolean {
  return useCanvasState(({ activeNode }) => activeNode === index);
}

/** True if this node is to take the focus. */
export function useIsFocusPending(index: number): boolean {
  return useCanvasState(({ activeNode, isFocusPending }) => isFocusPending && activeNode === index);
}

/** @param select returns the same object or primitive while nothing has changed. */
export function useCanvasState<Selected>(select: (store: CanvasStore) => Selected): Selected {
  const store = useContext(CanvasStoreContext);
  if (!store) throw new Error('useCanvasState needs a CanvasStoreContext.');
  return useSyncExternalStore(store.subscribe, () => select(store));
}
