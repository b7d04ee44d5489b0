/**
 * The steps of the optimizers, as `optimize.ts` says. What the value was is left where the gradient was, so that a step can be
 * taken back.
 *
 * The arguments are the number of elements; where the value, the gradient and both memories of the optimizer are; where its
 * numbers are, of 64 bits each; and a word that becomes 1 where an element of the value is not finite any more.
 */

/** Numbers: lr, momentum, nesterov, weight decay. */
export function sgd<T>(at: usize): void {
  const value = <usize>load<u32>(at, 12);
  const gradient = <usize>load<u32>(at, 16);
  const velocity = <usize>load<u32>(at, 20);
  const numbers = <usize>load<u32>(at, 28);
  const bytes = <usize>load<u32>(at, 8) * sizeof<T>();
  const inVectors = bytes & ~15;
  let lost = i64x2.splat(0);
  for (let i: usize = 0; i < inVectors; i += 16) {
    lost = v128.or(lost, sgdStep<T>(true, value + i, gradient + i, velocity + i, numbers));
  }
  for (let i = inVectors; i < bytes; i += sizeof<T>()) {
    lost = v128.or(lost, sgdStep<T>(false, value + i, gradient + i, velocity + i, numbers));
  }
  report(at, lost);
}

@inline
function sgdStep<T>(isWhole: bool, value: usize, gradient: usize, velocity: usize, numbers: usize): v128 {
  const before = read<T>(isWhole, value);
  let direction = withDecay<T>(read<T>(isWhole, gradient), before, numbers + 24);
  if (load<f64>(numbers, 8) != 0) {
    const momentum = number<T>(numbers + 8);
    const kept = v128.add<T>(v128.mul<T>(momentum, read<T>(isWhole, velocity)), direction);
    write<T>(isWhole, velocity, kept);
    direction = load<f64>(numbers, 16) == 0 ? kept : v128.add<T>(direction, v128.mul<T>(momentum, kept));
  }
  return moved<T>(isWhole, value, gradient, before, v128.sub<T>(before, v128.mul<T>(number<T>(numbers), direction)));
}

/** Numbers: rate, correction, eps, beta1, 1 − beta1, beta2, 1 − beta2, weight decay, and what is kept of the value. */
export function adam<T>(at: usize): void {
  const value = <usize>load<u32>(at, 12);
  const gradient = <usize>load<u32>(at, 16);
  const mean = <usize>load<u32>(at, 20);
  const square = <usize>load<u32>(at, 24);
  const numbers = <usize>load<u32>(at, 28);
  const bytes = <usize>load<u32>(at, 8) * sizeof<T>();
  const inVectors = bytes & ~15;
  let lost = i64x2.splat(0);
  for (let i: usize = 0; i < inVectors; i += 16) {
    lost = v128.or(lost, adamStep<T>(true, value + i, gradient + i, mean + i, square + i, numbers));
  }
  for (let i = inVectors; i < bytes; i += sizeof<T>()) {
    lost = v128.or(lost, adamStep<T>(false, value + i, gradient + i, mean + i, square + i, numbers));
  }
  report(at, lost);
}

@inline
function adamStep<T>(
  isWhole: bool,
  value: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  numbers: usize,
): v128 {
  const before = read<T>(isWhole, value);
  const slope = withDecay<T>(read<T>(isWhole, gradient), before, numbers + 56);
  const first = v128.add<T>(
    v128.mul<T>(number<T>(numbers + 24), read<T>(isWhole, mean)),
    v128.mul<T>(number<T>(numbers + 32), slope),
  );
  const second = v128.add<T>(
    v128.mul<T>(number<T>(numbers + 40), read<T>(isWhole, square)),
    v128.mul<T>(v128.mul<T>(number<T>(numbers + 48), slope), slope),
  );
  write<T>(isWhole, mean, first);
  write<T>(isWhole, square, second);
  const root = v128.add<T>(v128.div<T>(v128.sqrt<T>(second), number<T>(numbers + 8)), number<T>(numbers + 16));
  const move = v128.div<T>(v128.mul<T>(number<T>(numbers), first), root);
  return moved<T>(
    isWhole,
    value,
    gradient,
    before,
    v128.sub<T>(v128.mul<T>(number<T>(numbers + 64), before), move),
  );
}

/** Numbers: lr, alpha, 1 − alpha, eps, momentum, weight decay. */
export function rmsprop<T>(at: usize): void {
  const value = <usize>load<u32>(at, 12);
  const gradient = <usize>load<u32>(at, 16);
  const square = <usize>load<u32>(at, 20);
  const velocity = <usize>load<u32>(at, 24);
  const numbers = <usize>load<u32>(at, 28);
  const bytes = <usize>load<u32>(at, 8) * sizeof<T>();
  const inVectors = bytes & ~15;
  let lost = i64x2.splat(0);
  for (let i: usize = 0; i < inVectors; i += 16) {
    lost = v128.or(lost, rmspropStep<T>(true, value + i, gradient + i, square + i, velocity + i, numbers));
  }
  for (let i = inVectors; i < bytes; i += sizeof<T>()) {
    lost = v128.or(lost, rmspropStep<T>(false, value + i, gradient + i, square + i, velocity + i, numbers));
  }
  report(at, lost);
}

@inline
function rmspropStep<T>(
  isWhole: bool,
  value: usize,
  gradient: usize,
  square: usize,
  velocity: usize,
  numbers: usize,
): v128 {
  const before = read<T>(isWhole, value);
  const slope = withDecay<T>(read<T>(isWhole, gradient), before, numbers + 40);
  const second = v128.add<T>(
    v128.mul<T>(number<T>(numbers + 8), read<T>(isWhole, square)),
    v128.mul<T>(v128.mul<T>(number<T>(numbers + 16), slope), slope),
  );
  write<T>(isWhole, square, second);
  let direction = v128.div<T>(slope, v128.add<T>(v128.sqrt<T>(second), number<T>(numbers + 24)));
  if (load<f64>(numbers, 32) != 0) {
    direction = v128.add<T>(v128.mul<T>(number<T>(numbers + 32), read<T>(isWhole, velocity)), direction);
    write<T>(isWhole, velocity, direction);
  }
  return moved<T>(isWhole, value, gradient, before, v128.sub<T>(before, v128.mul<T>(number<T>(numbers), direction)));
}

/** Without a decay, an infinite value adds nothing to the gradient. */
@inline
function withDecay<T>(gradient: v128, value: v128, decay: usize): v128 {
  return load<f64>(decay) == 0 ? gradient : v128.add<T>(gradient, v128.mul<T>(number<T>(decay), value));
}

/** Writes the value, and in the gradient's place what it was. @returns lanes that are not 0 where it is not finite. */
@inline
function moved<T>(isWhole: bool, value: usize, gradient: usize, before: v128, after: v128): v128 {
  write<T>(isWhole, value, after);
  write<T>(isWhole, gradient, before);
  const rest = v128.sub<T>(after, after);
  return v128.ne<T>(rest, rest);
}

@inline
function number<T>(at: usize): v128 {
  return v128.splat<T>(<T>load<f64>(at));
}

@inline
function read<T>(isWhole: bool, at: usize): v128 {
  return isWhole ? v128.load(at) : v128.splat<T>(load<T>(at));
}

@inline
function write<T>(isWhole: bool, at: usize, value: v128): void {
  if (isWhole) v128.store(at, value);
  else store<T>(at, v128.extract_lane<T>(value, 0));
}

function report(at: usize, lost: v128): void {
  if (v128.any_true(lost)) store<i32>(load<u32>(at, 32), 1);
}
