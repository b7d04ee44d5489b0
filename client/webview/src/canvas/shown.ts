/** What the canvas shows at this moment: each node and each wire is told of its own changes alone. */

import { createContext, useContext, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import { type Looks, type NodeLook, type WireLook, withSharedLooks } from './nodeStyles.ts';
import { isSame } from './shared.ts';
import { standInOf } from './survivingNode.ts';

export class Shown {
  readonly #listeners = new Set<() => void>();
  #looks: Looks;
  /** The place of the node that the keyboard is on. */
  #current: number;
  #isFocusDue = false;

  constructor(looks: Looks, current = 0) {
    this.#looks = looks;
    this.#current = current;
  }

  get looks(): Looks {
    return this.#looks;
  }

  get current(): number {
    return this.#current;
  }

  /** Whether that node is still to take the focus. */
  get isFocusDue(): boolean {
    return this.#isFocusDue;
  }

  show(looks: Looks): void {
    this.#looks = withSharedLooks(this.#looks, looks);
    this.#tell();
  }

  moveTo(place: number): void {
    this.#current = place;
    this.#isFocusDue = false;
    this.#tell();
  }

  /** The node may not be drawn yet: it takes the focus as soon as it is. */
  focus(place: number): void {
    this.#current = place;
    this.#isFocusDue = true;
    this.#tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Where a place means another node or another wire than before, something else shows it. */
export function useShownOf(structure: GraphStructure, looks: Looks): Shown {
  const held = useRef<{ readonly structure: GraphStructure; readonly shown: Shown }>(undefined);
  const before = held.current;
  if (before?.structure !== structure) {
    const shown =
      before && hasSamePlaces(before.structure, structure)
        ? before.shown
        : new Shown(looks, before && standInOf(before.shown.current, before.structure, structure));
    held.current = { structure, shown };
  }
  const { shown } = held.current!;
  useLayoutEffect(() => shown.show(looks), [shown, looks]);
  return shown;
}

function hasSamePlaces(before: GraphStructure, after: GraphStructure): boolean {
  const ids = ({ nodes }: GraphStructure) => nodes.map(({ id }) => id);
  return isSame(ids(before), ids(after)) && isSame(before.wires, after.wires);
}

export const ShownContext = createContext<Shown | undefined>(undefined);

export function useNodeLook(place: number): NodeLook {
  return useShown(({ looks }) => looks.nodes[place]!);
}

export function useWireLook(place: number): WireLook {
  return useShown(({ looks }) => looks.wires[place]!);
}

/** Whether the Tab key comes to this node. */
export function useIsCurrent(place: number): boolean {
  return useShown(({ current }) => current === place);
}

/** Whether this node is to take the focus. */
export function useIsFocusDue(place: number): boolean {
  return useShown(({ current, isFocusDue }) => isFocusDue && current === place);
}

/** @param read gives the same object or the same primitive while nothing has changed. */
export function useShown<Part>(read: (shown: Shown) => Part): Part {
  const shown = useContext(ShownContext);
  if (!shown) throw new Error('This is drawn on a canvas only.');
  return useSyncExternalStore(shown.subscribe, () => read(shown));
}
