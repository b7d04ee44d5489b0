/** Where blanks stand in a line of code: one between two tokens, but for those that touch. */

import type { TokenKind, Tokens } from '../language/syntax/scan.ts';

/** These touch what is before them. */
const touchesLeft: ReadonlySet<TokenKind> = new Set([')', ']', ',', ':', '.', '^', '**']);
/** These touch what is behind them. */
const touchesRight: ReadonlySet<TokenKind> = new Set(['(', '[', ':', '.', '^', '**', '∂']);
/** Behind these a minus subtracts and a bracket picks; behind all others the one is a sign, and the other begins a list. */
const endsValue: ReadonlySet<TokenKind> = new Set(['number', 'name', 'string', ')', ']']);

/**
 * Whether a token touches the one before it.
 * @param fractions the places in the text of the names behind the second `∂` of a `∂L/∂x`, whose stroke divides nothing.
 */
export function touches(tokens: Tokens, at: number, fractions: ReadonlySet<number>): boolean {
  const [before, next] = [tokens.kind(at - 1), tokens.kind(at)];
  // `2 .T` is a number that is transposed, `2.T` a number that is none.
  if (before === 'number' && next === '.') return false;
  if (before === ',' && next === ':') return false;
  if (touchesLeft.has(next) || touchesRight.has(before)) return true;
  if (next === '(') return before === 'name';
  if (next === '[') return endsValue.has(before);
  if (next === '}') return before === '{';
  if (isMinus(before)) return !endsValue.has(tokens.kind(at - 2));
  return isStroke(tokens, at, fractions) || isStroke(tokens, at - 1, fractions);
}

/** Whether a token is the `/` of a `∂L/∂x`. */
function isStroke(tokens: Tokens, at: number, fractions: ReadonlySet<number>): boolean {
  return tokens.kind(at) === '/' && tokens.kind(at + 1) === '∂' && fractions.has(tokens.start(at + 2));
}

export function isMinus(kind: TokenKind): boolean {
  return kind === '-' || kind === '−';
}
