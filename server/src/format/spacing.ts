/** Spacing within a line of code: one space between tokens, except for those that are adjacent. */

import type { TokenKind, Tokens } from '../language/syntax/scanner.ts';

/** Tokens without a space before them. */
const noSpaceBefore: ReadonlySet<TokenKind> = new Set([')', ']', ',', ':', '.', '..', '^', '**']);
/** Tokens without a space after them. */
const noSpaceAfter: ReadonlySet<TokenKind> = new Set(['(', '[', ':', '.', '..', '^', '**', '∂']);
/**
 * Tokens that end a value: `-` after them subtracts, and `[` indexes; otherwise `-` is a sign, and `[` begins a list.
 */
const valueEndKinds: ReadonlySet<TokenKind> = new Set(['number', 'name', 'string', ')', ']']);

/**
 * True if a token has no space before it.
 * @param gradientNameOffsets offsets of the names after the second `∂` of each `∂L/∂x`, whose `/` is not a division.
 */
export function isAdjacentToPrevious(tokens: Tokens, token: number, gradientNameOffsets: ReadonlySet<number>): boolean {
  const [previous, next] = [tokens.kind(token - 1), tokens.kind(token)];
  // `2 .T` is a transposed number; `2.T` is not a valid number.
  if (previous === 'number' && next === '.') return false;
  if (previous === ',' && next === ':') return false;
  if (noSpaceBefore.has(next) || noSpaceAfter.has(previous)) return true;
  if (next === '(') return previous === 'name';
  if (next === '[') return valueEndKinds.has(previous);
  if (next === '}') return previous === '{';
  if (isMinus(previous)) return !valueEndKinds.has(tokens.kind(token - 2));
  return isGradientSlash(tokens, token, gradientNameOffsets) || isGradientSlash(tokens, token - 1, gradientNameOffsets);
}

/** True if a token is the `/` of a `∂L/∂x`. */
function isGradientSlash(tokens: Tokens, token: number, gradientNameOffsets: ReadonlySet<number>): boolean {
  return (
    tokens.kind(token) === '/' && tokens.kind(token + 1) === '∂' && gradientNameOffsets.has(tokens.start(token + 2))
  );
}

export function isMinus(kind: TokenKind): boolean {
  return kind === '-' || kind === '−';
}
