/**
 * Division with a whole quotient, rounded down, as `%` and `//` in Python. The remainder is exact up to its last rounding.
 * `assembly/math/remainder.ts` does the same.
 */

/** The remainder, with the sign of the divisor. */
export function remainder(dividend: number, divisor: number): number {
  const truncated = dividend % divisor;
  if (truncated === 0) return divisor < 0 ? -0 : 0;
  return truncated < 0 === divisor < 0 ? truncated : truncated + divisor;
}

/** The quotient, rounded down: unlike ⌊dividend / divisor⌋, also right where the division would round up to a whole number. */
export function floorDivide(dividend: number, divisor: number): number {
  if (divisor === 0) return dividend / divisor;
  const truncated = dividend % divisor;
  const quotient = (dividend - truncated) / divisor;
  const isBelow = truncated !== 0 && truncated < 0 !== divisor < 0;
  return nearestWhole(isBelow ? quotient - 1 : quotient, dividend / divisor);
}

/** Removes the rounding error of a quotient; a quotient of 0 has the sign of the exact one. */
function nearestWhole(quotient: number, exact: number): number {
  if (quotient === 0) return exact * 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
