/** Where blanks stand in a line of code: one between two tokens, but for those that touch. */

import type { TokenKind, Tokens } from '../language/syntax/scan.ts';

/** These touch what is before them. */
const noSpaceBefore: ReadonlySet<TokenKind> = new Set([')', ']', ',', ':', '.', '^', '**']);
/** These touch what is behind them. */
const noSpaceAfter: ReadonlySet<TokenKind> = new Set(['(', '[', ':', '.', '^', '**', '∂']);
/** Behind these a minus subtracts and a bracket picks; behind all others the one is a sign, and the other begins a list. */
const valueEndKinds: ReadonlySet<TokenKind> = new Set(['number', 'name', 'string', ')', ']']);

/**
 * Whether a token touches the one before it.
 * @param gradientNameOffsets the places in the text of the names behind the second `∂` of a `∂L/∂x`, whose stroke divides nothing.
 */
export function isAdjacentToPrevious(tokens: Tokens, token: number, gradientNameOffsets: ReadonlySet<number>): boolean {
  const [previous, next] = [tokens.kind(token - 1), tokens.kind(token)];
  // `2 .T` is a number that is transposed, `2.T` a number that is none.
  if (previous === 'number' && next === '.') return false;
  if (previous === ',' && next === ':') return false;
  if (noSpaceBefore.has(next) || noSpaceAfter.has(previous)) return true;
  if (next === '(') return previous === 'name';
  if (next === '[') return valueEndKinds.has(previous);
  if (next === '}') return previous === '{';
  if (isMinus(previous)) return !valueEndKinds.has(tokens.kind(token - 2));
  return isGradientSlash(tokens, token, gradientNameOffsets) || isGradientSlash(tokens, token - 1, gradientNameOffsets);
}

/** Whether a token is the `/` of a `∂L/∂x`. */
function isGradientSlash(tokens: Tokens, token: number, gradientNameOffsets: ReadonlySet<number>): boolean {
  return (
    tokens.kind(token) === '/' && tokens.kind(token + 1) === '∂' && gradientNameOffsets.has(tokens.start(token + 2))
  );
}

export function isMinus(kind: TokenKind): boolean {
  return kind === '-' || kind === '−';
}
