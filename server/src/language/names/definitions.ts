/** What gives each name of a file its value, where none is defined twice: found once, and followed as statements move. */

import type { Change } from '../base/textChange.ts';
import type { Passage } from '../syntax/parsedStatement.ts';
import { isFunction, nameOf, type Statement, type Tree } from '../syntax/tree.ts';
import { changedPlaces, placeAfter } from '../syntax/treeDiff.ts';

/** The first statement that gives each name a value; of names that only broken statements define, the broken one. */
export type Definitions = Pick<ReadonlyMap<string, Statement>, 'get' | 'has' | 'keys'> & Iterable<[string, Statement]>;

/** More statements that were read anew are not followed: it is quicker to look through all. */
const mostFollowed = 256;

export class UniqueDefinitions implements Definitions {
  readonly #tree: Tree;
  /** The places of the names in an earlier version of the file, and how they have moved since. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #passages: readonly Passage[];
  readonly #change: Change;
  /** What has been read anew since. */
  readonly #anew: ReadonlyMap<string, Statement>;

  private constructor(
    tree: Tree,
    places: ReadonlyMap<string, number>,
    passages: readonly Passage[],
    change: Change,
    anew: ReadonlyMap<string, Statement>,
  ) {
    this.#tree = tree;
    this.#places = places;
    this.#passages = passages;
    this.#change = change;
    this.#anew = anew;
  }

  /** Undefined where a name is defined twice. */
  static of(tree: Tree, earlier: Definitions | undefined): UniqueDefinitions | undefined {
    return (earlier instanceof UniqueDefinitions && earlier.#in(tree)) || UniqueDefinitions.#found(tree);
  }

  static #found(tree: Tree): UniqueDefinitions | undefined {
    const { passages } = tree;
    const places = new Map<string, number>();
    for (let place = 0; place < passages.length; place++) {
      const name = valueName(passages[place].statement);
      if (name === undefined) continue;
      if (places.has(name)) return undefined;
      places.set(name, place);
    }
    const { length } = passages;
    const unchanged = { start: length, endBefore: length, endAfter: length };
    return new UniqueDefinitions(tree, places, passages, unchanged, new Map());
  }

  /** The same for a later version, if it is still near the one in which the places were found. */
  #in(tree: Tree): UniqueDefinitions | undefined {
    const change = changedPlaces(this.#passages, tree.passages);
    if (change.endAfter - change.start > mostFollowed) return undefined;
    const anew = new Map<string, Statement>();
    for (let place = change.start; place < change.endAfter; place++) {
      const statement = tree.at(place);
      const name = valueName(statement);
      if (name === undefined) continue;
      if (anew.has(name) || placeAfter(this.#places.get(name), change) !== undefined) return undefined;
      anew.set(name, statement);
    }
    return new UniqueDefinitions(tree, this.#places, this.#passages, change, anew);
  }

  get(name: string): Statement | undefined {
    const place = placeAfter(this.#places.get(name), this.#change);
    return place === undefined ? this.#anew.get(name) : this.#tree.at(place);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  *keys(): MapIterator<string> {
    for (const { statement } of this.#tree.passages) {
      const name = valueName(statement);
      if (name !== undefined) yield name;
    }
  }

  *[Symbol.iterator](): Generator<[string, Statement]> {
    const { passages } = this.#tree;
    for (let place = 0; place < passages.length; place++) {
      const name = valueName(passages[place].statement);
      if (name !== undefined) yield [name, this.#tree.at(place)];
    }
  }
}

/** Functions have names of their own. */
function valueName(statement: Statement): string | undefined {
  return isFunction(statement) ? undefined : nameOf(statement)?.name;
}
