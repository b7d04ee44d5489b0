/** The difference between two texts, as one replaced range. */

export interface TextChange {
  /** The start of the replaced range, in both texts. */
  readonly start: number;
  /** The end of the range in the previous text, and in the current one. */
  readonly endBefore: number;
  readonly endAfter: number;
}

/** The distance by which what follows a change has moved. */
export function shiftOf({ endBefore, endAfter }: Pick<TextChange, 'endBefore' | 'endAfter'>): number {
  return endAfter - endBefore;
}

/** The shortest change that turns one text into another. */
export function changeBetween(before: string, after: string): TextChange {
  const start = commonPrefixLength(before, after);
  const suffixLength = commonSuffixLength(before, after, Math.min(before.length, after.length) - start);
  return { start, endBefore: before.length - suffixLength, endAfter: after.length - suffixLength };
}

/** UTF-16 units compared at once, which is far faster than one by one. */
const blockSize = 1 << 10;

/** The length of the common prefix, in UTF-16 units. */
function commonPrefixLength(a: string, b: string): number {
  const maxLength = Math.min(a.length, b.length);
  let length = 0;
  while (length + blockSize <= maxLength && a.slice(length, length + blockSize) === b.slice(length, length + blockSize))
    length += blockSize;
  while (length < maxLength && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** The length of the common suffix, in UTF-16 units, up to a maximum. */
export function commonSuffixLength(a: string, b: string, maxLength: number): number {
  let length = 0;
  const blockOf = (text: string): string => text.slice(text.length - length - blockSize, text.length - length);
  while (length + blockSize <= maxLength && blockOf(a) === blockOf(b)) length += blockSize;
  while (length < maxLength && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}
