/** Follows lines through an edit: what is after it moved along, what is before it stayed. */

import type { Lines } from '../language/base/lines.ts';
import { commonSuffixLength } from '../language/base/textChange.ts';

/** For a line of the later text, the line of the earlier one that it was, or undefined if it is new. */
export function createLineMapper(
  previousText: string,
  previousLines: Lines,
  currentText: string,
  currentLines: Lines,
): (line: number) => number | undefined {
  const suffixLength = commonSuffixLength(previousText, currentText, Math.min(previousText.length, currentText.length));
  const end = currentLines.positionAt(currentText.length - suffixLength);
  const previousEnd = previousLines.positionAt(previousText.length - suffixLength);
  // Where the change ends between two lines, the line after it is no part of it.
  const isBetweenLines = end.character === 0 && previousEnd.character === 0;
  const firstUnchanged = previousEnd.line + (isBetweenLines ? 0 : 1);
  const shift = end.line - previousEnd.line;
  return (line) => {
    if (line >= firstUnchanged + shift) return line - shift;
    return line < firstUnchanged ? line : undefined;
  };
}
