/** What is asked of every statement at each key, in columns: a walk through thousands of objects would take longer than all else. */

import { type Change, shiftOf } from '../base/textChange.ts';
import type { Passage } from './parsedStatement.ts';
import { type DefinitionKind, intentionOf, type Statement } from './tree.ts';

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

/** By the codes. */
const roles: readonly (DefinitionKind | undefined)[] = [undefined, 'const', 'param', 'param', 'data', 'node', 'loss'];

export class Overview {
  /** Where each statement begins in the text, and where it ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The place of the first expression of each in the list of all; the last one is the first behind all of them. */
  readonly firsts: Int32Array;
  /** The number of each among all statements, those in bodies too; the last one is how many there are. */
  readonly indices: Int32Array;
  /** The masks of the passages. */
  readonly masks: Int32Array;
  readonly #meanings: Uint8Array;
  /** 1 where something is wrong with how a statement is written. */
  readonly #flaws: Uint8Array;

  private constructor(of: Columns) {
    this.starts = of.starts;
    this.ends = of.ends;
    this.firsts = of.firsts;
    this.indices = of.indices;
    this.masks = of.masks;
    this.#meanings = of.meanings;
    this.#flaws = of.flaws;
  }

  /** @param passages all of a file, which stand where they were read. */
  static of(passages: readonly Passage[]): Overview {
    return new Overview(columnsOf(passages, { first: 0, index: 0 }));
  }

  /**
   * The same of a file in which other passages stand in place of some.
   * @param passages stand where they were read.
   * @param shift how far what is behind them has moved in the text.
   */
  with(change: Change, passages: readonly Passage[], shift: number): Overview {
    const { start, endBefore } = change;
    const anew = columnsOf(passages, { first: this.firsts[start], index: this.indices[start] });
    return new Overview({
      starts: spliced(this.starts, change, anew.starts, shift),
      ends: spliced(this.ends, change, anew.ends, shift),
      firsts: spliced(this.firsts, change, anew.firsts, anew.firsts.at(-1)! - this.firsts[endBefore]),
      indices: spliced(this.indices, change, anew.indices, anew.indices.at(-1)! - this.indices[endBefore]),
      masks: spliced(this.masks, change, anew.masks),
      meanings: spliced(this.#meanings, change, anew.meanings),
      flaws: spliced(this.#flaws, change, anew.flaws),
    });
  }

  /** The places of the statements that are, or were to be, of a kind, among those from one place up to another. */
  placesOf(meaning: Meaning, from = 0, end = this.#meanings.length): number[] {
    return placesWith(this.#meanings, codes[meaning], from, end);
  }

  /** The role of the value that the statement at a place names, or was to name. */
  roleAt(place: number): DefinitionKind | undefined {
    return roles[this.#meanings[place]];
  }

  get flawed(): number[] {
    return placesWith(this.#flaws, 1, 0, this.#flaws.length);
  }
}

interface Columns {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly firsts: Int32Array;
  readonly indices: Int32Array;
  readonly masks: Int32Array;
  readonly meanings: Uint8Array;
  readonly flaws: Uint8Array;
}

/** @param none where the first of them would stand, if there were one. */
function columnsOf(passages: readonly Passage[], none: Pick<Statement, 'first' | 'index'>): Columns {
  const last = passages.at(-1);
  const end = last ? { first: last.statement.last, index: last.statement.index + last.count } : none;
  const counted = [...passages.map(({ statement }) => statement), end];
  return {
    starts: Int32Array.from(passages, ({ statement }) => statement.start),
    ends: Int32Array.from(passages, ({ statement }) => statement.end),
    firsts: Int32Array.from(counted, ({ first }) => first),
    indices: Int32Array.from(counted, ({ index }) => index),
    masks: Int32Array.from(passages, ({ mask }) => mask),
    meanings: Uint8Array.from(passages, ({ statement }) => codeOf(statement)),
    flaws: Uint8Array.from(passages, ({ problems }) => (problems.length > 0 ? 1 : 0)),
  };
}

function codeOf(statement: Statement): number {
  const meaning = intentionOf(statement);
  return meaning === undefined ? noMeaning : codes[meaning];
}

/** @param anew what stands in the column in place of a stretch; one more than that holds is what the rest begins with. @param shift what is added to the rest. */
function spliced<C extends Int32Array | Uint8Array>(column: C, change: Change, anew: C, shift = 0): C {
  const changed = new (column.constructor as new (length: number) => C)(column.length + shiftOf(change));
  changed.set(column.subarray(0, change.start));
  changed.set(anew, change.start);
  changed.set(column.subarray(change.endBefore), change.endAfter);
  if (shift !== 0) for (let place = change.endAfter; place < changed.length; place++) changed[place] += shift;
  return changed;
}

function placesWith(column: Uint8Array, code: number, from: number, end: number): number[] {
  const places: number[] = [];
  for (let place = from; place < end; place++) if (column[place] === code) places.push(place);
  return places;
}
