/** Follows lines through an edit: what is before the first change stayed, what is after the last one moved along. */

import type { Lines } from '../language/lines.ts';

/** For a line of the later text, the line of the earlier one that it was, or undefined if it is new. */
export function lineShift(
  earlier: string,
  earlierLines: Lines,
  later: string,
  laterLines: Lines,
): (line: number) => number | undefined {
  const shortest = Math.min(earlier.length, later.length);
  let same = 0;
  while (same < shortest && earlier.charCodeAt(same) === later.charCodeAt(same)) same++;
  let sameAtEnd = 0;
  while (
    sameAtEnd < shortest - same &&
    earlier.charCodeAt(earlier.length - 1 - sameAtEnd) === later.charCodeAt(later.length - 1 - sameAtEnd)
  ) {
    sameAtEnd++;
  }
  const firstChanged = laterLines.positionAt(same).line;
  const lastChanged = laterLines.positionAt(later.length - sameAtEnd).line;
  const lastChangedEarlier = earlierLines.positionAt(earlier.length - sameAtEnd).line;
  return (line) => {
    if (line <= firstChanged) return line;
    if (line >= lastChanged) return line - lastChanged + lastChangedEarlier;
    return line <= lastChangedEarlier ? line : undefined;
  };
}
