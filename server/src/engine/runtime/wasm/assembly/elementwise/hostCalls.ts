/** Functions of JavaScript's `Math`, called for one lane after another in 64 bits, so that they have JavaScript's bits. */

import { callHost } from '../generated/hostFunctions';

/** @param index the number of the function in `generated/hostFunctions.ts`. */
export function callEachLane<T>(index: i32, x: v128): v128 {
  if (sizeof<T>() == 8) {
    const first = f64x2.splat(callHost(index, f64x2.extract_lane(x, 0)));
    return f64x2.replace_lane(first, 1, callHost(index, f64x2.extract_lane(x, 1)));
  }
  let lanes = f32x4.splat(callHost(index, f32x4.extract_lane(x, 0)) as f32);
  lanes = f32x4.replace_lane(lanes, 1, callHost(index, f32x4.extract_lane(x, 1)) as f32);
  lanes = f32x4.replace_lane(lanes, 2, callHost(index, f32x4.extract_lane(x, 2)) as f32);
  return f32x4.replace_lane(lanes, 3, callHost(index, f32x4.extract_lane(x, 3)) as f32);
}
