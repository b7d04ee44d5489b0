/** Which statements of a file are those of an earlier version, wherever they stand now. */

import { type Change, shiftOf } from '../base/textChange.ts';
import type { Statement } from './nodes.ts';
import type { ParsedStatement } from './parsedStatement.ts';
import { indexOfStatement, type Tree } from './tree.ts';

/** The stretch of statements that is not the same. */
export function diffStatements(before: readonly ParsedStatement[], after: readonly ParsedStatement[]): Change {
  const maxLength = Math.min(before.length, after.length);
  let start = 0;
  while (start < maxLength && before[start] === after[start]) start++;
  let suffixLength = 0;
  while (
    suffixLength < maxLength - start &&
    before[before.length - 1 - suffixLength] === after[after.length - 1 - suffixLength]
  )
    suffixLength++;
  return { start, endBefore: before.length - suffixLength, endAfter: after.length - suffixLength };
}

/** The place to which a change moves a statement, or undefined where another one was read in its stead. */
export function indexAfter(index: number | undefined, change: Change): number | undefined {
  if (index === undefined || index < change.start) return index;
  return index < change.endBefore ? undefined : index + shiftOf(change);
}

export class TreeDiff {
  readonly before: Tree;
  readonly after: Tree;
  /** The statements that were read anew, by their places in both. */
  readonly change: Change;

  constructor(before: Tree, after: Tree) {
    this.before = before;
    this.after = after;
    this.change = diffStatements(before.parsedStatements, after.parsedStatements);
  }

  /** The place that a statement had, or undefined of one that was read anew. */
  indexBefore(index: number): number | undefined {
    if (index < this.change.start) return index;
    return index < this.change.endAfter ? undefined : index - shiftOf(this.change);
  }

  /** The statements that were read anew, as they were, and as they are. */
  get removedStatements(): readonly Statement[] {
    return statementsBetween(this.before, this.change.start, this.change.endBefore);
  }

  get addedStatements(): readonly Statement[] {
    return statementsBetween(this.after, this.change.start, this.change.endAfter);
  }

  /** Whether a statement that had a place stands for this one: the same, or one that was read anew in its stead. */
  corresponds(before: Statement, after: Statement): boolean {
    const [oldIndex, newIndex] = [indexOfStatement(this.before, before), indexOfStatement(this.after, after)];
    const previousIndex = this.indexBefore(newIndex);
    if (previousIndex !== undefined) return previousIndex === oldIndex;
    return oldIndex >= this.change.start && oldIndex < this.change.endBefore;
  }

  /** The first place, from one up to another, of a statement that gives one of some names to something, or uses it; else the latter. */
  nextWithName(names: NameMasks, from = 0, end = this.after.length): number {
    if (names.size === 0) return end;
    const masks = names.size > maxMasks ? matchAnything : [...names.values()];
    const { parsedStatements, statementIndex } = this.after;
    for (let index = from; index < end; index++) {
      if (
        mayContain(statementIndex.nameMasks[index], masks) &&
        parsedStatements[index].names.some((name) => names.has(name))
      )
        return index;
    }
    return end;
  }

  indicesWithName(names: NameMasks): number[] {
    const indices: number[] = [];
    const { length } = this.after;
    for (let index = this.nextWithName(names); index < length; index = this.nextWithName(names, index + 1))
      indices.push(index);
    return indices;
  }
}

/** Names that are looked for, with the mask of each. */
export type NameMasks = ReadonlyMap<string, number>;

/** Of more names nearly every statement may have one, as far as masks can tell. */
const maxMasks = 8;
const matchAnything: readonly number[] = [0];

/** Whether names with a mask may be one of those with the others: the bits of a name that is there are set. */
function mayContain(nameMask: number, masks: readonly number[]): boolean {
  for (let i = 0; i < masks.length; i++) if ((nameMask & masks[i]) === masks[i]) return true;
  return false;
}

function statementsBetween(tree: Tree, start: number, end: number): readonly Statement[] {
  return Array.from({ length: end - start }, (_, i) => tree.at(start + i));
}
