/** The word or string that is being typed at the cursor, possibly in a broken statement. */

import { outerStatementBefore } from '../../language/syntax/tree/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { TokenWalk } from '../support/tokenWalk.ts';

export interface TypedText {
  /** Stops before the typed text. */
  readonly walk: TokenWalk;
  /** Start of the word, or of the string after its quote; the cursor if there is none. */
  readonly start: number;
  /** End of the word or string, which may be after the cursor. */
  readonly end: number;
  /** The part before the cursor. */
  readonly prefix: string;
  readonly isQuoted: boolean;
}

/** Undefined in a comment, in a number, and inside a symbol. */
export function typedTextAt({ tree, text }: Pick<Snapshot, 'tree' | 'text'>, offset: number): TypedText | undefined {
  const lastStatement = outerStatementBefore(tree, offset);
  const from = lastStatement?.start ?? 0;
  const walk = new TokenWalk(text, from);
  const { tokens } = walk;
  while (walk.kind() !== 'end' && tokens.end(walk.index) <= offset) {
    const isOpenQuote = walk.kind() === 'unknown' && tokens.text(walk.index) === '"';
    const start = tokens.end(walk.index);
    if (isOpenQuote && !/[\r\n]/.test(text.slice(start, offset))) {
      return { walk, start, end: offset, prefix: text.slice(start, offset), isQuoted: true };
    }
    if (tokens.end(walk.index) === offset && (isWord(walk) || isNumber(walk))) break;
    walk.next();
  }
  const start = tokens.start(walk.index);
  if (walk.kind() === 'end' || start >= offset) {
    const previousEnd = walk.index === 0 ? from : tokens.end(walk.index - 1);
    const isComment = text
      .slice(previousEnd, offset)
      .split(/[\r\n]/)
      .at(-1)!
      .includes('#');
    return isComment ? undefined : { walk, start: offset, end: offset, prefix: '', isQuoted: false };
  }
  const end = tokens.end(walk.index);
  if (isWord(walk)) return { walk, start, end, prefix: text.slice(start, offset), isQuoted: false };
  if (walk.kind() !== 'string') return undefined;
  return { walk, start: start + 1, end: end - 1, prefix: text.slice(start + 1, offset), isQuoted: true };
}

function isWord(walk: TokenWalk): boolean {
  return /^[\p{ID_Start}_]/u.test(walk.tokens.text(walk.index));
}

function isNumber(walk: TokenWalk): boolean {
  return walk.kind() === 'number' || walk.kind() === 'malformed';
}
