/** A part of a text as it is shown: on one line, and of what is long the beginning. */

import type { Range } from './lines.ts';
import { shortened } from './truncate.ts';

/** In UTF-16 units: more than this of a source is not looked at, of which much may be comments. */
const longestSource = 200;

/** The source on one line. */
export function sourceOf(text: string, { start, end }: Range): string {
  const source = text.slice(start, Math.min(end, start + longestSource));
  const line = onOneLine(source);
  return shortened(source.length < end - start ? `${line}…` : line);
}

/** Without comments, and with one blank where there were more, or a new line. */
export function onOneLine(source: string): string {
  return source.replace(/(?:\s|#[^\n\r]*)+/g, ' ').trim();
}
