/**
 * Error productions: notations of mathematics and other languages that get a problem of their own. The parser tries them
 * before it reports an unexpected token.
 */

import { operatorsByCall } from '../../../engine/operators/table.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { TokenKind, Tokens } from '../scanner.ts';
import { chainStart, foreignCall } from './foreignCalls.ts';

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

/** Words that are operators in Python, and what to write. */
const operatorWords: Readonly<Record<string, string>> = {
  div: 'floor(a / b)',
  else: 'where(condition, a, b)',
  if: 'where(condition, a, b)',
  is: 'a == b',
  mod: 'a % b',
};

const errorProductions: readonly ErrorProduction[] = [
  /** `3 // three`, or a line that begins with `--` or a string */
  ({ tokens, index }) => {
    const slash = [index - 1, index].find(
      (token) => tokens.kind(token) === '/' && ['/', '*', '**'].includes(tokens.kind(token + 1)),
    );
    if (slash !== undefined && tokens.end(slash) === tokens.start(slash + 1)) {
      const range = { start: tokens.start(slash), end: tokens.end(slash + 1) };
      const isDivision =
        tokens.kind(slash + 2) === 'number' && ['newline', 'end', ')'].includes(tokens.kind(slash + 3));
      if (isDivision && valueEndTokens.has(tokens.kind(slash - 1)) && tokens.kind(slash + 1) === '/')
        return problem('foreign-operator', range, '//', 'floor(a / b)');
      return problem('wrong-comment-marker', range);
    }
    if (index > 0 && tokens.kind(index - 1) !== 'newline') return undefined;
    const isDash = tokens.kind(index) === '-' && tokens.kind(index + 1) === '-';
    const end = isDash ? index + 1 : index;
    return isDash || tokens.kind(index) === 'string' || ['%', "'"].includes(tokens.text(index))
      ? problem('wrong-comment-marker', { start: tokens.start(index), end: tokens.end(end) })
      : undefined;
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
  /** `x.sum()`, or `np.sum(x)` */
  ({ tokens, index }) =>
    tokens.kind(index) === '(' && tokens.kind(index - 1) === 'name' && tokens.kind(index - 2) === '.'
      ? foreignCall(tokens, index, tokens.textFrom(chainStart(tokens, index - 1), index - 3))
      : undefined,
  /** `lambda x: 2 * x`, or `x -> 2 * x` */
  ({ tokens, index }) => {
    const isLambda = tokens.kind(index - 1) === 'name' && tokens.text(index - 1) === 'lambda';
    const isArrow = tokens.kind(index) === '>' && ['-', '='].includes(tokens.kind(index - 1));
    if (!isLambda && !isArrow && !(tokens.kind(index) === '=' && tokens.kind(index + 1) === '>')) return undefined;
    const first = isLambda || isArrow ? index - 1 : index;
    const end = isLambda ? first : first + 1;
    return problem(
      'foreign-statement',
      { start: tokens.start(first), end: tokens.end(end) },
      'function',
      tokens.textFrom(first, end),
    );
  },
  /** `3 if x > 0 else 4`, or `x mod y` */
  ({ tokens, index }) => {
    const [kind, previous] = [tokens.kind(index), tokens.kind(index - 1)];
    const token = kind === 'name' && Object.hasOwn(operatorWords, tokens.text(index)) ? index : index - 1;
    if (tokens.kind(token) !== 'name' || (token === index && !valueEndTokens.has(previous))) return undefined;
    if (token < index && !valueStartTokens.has(kind)) return undefined;
    const word = tokens.text(token);
    const written = Object.hasOwn(operatorWords, word) ? operatorWords[word] : undefined;
    return written === undefined ? undefined : problem('foreign-operator', tokens.range(token), word, written);
  },
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
