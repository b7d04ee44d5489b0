/** Remainders and whole quotients in every lane, as in `math/remainder.ts`. */

import { mapLanes } from '../mapLanes';

export function remainder<T>(x: v128, y: v128): v128 {
  return mapLanes<T>(x, y, remainder64);
}

export function floorDivide<T>(x: v128, y: v128): v128 {
  return mapLanes<T>(x, y, floorDivide64);
}

function remainder64(dividend: f64, divisor: f64): f64 {
  const truncated = dividend % divisor;
  if (truncated == 0) return divisor < 0 ? -0.0 : 0;
  return truncated < 0 == divisor < 0 ? truncated : truncated + divisor;
}

function floorDivide64(dividend: f64, divisor: f64): f64 {
  if (divisor == 0) return dividend / divisor;
  const truncated = dividend % divisor;
  const quotient = (dividend - truncated) / divisor;
  const isBelow = truncated != 0 && truncated < 0 != divisor < 0;
  return nearestWhole(isBelow ? quotient - 1 : quotient, dividend / divisor);
}

function nearestWhole(quotient: f64, exact: f64): f64 {
  if (quotient == 0) return exact * 0;
  const lower = floor(quotient);
  return quotient - lower > 0.5 ? lower + 1 : lower;
}
