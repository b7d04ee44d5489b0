/** Which statements of a file are those of an earlier version, wherever they stand now. */

import { type Change, shiftOf } from '../base/textChange.ts';
import type { Passage } from './parsedStatement.ts';
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

/** The place to which a change moves a statement, or undefined where another one was read in its stead. */
export function placeAfter(place: number | undefined, change: Change): number | undefined {
  if (place === undefined || place < change.start) return place;
  return place < change.endBefore ? undefined : place + shiftOf(change);
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
    return statementsFrom(this.before, this.change.start, this.change.endBefore);
  }

  get replacing(): readonly Statement[] {
    return statementsFrom(this.after, this.change.start, this.change.endAfter);
  }

  /** Whether a statement that had a place stands for this one: the same, or one that was read anew in its stead. */
  isSame(before: Statement, after: Statement): boolean {
    const [from, to] = [placeOf(this.before, before), placeOf(this.after, after)];
    const earlier = this.placeBefore(to);
    if (earlier !== undefined) return earlier === from;
    return from >= this.change.start && from < this.change.endBefore;
  }

  /** The first place, from one up to another, of a statement that gives one of some names to something, or uses it; else the latter. */
  nextNaming(wanted: Wanted, from = 0, end = this.after.length): number {
    if (wanted.size === 0) return end;
    const masks = wanted.size > mostMasks ? anything : [...wanted.values()];
    const { passages, overview } = this.after;
    for (let place = from; place < end; place++) {
      if (mayHave(overview.masks[place], masks) && passages[place].names.some((name) => wanted.has(name))) return place;
    }
    return end;
  }

  placesNaming(wanted: Wanted): number[] {
    const places: number[] = [];
    const { length } = this.after;
    for (let place = this.nextNaming(wanted); place < length; place = this.nextNaming(wanted, place + 1))
      places.push(place);
    return places;
  }
}

/** Names that are looked for, with the mask of each. */
export type Wanted = ReadonlyMap<string, number>;

/** Of more names nearly every statement may have one, as far as masks can tell. */
const mostMasks = 8;
const anything: readonly number[] = [0];

/** Whether names with a mask may be one of those with the others: the bits of a name that is there are set. */
function mayHave(present: number, masks: readonly number[]): boolean {
  for (let i = 0; i < masks.length; i++) if ((present & masks[i]) === masks[i]) return true;
  return false;
}

function statementsFrom(tree: Tree, start: number, end: number): readonly Statement[] {
  return Array.from({ length: end - start }, (_, i) => tree.at(start + i));
}
