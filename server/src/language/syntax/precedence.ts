/** Operator precedence, for the parser and for printing formulas. */

import { operators } from '../../engine/operators/table.ts';

/** From loosest to tightest. An operand that binds more loosely than its operator needs parentheses. */
export const Precedence = { loose: 0, comparison: 1, sum: 2, product: 3, negation: 4, power: 5, atom: 6 } as const;

/** The precedence of the left-associative infix operators: all except `^`. */
export const infixPrecedence: Readonly<Record<string, number>> = Object.fromEntries(
  operators.flatMap(({ symbol }) =>
    symbol?.kind === 'infix' && symbol.precedence !== 'power' ? [[symbol.text, Precedence[symbol.precedence]]] : [],
  ),
);
