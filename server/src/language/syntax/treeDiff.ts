/** The difference between two versions of a tree, by statement. */

import { type Change, shiftOf } from '../text/textChange.ts';
import type { Statement } from './ast.ts';
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

/** The index of a statement after a change, or undefined where it was parsed again. */
export function indexAfter(index: number | undefined, change: Change): number | undefined {
  if (index === undefined || index < change.start) return index;
  return index < change.endBefore ? undefined : index + shiftOf(change);
}

export class TreeDiff {
  readonly before: Tree;
  readonly after: Tree;
  /** The statements that were parsed again, by their indices in both versions. */
  readonly change: Change;

  constructor(before: Tree, after: Tree) {
    this.before = before;
    this.after = after;
    this.change = diffStatements(before.parsedStatements, after.parsedStatements);
  }

  /** The index of a statement in the previous version, or undefined where it was parsed again. */
  indexBefore(index: number): number | undefined {
    if (index < this.change.start) return index;
    return index < this.change.endAfter ? undefined : index - shiftOf(this.change);
  }

  /** The statements that were parsed again, in their previous and in their current form. */
  get removedStatements(): readonly Statement[] {
    return statementsBetween(this.before, this.change.start, this.change.endBefore);
  }

  get addedStatements(): readonly Statement[] {
    return statementsBetween(this.after, this.change.start, this.change.endAfter);
  }

  /** Whether a previous statement corresponds to a current one: it is the same, or was parsed again in its stead. */
  corresponds(before: Statement, after: Statement): boolean {
    const [oldIndex, newIndex] = [indexOfStatement(this.before, before), indexOfStatement(this.after, after)];
    const previousIndex = this.indexBefore(newIndex);
    if (previousIndex !== undefined) return previousIndex === oldIndex;
    return oldIndex >= this.change.start && oldIndex < this.change.endBefore;
  }

  /** The first index in a range of a statement that defines or uses one of some names; the end of the range if none does. */
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

/** Whether names with a mask may include one of those with the other masks. */
function mayContain(nameMask: number, masks: readonly number[]): boolean {
  for (let i = 0; i < masks.length; i++) if ((nameMask & masks[i]) === masks[i]) return true;
  return false;
}

function statementsBetween(tree: Tree, start: number, end: number): readonly Statement[] {
  return Array.from({ length: end - start }, (_, i) => tree.at(start + i));
}
