/** The domains of operators that are not finite everywhere. */

export interface Domain {
  readonly text: string;
  /** The domain as a predicate. */
  readonly contains: (...operands: readonly number[]) => boolean;
}

const unitInterval: Domain = { text: '−1 ≤ x ≤ 1', contains: (x = 0) => Math.abs(x) <= 1 };
const expDomain: Domain = { text: 'x < 709.7', contains: (x = 0) => x < 709.7 };
const hyperbolicDomain: Domain = { text: '−710.4 < x < 710.4', contains: (x = 0) => Math.abs(x) < 710.4 };

/** By operator name. The exponential of a number above about 709.78 overflows a float64. */
export const domains: Readonly<Record<string, Domain>> = {
  divide: { text: 'b ≠ 0', contains: (_, b) => b !== 0 },
  power: {
    text: 'a > 0; a = 0 and b ≥ 0; a < 0 and b whole',
    contains: (a = 0, b = 0) => a > 0 || (a === 0 ? b >= 0 : Number.isInteger(b)),
  },
  log: { text: 'x > 0', contains: (x = 0) => x > 0 },
  log1p: { text: 'x > −1', contains: (x = 0) => x > -1 },
  sqrt: { text: 'x ≥ 0', contains: (x = 0) => x >= 0 },
  asin: unitInterval,
  acos: unitInterval,
  exp: expDomain,
  expm1: expDomain,
  sinh: hyperbolicDomain,
  cosh: hyperbolicDomain,
  bce: {
    text: 'both from 0 to 1',
    contains: (...operands) => operands.every((operand) => operand >= 0 && operand <= 1),
  },
  kl_div: { text: 'p ≥ 0', contains: (_, p = 0) => p >= 0 },
};
