/**
 * Mistakes of people who know mathematics or another language: what each looks like in the tokens, and what is said of
 * it. The parser asks here before it says that a token is not expected.
 */

import { operatorsByCall } from '../../engine/operators/table.ts';
import { type Problem, problem } from '../problems/problems.ts';
import type { TokenKind, Tokens } from './scan.ts';

/** Where the parser can't go on. */
export interface Place {
  readonly tokens: Tokens;
  /** The token that fits nowhere. */
  readonly at: number;
  /** The token that opened the innermost bracket that is open. */
  readonly opener: number | undefined;
}

/** A row: the problem, if the mistake is here. */
type Mistake = (place: Place) => Problem | undefined;

const endsValue: ReadonlySet<TokenKind> = new Set(['number', 'name', ')', ']']);
const startsValue: ReadonlySet<TokenKind> = new Set(['number', 'name', '(', '∂']);
const beforePlus: ReadonlySet<TokenKind> = new Set(['=', '(', '[', ',', '≈', '~=', 'expect', 'within']);

const mistakes: readonly Mistake[] = [
  /** `3 // three` */
  ({ tokens, at }) => {
    const first = [at - 1, at].find((token) => tokens.kind(token) === '/' && tokens.kind(token + 1) === '/');
    if (first === undefined || tokens.end(first) !== tokens.start(first + 1)) return undefined;
    return problem('comment-sign', { start: tokens.start(first), end: tokens.end(first + 1) });
  },
  /** `x = +3` */
  ({ tokens, at }) =>
    tokens.kind(at) === '+' && beforePlus.has(tokens.kind(at - 1))
      ? problem('leading-plus', tokens.range(at))
      : undefined,
  /** `x = 1,5` */
  ({ tokens, at, opener }) =>
    opener === undefined && isDecimalComma(tokens, at)
      ? problem('decimal-comma', tokens.range(at), tokens.text(at - 1), tokens.text(at + 1))
      : undefined,
  /** `x.sum()` */
  ({ tokens, at }) =>
    tokens.kind(at) === '(' && tokens.kind(at - 1) === 'name' && tokens.kind(at - 2) === '.'
      ? problem('method-call', tokens.range(at - 1), tokens.text(at - 1), tokens.text(at - 3))
      : undefined,
  /** `sin x` */
  ({ tokens, at }) => {
    if (tokens.kind(at - 1) !== 'name' || !startsValue.has(tokens.kind(at))) return undefined;
    const name = tokens.text(at - 1);
    const isFunction = operatorsByCall(name).length > 0;
    return isFunction ? problem('call-without-brackets', tokens.range(at - 1), name, tokens.text(at)) : undefined;
  },
  /** `[1 2]` */
  ({ tokens, at, opener }) =>
    opener !== undefined &&
    tokens.kind(opener) === '[' &&
    endsValue.has(tokens.kind(at - 1)) &&
    (startsValue.has(tokens.kind(at)) || tokens.kind(at) === '[')
      ? problem('missing-comma', tokens.range(at), tokens.text(at))
      : undefined,
  /** `2(x + 1)` */
  ({ tokens, at }) =>
    endsValue.has(tokens.kind(at - 1)) && startsValue.has(tokens.kind(at))
      ? problem('missing-operator', tokens.range(at), tokens.text(at - 1), tokens.text(at))
      : undefined,
];

export function mistakeAt(place: Place): Problem | undefined {
  for (const mistake of mistakes) {
    const found = mistake(place);
    if (found) return found;
  }
  return undefined;
}

function isDecimalComma(tokens: Tokens, at: number): boolean {
  return tokens.kind(at) === ',' && tokens.kind(at - 1) === 'number' && tokens.kind(at + 1) === 'number';
}
