/**
 * Powers as in IEEE 754: unlike JavaScript's, 1 to any power is 1. The most frequent exponents are
 * products, a quotient and a root, which are quicker and rounded better. `assembly/math/power.ts` does the same.
 */
export function power(base: number, exponent: number): number {
  switch (exponent) {
    case 2:
      return base * base;
    case 3:
      return base * base * base;
    case -1:
      return 1 / base;
    case 0.5:
      // A root is −0 of −0 and NaN of −∞, where the power is 0 and ∞.
      return base === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.sqrt(base + 0);
  }
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}
