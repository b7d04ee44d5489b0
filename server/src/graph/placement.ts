/** What is to be seen, in the order of the program: components and folded groups, and the open groups as frames around them. */

import { endOf, type Group, type Item, startOf } from './groups.ts';

/** An item with the innermost open group around it; undefined where there is none. */
interface Placed<Kind extends Item> {
  readonly item: Kind;
  readonly parent: Group | undefined;
}

export class Placement {
  readonly shown: readonly Placed<Item>[];
  /** Outer ones before inner ones. */
  readonly frames: readonly Placed<Group>[];
  /** By component, the place of what shows it. */
  readonly placeOf: Int32Array;

  /**
   * @param items what stands in no group.
   * @param count how many components there are.
   */
  constructor(items: readonly Item[], open: ReadonlySet<Group>, count: number) {
    const shown: Placed<Item>[] = [];
    const frames: Placed<Group>[] = [];
    const waiting: Placed<Item>[] = [];
    const put = (held: readonly Item[], parent: Group | undefined): void => {
      for (let place = held.length - 1; place >= 0; place--) waiting.push({ item: held[place], parent });
    };
    this.placeOf = new Int32Array(count);
    put(items, undefined);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { item, parent } = next;
      if (typeof item !== 'number' && open.has(item)) {
        frames.push({ item, parent });
        put(item.items, item);
      } else {
        this.placeOf.fill(shown.length, startOf(item), endOf(item));
        shown.push(next);
      }
    }
    this.shown = shown;
    this.frames = frames;
  }
}
