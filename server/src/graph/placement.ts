/**
 * The visible items in program order, components and collapsed groups, with the expanded groups as frames around them.
 */

import { endOf, type Group, type Item, startOf } from './groups.ts';

/** An item with the innermost expanded group around it; undefined at the top level. */
interface PlacedItem<Kind extends Item> {
  readonly item: Kind;
  readonly parent: Group | undefined;
}

export class Placement {
  readonly shown: readonly PlacedItem<Item>[];
  /** Outer groups come before inner ones. */
  readonly frames: readonly PlacedItem<Group>[];
  /** For each component, the index of the visible item that shows it. */
  readonly nodeIndexOf: Int32Array;

  /**
   * @param items the top-level items.
   * @param componentCount number of components.
   */
  constructor(items: readonly Item[], expanded: ReadonlySet<Group>, componentCount: number) {
    const shown: PlacedItem<Item>[] = [];
    const frames: PlacedItem<Group>[] = [];
    const stack: PlacedItem<Item>[] = [];
    const pushItems = (children: readonly Item[], parent: Group | undefined): void => {
      for (let index = children.length - 1; index >= 0; index--) stack.push({ item: children[index], parent });
    };
    this.nodeIndexOf = new Int32Array(componentCount);
    pushItems(items, undefined);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { item, parent } = next;
      if (typeof item !== 'number' && expanded.has(item)) {
        frames.push({ item, parent });
        pushItems(item.items, item);
      } else {
        this.nodeIndexOf.fill(shown.length, startOf(item), endOf(item));
        shown.push(next);
      }
    }
    this.shown = shown;
    this.frames = frames;
  }
}
