/** Lines of a document with comments behind them, where the formatter has them. */

import { textWidth } from '../display/textWidth.ts';
import { commentGaps } from '../format/comments.ts';

export interface Line {
  readonly text: string;
  readonly comment?: string;
}

/** In UTF-16 units. A comment that would make a line longer is left out. */
const maxLineLength = 120;

/** The texts of lines that belong together. */
export function alignComments(lines: readonly Line[]): string[] {
  for (let current = lines; ; ) {
    const texts = withComments(current);
    // Where one is left out, those around it may stand elsewhere.
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
