/** Whether a place in the text is where the cursor is. */

import type { Range } from '../language/lines.ts';

/** The end belongs to a word too: the cursor stands there right after typing it. */
export function covers({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}
