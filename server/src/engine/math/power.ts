/**
 * base^exponent as in IEEE 754: unlike in JavaScript, 1 to any power is 1. Frequent exponents are computed as products, a
 * quotient or a root, which is faster and rounds better. `assembly/math/power.ts` does the same.
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
      // sqrt(−0) is −0 and sqrt(−∞) is NaN, but the powers are 0 and ∞.
      return base === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.sqrt(base + 0);
  }
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}
