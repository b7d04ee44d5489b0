/**
 * The drawn items in program order, vertices and collapsed groups, with the expanded groups as frames around them.
 */

import { endOf, type Group, type Item, startOf } from './groups.ts';

/** An item with the innermost expanded group around it; undefined at the top level. */
interface DrawnItem<Kind extends Item> {
  readonly item: Kind;
  readonly parent: Group | undefined;
}

export class DrawnItems {
  readonly drawnItems: readonly DrawnItem<Item>[];
  /** Outer groups come before inner ones. */
  readonly frames: readonly DrawnItem<Group>[];
  /** For each vertex, the index in `drawnItems` of the item that shows it. */
  readonly itemIndexByVertex: Int32Array;

  /**
   * @param items the top-level items.
   * @param vertexCount number of vertices.
   */
  constructor(items: readonly Item[], expanded: ReadonlySet<Group>, vertexCount: number) {
    const drawnItems: DrawnItem<Item>[] = [];
    const frames: DrawnItem<Group>[] = [];
    const stack: DrawnItem<Item>[] = [];
    const pushItems = (children: readonly Item[], parent: Group | undefined): void => {
      for (let index = children.length - 1; index >= 0; index--) stack.push({ item: children[index], parent });
    };
    this.itemIndexByVertex = new Int32Array(vertexCount);
    pushItems(items, undefined);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { item, parent } = next;
      if (typeof item !== 'number' && expanded.has(item)) {
        frames.push({ item, parent });
        pushItems(item.items, item);
      } else {
        this.itemIndexByVertex.fill(drawnItems.length, startOf(item), endOf(item));
        if (typeof item !== 'number')
          for (const param of item.ownParams) this.itemIndexByVertex[param] = drawnItems.length;
        drawnItems.push(next);
      }
    }
    this.drawnItems = drawnItems;
    this.frames = frames;
  }
}
