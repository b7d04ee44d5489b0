/** The difference between two versions of a tree, by statement. */

import { shiftOf } from '../../text/textChange.ts';
import type { Statement } from '../ast.ts';
import type { ParsedStatement } from './parsedStatement.ts';
import type { StatementChange } from './statementTable.ts';
import { indexOfStatement, type Tree } from './tree.ts';

/** The range of statements that differ. */
export function diffStatements(before: readonly ParsedStatement[], after: readonly ParsedStatement[]): StatementChange {
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

/** The index of a statement after a change; undefined if it was parsed again. */
export function indexAfter(index: number | undefined, change: StatementChange): number | undefined {
  if (index === undefined || index < change.start) return index;
  return index < change.endBefore ? undefined : index + shiftOf(change);
}

export class TreeDiff {
  readonly before: Tree;
  readonly after: Tree;
  /** The statements that were parsed again, by their indices in both versions. */
  readonly change: StatementChange;

  constructor(before: Tree, after: Tree) {
    this.before = before;
    this.after = after;
    this.change = diffStatements(before.parsedStatements, after.parsedStatements);
  }

  /** The index of a statement in the previous version; undefined if it was parsed again. */
  indexBefore(index: number): number | undefined {
    if (index < this.change.start) return index;
    return index < this.change.endAfter ? undefined : index - shiftOf(this.change);
  }

  /** The previous versions of the statements that were parsed again. */
  get removedStatements(): readonly Statement[] {
    return statementsBetween(this.before, this.change.start, this.change.endBefore);
  }

  /** The current versions of the statements that were parsed again. */
  get addedStatements(): readonly Statement[] {
    return statementsBetween(this.after, this.change.start, this.change.endAfter);
  }

  /** True if both are the same statement, or the current one was parsed in place of the previous one. */
  corresponds(before: Statement, after: Statement): boolean {
    const [oldIndex, newIndex] = [indexOfStatement(this.before, before), indexOfStatement(this.after, after)];
    const previousIndex = this.indexBefore(newIndex);
    if (previousIndex !== undefined) return previousIndex === oldIndex;
    return oldIndex >= this.change.start && oldIndex < this.change.endBefore;
  }

  /** The index of the first statement of a range that defines or uses one of the names; the end of the range if none does. */
  nextWithName(names: NameMasks, from = 0, end = this.after.length): number {
    if (names.size === 0) return end;
    const masks = names.size > maxMasks ? matchAnything : [...names.values()];
    const { parsedStatements, statementTable } = this.after;
    for (let index = from; index < end; index++) {
      if (
        mayContain(statementTable.nameMasks[index], masks) &&
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

/** Names to search for, with the mask of each. */
export type NameMasks = ReadonlyMap<string, number>;

/** With more names, their masks match nearly every statement. */
const maxMasks = 8;
const matchAnything: readonly number[] = [0];

/** True if a statement's mask may include a name with one of the masks. */
function mayContain(nameMask: number, masks: readonly number[]): boolean {
  for (let i = 0; i < masks.length; i++) if ((nameMask & masks[i]) === masks[i]) return true;
  return false;
}

function statementsBetween(tree: Tree, start: number, end: number): readonly Statement[] {
  return Array.from({ length: end - start }, (_, i) => tree.at(start + i));
}
