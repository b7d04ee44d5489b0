/** Aligns the comments at the ends of lines, as the formatter does. */

import { textWidth } from '../../display/textWidth.ts';
import { commentGaps } from '../../format/comments.ts';

export interface Line {
  readonly text: string;
  readonly comment?: string;
}

/** In UTF-16 units. A comment that would exceed the limit is dropped. */
const maxLineLength = 120;

/** Appends the comments of a section to its lines. */
export function alignComments(lines: readonly Line[]): string[] {
  for (let current = lines; ; ) {
    const texts = withComments(current);
    // Dropping a comment can change the alignment of the comments around it.
    const fittingLines = current.filter(
      ({ comment }, index) => comment === undefined || texts[index].length <= maxLineLength,
    );
    if (fittingLines.length === current.length) return texts;
    const fittingSet = new Set(fittingLines);
    current = current.map((line) => (fittingSet.has(line) ? line : { text: line.text }));
  }
}

function withComments(lines: readonly Line[]): string[] {
  const texts = lines.map(({ text }) => text);
  let end = 0;
  for (let start = 0; start < lines.length; start = end + 1) {
    end = start;
    while (lines[end]?.comment !== undefined) end++;
    const blanks = commentGaps(texts.slice(start, end).map(textWidth));
    for (let index = start; index < end; index++)
      texts[index] += `${' '.repeat(blanks[index - start])}# ${lines[index].comment}`;
  }
  return texts;
}
