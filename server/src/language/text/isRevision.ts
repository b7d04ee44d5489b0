/** Comparison of two texts as a whole: an edit of the same model, or another model. */

import { changeBetween } from './textChange.ts';

/** True if at least half of the shorter text is also in the other one, outside the replaced range or as lines in it. */
export function isRevision(before: string, after: string): boolean {
  const { start, endBefore, endAfter } = changeBetween(before, after);
  const replaced = before.slice(start, endBefore);
  const needed = Math.min(before.length, after.length) / 2;
  const kept = before.length - replaced.length;
  return kept >= needed || kept + commonLineLength(replaced, after.slice(start, endAfter)) >= needed;
}

/** The number of UTF-16 units in lines that two texts share, in any order. */
function commonLineLength(before: string, after: string): number {
  const counts = new Map<string, number>();
  for (const line of before.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  let length = 0;
  for (const line of after.split('\n')) {
    const count = counts.get(line) ?? 0;
    if (count === 0) continue;
    counts.set(line, count - 1);
    length += line.length + 1;
  }
  return length;
}
