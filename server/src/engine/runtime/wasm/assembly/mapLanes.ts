/** Applies a function of two float64 numbers to every lane of two vectors. */

export function mapLanes<T>(x: v128, y: v128, f: (x: f64, y: f64) => f64): v128 {
  if (sizeof<T>() == 8) {
    const first = f64x2.splat(f(f64x2.extract_lane(x, 0), f64x2.extract_lane(y, 0)));
    return f64x2.replace_lane(first, 1, f(f64x2.extract_lane(x, 1), f64x2.extract_lane(y, 1)));
  }
  let lanes = f32x4.splat(f(f32x4.extract_lane(x, 0), f32x4.extract_lane(y, 0)) as f32);
  lanes = f32x4.replace_lane(lanes, 1, f(f32x4.extract_lane(x, 1), f32x4.extract_lane(y, 1)) as f32);
  lanes = f32x4.replace_lane(lanes, 2, f(f32x4.extract_lane(x, 2), f32x4.extract_lane(y, 2)) as f32);
  return f32x4.replace_lane(lanes, 3, f(f32x4.extract_lane(x, 3), f32x4.extract_lane(y, 3)) as f32);
}
