/** Texts with ranges and the cursor drawn into them: `param «x» = 2`, and `$0` where the cursor is. */

import type { Range } from '../../server/src/language/base/lines.ts';
import { withCursor } from './fixture.ts';

export interface Marked {
  readonly text: string;
  /** Where the cursor is. */
  readonly offset: number;
}

/** A marked text without its marks. */
export function unmarked(marked: string): Marked {
  return withCursor(marked.replace(/[«»]/g, ''));
}

/** A text with marks around ranges, of which none overlaps another one. */
export function mark({ text, offset }: Marked, ranges: readonly Range[]): string {
  const marks = [
    ...ranges.flatMap(({ start, end }) => [
      { at: start, mark: '«' },
      { at: end, mark: '»' },
    ]),
    ...(offset < 0 ? [] : [{ at: offset, mark: '$0' }]),
  ];
  return marks
    .sort((a, b) => b.at - a.at || rank(a.mark) - rank(b.mark))
    .reduce((marked, { at, mark }) => marked.slice(0, at) + mark + marked.slice(at), text);
}

/** At one place the cursor stands inside of the brackets. */
function rank(mark: string): number {
  return ['»', '$0', '«'].indexOf(mark);
}
