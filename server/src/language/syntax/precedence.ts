/** How tightly what is written holds together: the parser climbs by it, and whoever writes formulas sets brackets by it. */

/** From loosest to tightest; what is loose needs brackets inside of anything. */
export const Precedence = { loose: 0, comparison: 1, sum: 2, product: 3, negation: 4, power: 5, atom: 6 } as const;

/** Of the operators between two operands that bind to the left: of all but `^`. */
export const infixPrecedence: Readonly<Record<string, number>> = {
  '<': Precedence.comparison,
  '<=': Precedence.comparison,
  '>': Precedence.comparison,
  '>=': Precedence.comparison,
  '==': Precedence.comparison,
  '!=': Precedence.comparison,
  '+': Precedence.sum,
  '-': Precedence.sum,
  '*': Precedence.product,
  '/': Precedence.product,
  '@': Precedence.product,
};
