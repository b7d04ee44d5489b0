/** Lines of a document with comments behind them, where the formatter has them. */

import { widthOf } from '../display/columns.ts';
import { blanksBeforeComments } from '../format/comments.ts';

export interface Line {
  readonly text: string;
  readonly comment?: string;
}

/** In UTF-16 units. A comment that would make a line longer is left out. */
const longestLine = 120;

/** The texts of lines that belong together. */
export function aligned(lines: readonly Line[]): string[] {
  for (let kept = lines; ; ) {
    const written = withComments(kept);
    // Where one is left out, those around it may stand elsewhere.
    const fitting = kept.filter(({ comment }, place) => comment === undefined || written[place].length <= longestLine);
    if (fitting.length === kept.length) return written;
    const fits = new Set(fitting);
    kept = kept.map((line) => (fits.has(line) ? line : { text: line.text }));
  }
}

function withComments(lines: readonly Line[]): string[] {
  const written = lines.map(({ text }) => text);
  let next = 0;
  for (let first = 0; first < lines.length; first = next + 1) {
    next = first;
    while (lines[next]?.comment !== undefined) next++;
    const blanks = blanksBeforeComments(written.slice(first, next).map(widthOf));
    for (let place = first; place < next; place++)
      written[place] += `${' '.repeat(blanks[place - first])}# ${lines[place].comment}`;
  }
  return written;
}
