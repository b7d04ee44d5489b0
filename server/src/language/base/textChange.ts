/** What differs between two versions of a text: one stretch of it, in place of which another one stands. */

export interface Change {
  /** Where both stretches begin. */
  readonly start: number;
  /** Where the one of the earlier version ends, and that of the later one. */
  readonly endBefore: number;
  readonly endAfter: number;
}

/** How far what stands behind a change has moved. */
export function shiftOf({ endBefore, endAfter }: Change): number {
  return endAfter - endBefore;
}

/** The shortest change that leads from one text to another. */
export function changeBetween(before: string, after: string): Change {
  const start = commonStart(before, after);
  const same = commonEnd(before, after, Math.min(before.length, after.length) - start);
  return { start, endBefore: before.length - same, endAfter: after.length - same };
}

/** How many UTF-16 units are compared at once, which is far faster than one by one. */
const block = 1 << 10;

/** How many UTF-16 units two texts begin with alike. */
function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  while (same + block <= most && a.slice(same, same + block) === b.slice(same, same + block)) same += block;
  while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  return same;
}

/** How many UTF-16 units two texts end with alike, up to a number. */
export function commonEnd(a: string, b: string, most: number): number {
  let same = 0;
  const blocks = (text: string): string => text.slice(text.length - same - block, text.length - same);
  while (same + block <= most && blocks(a) === blocks(b)) same += block;
  while (same < most && a.charCodeAt(a.length - 1 - same) === b.charCodeAt(b.length - 1 - same)) same++;
  return same;
}
