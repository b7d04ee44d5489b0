/** Excerpts of a text for display: on one line, truncated. */

import type { Range } from './lines.ts';
import { truncate } from './truncate.ts';

/** UTF-16 units of the source that are read at most; comments in it do not appear in the excerpt. */
const maxSourceLength = 200;

/** The source on one line. */
export function excerptOf(text: string, { start, end }: Range): string {
  const source = text.slice(start, Math.min(end, start + maxSourceLength));
  const collapsed = collapseWhitespace(source);
  return truncate(source.length < end - start ? `${collapsed}…` : collapsed);
}

/** Removes comments, and replaces each run of whitespace by one space. */
export function collapseWhitespace(source: string): string {
  return source.replace(/(?:\s|#[^\n\r]*)+/g, ' ').trim();
}
