/** Follows lines through an edit: what is after it moved along, what is before it stayed. */

import type { Lines } from '../language/base/lines.ts';
import { commonEnd } from '../language/base/textChange.ts';

/** For a line of the later text, the line of the earlier one that it was, or undefined if it is new. */
export function lineShift(
  earlier: string,
  earlierLines: Lines,
  later: string,
  laterLines: Lines,
): (line: number) => number | undefined {
  const same = commonEnd(earlier, later, Math.min(earlier.length, later.length));
  const end = laterLines.positionAt(later.length - same);
  const endEarlier = earlierLines.positionAt(earlier.length - same);
  // Where the change ends between two lines, the line after it is no part of it.
  const isBetweenLines = end.character === 0 && endEarlier.character === 0;
  const firstUnchanged = endEarlier.line + (isBetweenLines ? 0 : 1);
  const shift = end.line - endEarlier.line;
  return (line) => {
    if (line >= firstUnchanged + shift) return line - shift;
    return line < firstUnchanged ? line : undefined;
  };
}
