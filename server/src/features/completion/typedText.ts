/** What is being typed at the cursor: a word, or a text in quotes, in a statement that may be broken. */

import { lastFrom } from '../../language/syntax/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { TokenWalk } from './tokenWalk.ts';

export interface Typed {
  /** Stands before what is being typed. */
  readonly walk: TokenWalk;
  /** Where the word begins, or the text behind its quote; the cursor itself where there is none yet. */
  readonly start: number;
  /** Where it ends, which may be behind the cursor. */
  readonly end: number;
  /** What of it stands before the cursor. */
  readonly prefix: string;
  readonly isQuoted: boolean;
}

/** Undefined in a comment, in a number, and in the middle of a symbol. */
export function typedAt({ tree, text }: Pick<Snapshot, 'tree' | 'text'>, offset: number): Typed | undefined {
  const last = lastFrom(tree, offset);
  const from = last?.start ?? 0;
  const walk = new TokenWalk(text, from);
  const { tokens } = walk;
  while (walk.kind() !== 'end' && tokens.end(walk.at) <= offset) {
    const isOpenQuote = walk.kind() === 'unknown' && tokens.text(walk.at) === '"';
    const start = tokens.end(walk.at);
    if (isOpenQuote && !/[\r\n]/.test(text.slice(start, offset))) {
      return { walk, start, end: offset, prefix: text.slice(start, offset), isQuoted: true };
    }
    if (tokens.end(walk.at) === offset && (isWord(walk) || isNumber(walk))) break;
    walk.next();
  }
  const start = tokens.start(walk.at);
  if (walk.kind() === 'end' || start >= offset) {
    const before = walk.at === 0 ? from : tokens.end(walk.at - 1);
    const isComment = text
      .slice(before, offset)
      .split(/[\r\n]/)
      .at(-1)!
      .includes('#');
    return isComment ? undefined : { walk, start: offset, end: offset, prefix: '', isQuoted: false };
  }
  const end = tokens.end(walk.at);
  if (isWord(walk)) return { walk, start, end, prefix: text.slice(start, offset), isQuoted: false };
  if (walk.kind() !== 'string') return undefined;
  return { walk, start: start + 1, end: end - 1, prefix: text.slice(start + 1, offset), isQuoted: true };
}

function isWord(walk: TokenWalk): boolean {
  return /^[\p{ID_Start}_]/u.test(walk.tokens.text(walk.at));
}

function isNumber(walk: TokenWalk): boolean {
  return walk.kind() === 'number' || walk.kind() === 'malformed';
}
