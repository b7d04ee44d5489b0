/** Line mapping across an edit: lines after the edit shift, lines before it stay. */

import type { Lines } from '../../language/text/lines.ts';
import { commonSuffixLength } from '../../language/text/textChange.ts';

/** Maps a line of the current text to its line in the previous text; undefined for a changed or new line. */
export function createLineMapper(
  previousText: string,
  previousLines: Lines,
  currentText: string,
  currentLines: Lines,
): (line: number) => number | undefined {
  const suffixLength = commonSuffixLength(previousText, currentText, Math.min(previousText.length, currentText.length));
  const end = currentLines.positionAt(currentText.length - suffixLength);
  const previousEnd = previousLines.positionAt(previousText.length - suffixLength);
  // If the change ends at a line boundary, the next line is unchanged.
  const isBetweenLines = end.character === 0 && previousEnd.character === 0;
  const firstUnchanged = previousEnd.line + (isBetweenLines ? 0 : 1);
  const shift = end.line - previousEnd.line;
  return (line) => {
    if (line >= firstUnchanged + shift) return line - shift;
    return line < firstUnchanged ? line : undefined;
  };
}
