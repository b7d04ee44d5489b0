/**
 * The visible items in program order, vertices and collapsed groups, with the expanded groups as frames around them.
 */

import { endOf, type Group, type Item, startOf } from './groups.ts';

/** An item with the innermost expanded group around it; undefined at the top level. */
interface VisibleItem<Kind extends Item> {
  readonly item: Kind;
  readonly parent: Group | undefined;
}

export class VisibleItems {
  readonly nodes: readonly VisibleItem<Item>[];
  /** Outer groups come before inner ones. */
  readonly frames: readonly VisibleItem<Group>[];
  /** For each vertex, the index in `nodes` of the item that shows it. */
  readonly nodeIndexOf: Int32Array;

  /**
   * @param items the top-level items.
   * @param vertexCount number of vertices.
   */
  constructor(items: readonly Item[], expanded: ReadonlySet<Group>, vertexCount: number) {
    const nodes: VisibleItem<Item>[] = [];
    const frames: VisibleItem<Group>[] = [];
    const stack: VisibleItem<Item>[] = [];
    const pushItems = (children: readonly Item[], parent: Group | undefined): void => {
      for (let index = children.length - 1; index >= 0; index--) stack.push({ item: children[index], parent });
    };
    this.nodeIndexOf = new Int32Array(vertexCount);
    pushItems(items, undefined);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { item, parent } = next;
      if (typeof item !== 'number' && expanded.has(item)) {
        frames.push({ item, parent });
        pushItems(item.items, item);
      } else {
        this.nodeIndexOf.fill(nodes.length, startOf(item), endOf(item));
        nodes.push(next);
      }
    }
    this.nodes = nodes;
    this.frames = frames;
  }
}
