/** Functions that take one lane after another, in 64 bits: those of the host, whose bits are JavaScript's. */

import { acos, asin, atan, cos, cosh, sin, sinh, tan } from '../../elementwiseOpcodes';
import { acos64, asin64, atan64, cos64, cosh64, pow64, sin64, sinh64, tan64 } from '../host';

export function callEachLane<T>(opcode: i32, x: v128): v128 {
  if (sizeof<T>() == 8) {
    const first = f64x2.splat(callHost64(opcode, f64x2.extract_lane(x, 0)));
    return f64x2.replace_lane(first, 1, callHost64(opcode, f64x2.extract_lane(x, 1)));
  }
  let lanes = f32x4.splat(callHost64(opcode, f32x4.extract_lane(x, 0)) as f32);
  lanes = f32x4.replace_lane(lanes, 1, callHost64(opcode, f32x4.extract_lane(x, 1)) as f32);
  lanes = f32x4.replace_lane(lanes, 2, callHost64(opcode, f32x4.extract_lane(x, 2)) as f32);
  return f32x4.replace_lane(lanes, 3, callHost64(opcode, f32x4.extract_lane(x, 3)) as f32);
}

/** A power in every lane. */
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

/** As in `kernels/power.ts`. */
function power64(base: f64, exponent: f64): f64 {
  if (exponent == 2) return base * base;
  if (exponent == 3) return base * base * base;
  if (exponent == -1) return 1 / base;
  if (exponent == 0.5) return base == -Infinity ? Infinity : sqrt(base + 0);
  if (base == 1 || (base == -1 && abs(exponent) == Infinity)) return 1;
  return pow64(base, exponent);
}

function callHost64(opcode: i32, x: f64): f64 {
  switch (opcode) {
    case sin:
      return sin64(x);
    case cos:
      return cos64(x);
    case tan:
      return tan64(x);
    case asin:
      return asin64(x);
    case acos:
      return acos64(x);
    case atan:
      return atan64(x);
    case sinh:
      return sinh64(x);
    case cosh:
      return cosh64(x);
    default:
      return unreachable();
  }
}
