/** Operator precedence, for the parser and for printing formulas with brackets where needed. */

import { operators } from '../../engine/operators/table.ts';

/** From loosest to tightest; an operand that binds more loosely than its operator needs brackets. */
export const Precedence = { loose: 0, comparison: 1, sum: 2, product: 3, negation: 4, power: 5, atom: 6 } as const;

/** The precedence of each infix operator that binds to the left: of all but `^`. */
export const infixPrecedence: Readonly<Record<string, number>> = Object.fromEntries(
  operators.flatMap(({ symbol }) =>
    symbol?.kind === 'infix' && symbol.precedence !== 'power' ? [[symbol.text, Precedence[symbol.precedence]]] : [],
  ),
);
