/** Operator precedence, for the parser and for printing formulas. */

import { operators } from '../../engine/operators/table.ts';

/** From loosest to tightest. An operand that binds more loosely than its operator needs parentheses. */
export const Precedence = {
  loose: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  negation: 7,
  power: 8,
  atom: 9,
} as const;

/** The precedence of the left-associative infix operators: all except `^`. */
export const infixPrecedence: Readonly<Record<string, number>> = Object.fromEntries(
  operators.flatMap(({ symbol }) =>
    symbol?.kind === 'infix' && symbol.precedence !== 'power' ? [[symbol.text, Precedence[symbol.precedence]]] : [],
  ),
);
