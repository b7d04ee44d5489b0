/** Where operators have a finite value, of those that don't have one everywhere. */

export interface Domain {
  readonly text: string;
  /** The same of numbers. */
  readonly holds: (...operands: readonly number[]) => boolean;
}

const fromMinusOneToOne: Domain = { text: '−1 ≤ x ≤ 1', holds: (x = 0) => Math.abs(x) <= 1 };
const belowOverflow: Domain = { text: 'x < 709.7', holds: (x = 0) => x < 709.7 };
const betweenOverflows: Domain = { text: '−710.4 < x < 710.4', holds: (x = 0) => Math.abs(x) < 710.4 };

/** By the names of the operators. Beyond 710 an exponential is larger than a float64 can hold. */
export const domains: Readonly<Record<string, Domain>> = {
  divide: { text: 'b ≠ 0', holds: (_, b) => b !== 0 },
  power: {
    text: 'a > 0; a = 0 and b ≥ 0; a < 0 and b whole',
    holds: (a = 0, b = 0) => a > 0 || (a === 0 ? b >= 0 : Number.isInteger(b)),
  },
  log: { text: 'x > 0', holds: (x = 0) => x > 0 },
  log1p: { text: 'x > −1', holds: (x = 0) => x > -1 },
  sqrt: { text: 'x ≥ 0', holds: (x = 0) => x >= 0 },
  asin: fromMinusOneToOne,
  acos: fromMinusOneToOne,
  exp: belowOverflow,
  expm1: belowOverflow,
  sinh: betweenOverflows,
  cosh: betweenOverflows,
  bce: { text: 'both from 0 to 1', holds: (...operands) => operands.every((operand) => operand >= 0 && operand <= 1) },
  kl_div: { text: 'p ≥ 0', holds: (_, p = 0) => p >= 0 },
};
