/** Powers in every lane, as in `math/power.ts`. */

import { pow64 } from '../host';

export function power<T>(x: v128, y: v128): v128 {
  if (sizeof<T>() == 8) {
    const first = f64x2.splat(power64(f64x2.extract_lane(x, 0), f64x2.extract_lane(y, 0)));
    return f64x2.replace_lane(first, 1, power64(f64x2.extract_lane(x, 1), f64x2.extract_lane(y, 1)));
  }
  let lanes = f32x4.splat(power64(f32x4.extract_lane(x, 0), f32x4.extract_lane(y, 0)) as f32);
  lanes = f32x4.replace_lane(lanes, 1, power64(f32x4.extract_lane(x, 1), f32x4.extract_lane(y, 1)) as f32);
  lanes = f32x4.replace_lane(lanes, 2, power64(f32x4.extract_lane(x, 2), f32x4.extract_lane(y, 2)) as f32);
  return f32x4.replace_lane(lanes, 3, power64(f32x4.extract_lane(x, 3), f32x4.extract_lane(y, 3)) as f32);
}

function power64(base: f64, exponent: f64): f64 {
  if (exponent == 2) return base * base;
  if (exponent == 3) return base * base * base;
  if (exponent == -1) return 1 / base;
  if (exponent == 0.5) return base == -Infinity ? Infinity : sqrt(base + 0);
  if (base == 1 || (base == -1 && abs(exponent) == Infinity)) return 1;
  return pow64(base, exponent);
}
