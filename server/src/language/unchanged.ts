/** Which statements of a file are those of an earlier version, wherever they stand now. */

import { type Change, shiftOf } from './change.ts';
import { maskOf, namesIn, type Passage } from './passage.ts';
import { placeOf, type Statement, type Tree } from './tree.ts';

/** The stretch of statements that is not the same. */
export function changedPlaces(before: readonly Passage[], after: readonly Passage[]): Change {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { start, endBefore: before.length - same, endAfter: after.length - same };
}

export class Unchanged {
  readonly before: Tree;
  readonly after: Tree;
  /** The statements that were read anew, by their places in both. */
  readonly change: Change;

  constructor(before: Tree, after: Tree) {
    this.before = before;
    this.after = after;
    this.change = changedPlaces(before.passages, after.passages);
  }

  /** The place that a statement had, or undefined of one that was read anew. */
  placeBefore(place: number): number | undefined {
    if (place < this.change.start) return place;
    return place < this.change.endAfter ? undefined : place - shiftOf(this.change);
  }

  /** The statements that were read anew, as they were, and as they are. */
  get replaced(): readonly Statement[] {
    return this.before.statements.slice(this.change.start, this.change.endBefore);
  }

  get replacing(): readonly Statement[] {
    return this.after.statements.slice(this.change.start, this.change.endAfter);
  }

  /** Whether a statement that had a place stands for this one: the same, or one that was read anew in its stead. */
  isSame(before: Statement, after: Statement): boolean {
    const [from, to] = [placeOf(this.before, before), placeOf(this.after, after)];
    const earlier = this.placeBefore(to);
    if (earlier !== undefined) return earlier === from;
    return from >= this.change.start && from < this.change.endBefore;
  }

  /** Whether the statement at a place gives one of these names to something, or uses it. */
  names(place: number, { names, mask }: Wanted): boolean {
    if (mask === 0) return false;
    const passage = this.after.passages[place];
    // The bit of a name that is there is set, so this misses none.
    if ((passage.mask & mask) === 0) return false;
    for (const name of namesIn(passage)) if (names.has(name)) return true;
    return false;
  }
}

/** Names that are looked for. */
export class Wanted {
  readonly names = new Set<string>();
  mask = 0;

  add(name: string): void {
    this.names.add(name);
    this.mask |= maskOf([name]);
  }

  delete(name: string): void {
    if (this.names.delete(name)) this.mask = maskOf(this.names);
  }
}
