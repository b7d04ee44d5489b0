/** Follows lines through an edit: what is before the change stayed, what is after it moved along. */

import type { Lines } from '../language/lines.ts';

/** For a line of the later text, the line of the earlier one that it was, or undefined if it is new. */
export function lineShift(
  earlier: string,
  earlierLines: Lines,
  later: string,
  laterLines: Lines,
): (line: number) => number | undefined {
  const same = commonStart(earlier, later);
  const sameAtEnd = commonEnd(earlier, later, same);
  const isLineSame = endsLine(earlier, same) && endsLine(later, same);
  const firstChanged = laterLines.positionAt(same).line + (isLineSame ? 1 : 0);
  const end = laterLines.positionAt(later.length - sameAtEnd);
  const endEarlier = earlierLines.positionAt(earlier.length - sameAtEnd);
  const isBetweenLines = end.character === 0 && endEarlier.character === 0;
  const nextUnchanged = Math.max(firstChanged, endEarlier.line + (isBetweenLines ? 0 : 1));
  const shift = end.line - endEarlier.line;
  return (line) => {
    if (line < firstChanged) return line;
    if (line >= nextUnchanged + shift) return line - shift;
    return line < nextUnchanged ? line : undefined;
  };
}

/** How many UTF-16 units two texts begin with alike. */
function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  return same;
}

/** How many they end with alike, apart from what they begin with. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let same = 0;
  while (same < most && a.charCodeAt(a.length - 1 - same) === b.charCodeAt(b.length - 1 - same)) same++;
  return same;
}

function endsLine(text: string, offset: number): boolean {
  return offset === text.length || text[offset] === '\n' || text[offset] === '\r';
}
