/** How tightly what is written holds together: the parser climbs by it, and whoever writes formulas sets brackets by it. */

/** From loosest to tightest; what is loose needs brackets inside of anything. */
export const bindings = { loose: 0, comparison: 1, sum: 2, product: 3, minus: 4, power: 5, atom: 6 } as const;

/** Of the operators between two operands that bind to the left: of all but `^`. */
export const infixBindings: Readonly<Record<string, number>> = {
  '<': bindings.comparison,
  '<=': bindings.comparison,
  '>': bindings.comparison,
  '>=': bindings.comparison,
  '==': bindings.comparison,
  '!=': bindings.comparison,
  '+': bindings.sum,
  '-': bindings.sum,
  '*': bindings.product,
  '/': bindings.product,
  '@': bindings.product,
};
