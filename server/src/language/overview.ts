/** What is asked of every statement at each key, in columns: a walk through thousands of objects would take longer than all else. */

import { type Change, shiftOf } from './change.ts';
import type { Passage } from './passage.ts';
import { intentionOf, type Statement } from './tree.ts';

/** What a statement is, or was to be. */
export type Meaning = NonNullable<ReturnType<typeof intentionOf>>;

const codes: Readonly<Record<Meaning, number>> = {
  const: 1,
  param: 2,
  drawn: 3,
  data: 4,
  node: 5,
  loss: 6,
  fn: 7,
  return: 8,
  import: 9,
  train: 10,
  expect: 11,
};

/** Of a statement of which nothing was understood. */
const noMeaning = 0;

export class Overview {
  /** The masks of the passages. */
  readonly masks: Int32Array;
  readonly #meanings: Uint8Array;
  /** 1 where something is wrong with how a statement is written. */
  readonly #flaws: Uint8Array;

  private constructor(masks: Int32Array, meanings: Uint8Array, flaws: Uint8Array) {
    this.masks = masks;
    this.#meanings = meanings;
    this.#flaws = flaws;
  }

  static of(passages: readonly Passage[]): Overview {
    return new Overview(
      Int32Array.from(passages, ({ mask }) => mask),
      Uint8Array.from(passages, ({ statement }) => codeOf(statement)),
      Uint8Array.from(passages, ({ problems }) => (problems.length > 0 ? 1 : 0)),
    );
  }

  /** The same of a file in which other passages stand in place of some. */
  with(change: Change, passages: readonly Passage[]): Overview {
    const anew = Overview.of(passages);
    return new Overview(
      spliced(this.masks, change, anew.masks),
      spliced(this.#meanings, change, anew.#meanings),
      spliced(this.#flaws, change, anew.#flaws),
    );
  }

  /** The places of the statements that are, or were to be, of a kind, among those from one place up to another. */
  placesOf(meaning: Meaning, from = 0, end = this.masks.length): number[] {
    return placesWith(this.#meanings, codes[meaning], from, end);
  }

  get flawed(): number[] {
    return placesWith(this.#flaws, 1, 0, this.#flaws.length);
  }
}

function codeOf(statement: Statement): number {
  const meaning = intentionOf(statement);
  return meaning === undefined ? noMeaning : codes[meaning];
}

function spliced<C extends Int32Array | Uint8Array>(column: C, change: Change, anew: C): C {
  const changed = new (column.constructor as new (length: number) => C)(column.length + shiftOf(change));
  changed.set(column.subarray(0, change.start));
  changed.set(anew, change.start);
  changed.set(column.subarray(change.endBefore), change.endAfter);
  return changed;
}

function placesWith(column: Uint8Array, code: number, from: number, end: number): number[] {
  const places: number[] = [];
  for (let place = from; place < end; place++) if (column[place] === code) places.push(place);
  return places;
}
