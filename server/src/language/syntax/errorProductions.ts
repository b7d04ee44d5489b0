/**
 * Error productions: notations of mathematics and other languages that get a problem of their own. The parser tries them
 * before it reports an unexpected token.
 */

import { operatorsByCall } from '../../engine/operators/table.ts';
import { type Problem, problem } from '../problems/problems.ts';
import type { TokenKind, Tokens } from './scanner.ts';

/** The point at which parsing fails. */
export interface ParseContext {
  readonly tokens: Tokens;
  /** The unexpected token. */
  readonly index: number;
  /** The token of the innermost open bracket. */
  readonly opener: number | undefined;
}

/** Returns the problem if the production matches. */
type ErrorProduction = (context: ParseContext) => Problem | undefined;

const valueEndTokens: ReadonlySet<TokenKind> = new Set(['number', 'name', ')', ']']);
const valueStartTokens: ReadonlySet<TokenKind> = new Set(['number', 'name', '(', '∂']);
const tokensBeforeLeadingPlus: ReadonlySet<TokenKind> = new Set(['=', '(', '[', ',', '≈', '~=', 'expect', 'within']);

const errorProductions: readonly ErrorProduction[] = [
  /** `3 // three` */
  ({ tokens, index }) => {
    const slash = [index - 1, index].find((token) => tokens.kind(token) === '/' && tokens.kind(token + 1) === '/');
    if (slash === undefined || tokens.end(slash) !== tokens.start(slash + 1)) return undefined;
    return problem('wrong-comment-marker', { start: tokens.start(slash), end: tokens.end(slash + 1) });
  },
  /** `x = +3` */
  ({ tokens, index }) =>
    tokens.kind(index) === '+' && tokensBeforeLeadingPlus.has(tokens.kind(index - 1))
      ? problem('leading-plus', tokens.range(index))
      : undefined,
  /** `x = 1,5` */
  ({ tokens, index, opener }) =>
    opener === undefined && isDecimalComma(tokens, index)
      ? problem('decimal-comma', tokens.range(index), tokens.text(index - 1), tokens.text(index + 1))
      : undefined,
  /** `x.sum()` */
  ({ tokens, index }) =>
    tokens.kind(index) === '(' && tokens.kind(index - 1) === 'name' && tokens.kind(index - 2) === '.'
      ? problem('method-call', tokens.range(index - 1), tokens.text(index - 1), tokens.text(index - 3))
      : undefined,
  /** `sin x` */
  ({ tokens, index }) => {
    if (tokens.kind(index - 1) !== 'name' || !valueStartTokens.has(tokens.kind(index))) return undefined;
    const name = tokens.text(index - 1);
    const isFunction = operatorsByCall(name).length > 0;
    return isFunction
      ? problem('call-without-parentheses', tokens.range(index - 1), name, tokens.text(index))
      : undefined;
  },
  /** `[1 2]` */
  ({ tokens, index, opener }) =>
    opener !== undefined &&
    tokens.kind(opener) === '[' &&
    valueEndTokens.has(tokens.kind(index - 1)) &&
    (valueStartTokens.has(tokens.kind(index)) || tokens.kind(index) === '[')
      ? problem('missing-comma', tokens.range(index), tokens.text(index))
      : undefined,
  /** `2(x + 1)` */
  ({ tokens, index }) =>
    valueEndTokens.has(tokens.kind(index - 1)) && valueStartTokens.has(tokens.kind(index))
      ? problem('missing-operator', tokens.range(index), tokens.text(index - 1), tokens.text(index))
      : undefined,
];

export function matchErrorProduction(context: ParseContext): Problem | undefined {
  for (const production of errorProductions) {
    const match = production(context);
    if (match) return match;
  }
  return undefined;
}

function isDecimalComma(tokens: Tokens, index: number): boolean {
  return tokens.kind(index) === ',' && tokens.kind(index - 1) === 'number' && tokens.kind(index + 1) === 'number';
}
