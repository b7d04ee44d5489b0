/**
 * Parts of the optimizer updates, which follow `training/optimizers.ts`. The previous value is stored over the gradient,
 * so that a step can be reverted.
 *
 * Arguments: the element count; the addresses of the value, the gradient and the optimizer's two state buffers; the
 * address of the numbers of `optimizerArgs.ts`, 64 bits each; and the address of a flag that becomes 1 if an element of
 * the value is no longer finite.
 *
 * Two vectors are updated together and stored next to each other, so that V8 pairs them. Operands that only a condition
 * needs are loaded inside it: otherwise each vector would be selected separately and not be paired.
 */

@inline
export function byteLengthOf<T>(at: usize): usize {
  return <usize>load<u32>(at, 8) * sizeof<T>();
}

/** The first vector of a pair; for a remaining element, that element in every lane. */
@inline
export function first<T>(isPair: bool, at: usize): v128 {
  return isPair ? v128.load(at) : v128.splat<T>(load<T>(at));
}

@inline
export function second<T>(isPair: bool, at: usize): v128 {
  return isPair ? v128.load(at, 16) : v128.splat<T>(load<T>(at));
}

@inline
export function write<T>(isPair: bool, at: usize, first: v128, second: v128): void {
  if (isPair) {
    v128.store(at, first);
    v128.store(at, second, 16);
  } else store<T>(at, v128.extract_lane<T>(first, 0));
}

/** An argument of the step, in every lane. */
@inline
export function argument<T>(args: usize, index: i32): v128 {
  return v128.splat<T>(<T>load<f64>(args + (<usize>index << 3)));
}

@inline
export function isSet(args: usize, index: i32): bool {
  return load<f64>(args + (<usize>index << 3)) != 0;
}

/** Updates a running mean of squares. */
@inline
export function updateMeanSquare<T>(decay: v128, mean: v128, oneMinusDecay: v128, gradient: v128): v128 {
  return v128.add<T>(v128.mul<T>(decay, mean), v128.mul<T>(v128.mul<T>(oneMinusDecay, gradient), gradient));
}

/** 0 where both are finite, else NaN: the difference of NaN or infinity from itself is NaN. */
@inline
export function zeroIfFinite<T>(first: v128, second: v128): v128 {
  return v128.add<T>(v128.sub<T>(first, first), v128.sub<T>(second, second));
}

export function reportNonFinite<T>(at: usize, nonFinite: v128): void {
  if (v128.any_true(v128.ne<T>(nonFinite, nonFinite))) store<i32>(load<u32>(at, 32), 1);
}
