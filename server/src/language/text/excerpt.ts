/** Excerpts of a text for display: on one line, truncated. */

import type { Range } from './lines.ts';
import { truncate } from './truncate.ts';

/** In UTF-16 units: more than this of a source is not looked at, of which much may be comments. */
const maxSourceLength = 200;

/** The source on one line. */
export function excerptOf(text: string, { start, end }: Range): string {
  const source = text.slice(start, Math.min(end, start + maxSourceLength));
  const collapsed = collapseWhitespace(source);
  return truncate(source.length < end - start ? `${collapsed}…` : collapsed);
}

/** Without comments, and with one blank where there were more, or a new line. */
export function collapseWhitespace(source: string): string {
  return source.replace(/(?:\s|#[^\n\r]*)+/g, ' ').trim();
}
