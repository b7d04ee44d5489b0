/**
 * Vector primitives. Constants are loaded from memory, in two tables of doubles and floats: that is faster than
 * materializing them, and in 64 bits V8 pairs only vectors that are loaded.
 */

const sharedDoubles = memory.data<f64>([-0.0, 1]);
const sharedFloats = memory.data<f32>([-0.0, 1]);

/** A constant of a table, by its index, in every lane. */
@inline
export function constant<T>(doubles: usize, floats: usize, index: i32): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(doubles + index * 8) : v128.load32_splat(floats + index * 4);
}

@inline
export function negativeZero<T>(): v128 {
  return constant<T>(sharedDoubles, sharedFloats, 0);
}

@inline
export function one<T>(): v128 {
  return constant<T>(sharedDoubles, sharedFloats, 1);
}

/** a · b + c; fused in 32 bits if the build allows it, never in 64 bits, so that results are the same everywhere. */
@inline
export function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  if (isRelaxed && sizeof<T>() == 4) return f32x4.relaxed_madd(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** c − a · b, fused under the same conditions. */
@inline
export function subtractProduct<T>(a: v128, b: v128, c: v128): v128 {
  if (isRelaxed && sizeof<T>() == 4) return f32x4.relaxed_nmadd(a, b, c);
  return v128.sub<T>(c, v128.mul<T>(a, b));
}

/** Negates each lane by XOR: V8 compiles the negate instruction wrongly when it pairs vectors in 64 bits. */
@inline
export function negateLanes<T>(x: v128): v128 {
  return v128.xor(x, negativeZero<T>());
}

/** The sign bit of each lane, all other bits 0. */
@inline
export function signOf<T>(x: v128): v128 {
  return v128.and(x, negativeZero<T>());
}

/** The absolute value of each lane. V8 does not pair the instruction for it in 64 bits. */
@inline
export function magnitudeOf<T>(x: v128): v128 {
  return v128.andnot(x, negativeZero<T>());
}

/** True if a comparison holds in every lane. */
@inline
export function allTrue<T>(lanes: v128): bool {
  return sizeof<T>() == 8 ? i64x2.all_true(lanes) : i32x4.all_true(lanes);
}

/** The first two floats as doubles. */
@inline
export function promoteLow(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

@inline
export function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
}

/** Four doubles as floats. */
@inline
export function demote(first: v128, last: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(last), 0, 1, 4, 5);
}
