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
  const start = commonPrefixLength(before, after);
  const suffixLength = commonSuffixLength(before, after, Math.min(before.length, after.length) - start);
  return { start, endBefore: before.length - suffixLength, endAfter: after.length - suffixLength };
}

/** How many UTF-16 units are compared at once, which is far faster than one by one. */
const blockSize = 1 << 10;

/** How many UTF-16 units two texts begin with alike. */
function commonPrefixLength(a: string, b: string): number {
  const maxLength = Math.min(a.length, b.length);
  let length = 0;
  while (length + blockSize <= maxLength && a.slice(length, length + blockSize) === b.slice(length, length + blockSize))
    length += blockSize;
  while (length < maxLength && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** How many UTF-16 units two texts end with alike, up to a number. */
export function commonSuffixLength(a: string, b: string, maxLength: number): number {
  let length = 0;
  const blockOf = (text: string): string => text.slice(text.length - length - blockSize, text.length - length);
  while (length + blockSize <= maxLength && blockOf(a) === blockOf(b)) length += blockSize;
  while (length < maxLength && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}
