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
  const lr = number<T>(numbers, 0);
  const momentum = number<T>(numbers, 1);
  const decay = number<T>(numbers, 3);
  const hasMomentum = load<f64>(numbers, 8) != 0;
  const isNesterov = load<f64>(numbers, 16) != 0;
  const decays = load<f64>(numbers, 24) != 0;
  const bytes = bytesOf<T>(at);
  let lost = i64x2.splat(0);
  const inVectors = bytes & ~15;
  for (let i: usize = 0; i < inVectors; i += 16) {
    const lanes = sgdAt<T>(
      true,
      value + i,
      gradient + i,
      velocity + i,
      lr,
      momentum,
      decay,
      hasMomentum,
      isNesterov,
      decays,
    );
    lost = v128.or(lost, lanes);
  }
  for (let i = inVectors; i < bytes; i += sizeof<T>()) {
    const lanes = sgdAt<T>(
      false,
      value + i,
      gradient + i,
      velocity + i,
      lr,
      momentum,
      decay,
      hasMomentum,
      isNesterov,
      decays,
    );
    lost = v128.or(lost, lanes);
  }
  report(at, lost);
}

@inline
function sgdAt<T>(
  isWhole: bool,
  value: usize,
  gradient: usize,
  velocity: usize,
  lr: v128,
  momentum: v128,
  decay: v128,
  hasMomentum: bool,
  isNesterov: bool,
  decays: bool,
): v128 {
  const before = read<T>(isWhole, value);
  let direction = withDecay<T>(decays, decay, read<T>(isWhole, gradient), before);
  if (hasMomentum) {
    const kept = v128.add<T>(v128.mul<T>(momentum, read<T>(isWhole, velocity)), direction);
    write<T>(isWhole, velocity, kept);
    direction = isNesterov ? v128.add<T>(direction, v128.mul<T>(momentum, kept)) : kept;
  }
  const after = v128.sub<T>(before, v128.mul<T>(lr, direction));
  write<T>(isWhole, value, after);
  write<T>(isWhole, gradient, before);
  return notFinite<T>(after);
}

/** Numbers: rate, correction, eps, beta1, 1 − beta1, beta2, 1 − beta2, weight decay, and what is kept of the value. */
export function adam<T>(at: usize): void {
  const value = <usize>load<u32>(at, 12);
  const gradient = <usize>load<u32>(at, 16);
  const mean = <usize>load<u32>(at, 20);
  const square = <usize>load<u32>(at, 24);
  const numbers = <usize>load<u32>(at, 28);
  const rate = number<T>(numbers, 0);
  const correction = number<T>(numbers, 1);
  const eps = number<T>(numbers, 2);
  const beta1 = number<T>(numbers, 3);
  const rest1 = number<T>(numbers, 4);
  const beta2 = number<T>(numbers, 5);
  const rest2 = number<T>(numbers, 6);
  const decay = number<T>(numbers, 7);
  const kept = number<T>(numbers, 8);
  const decays = load<f64>(numbers, 56) != 0;
  const bytes = bytesOf<T>(at);
  let lost = i64x2.splat(0);
  const inVectors = bytes & ~15;
  for (let i: usize = 0; i < inVectors; i += 16) {
    const lanes = adamAt<T>(
      true,
      value + i,
      gradient + i,
      mean + i,
      square + i,
      rate,
      correction,
      eps,
      beta1,
      rest1,
      beta2,
      rest2,
      decay,
      kept,
      decays,
    );
    lost = v128.or(lost, lanes);
  }
  for (let i = inVectors; i < bytes; i += sizeof<T>()) {
    const lanes = adamAt<T>(
      false,
      value + i,
      gradient + i,
      mean + i,
      square + i,
      rate,
      correction,
      eps,
      beta1,
      rest1,
      beta2,
      rest2,
      decay,
      kept,
      decays,
    );
    lost = v128.or(lost, lanes);
  }
  report(at, lost);
}

@inline
function adamAt<T>(
  isWhole: bool,
  value: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  rate: v128,
  correction: v128,
  eps: v128,
  beta1: v128,
  rest1: v128,
  beta2: v128,
  rest2: v128,
  decay: v128,
  kept: v128,
  decays: bool,
): v128 {
  const before = read<T>(isWhole, value);
  const slope = withDecay<T>(decays, decay, read<T>(isWhole, gradient), before);
  const first = v128.add<T>(v128.mul<T>(beta1, read<T>(isWhole, mean)), v128.mul<T>(rest1, slope));
  const second = v128.add<T>(
    v128.mul<T>(beta2, read<T>(isWhole, square)),
    v128.mul<T>(v128.mul<T>(rest2, slope), slope),
  );
  const root = v128.add<T>(v128.div<T>(v128.sqrt<T>(second), correction), eps);
  const after = v128.sub<T>(v128.mul<T>(kept, before), v128.div<T>(v128.mul<T>(rate, first), root));
  write<T>(isWhole, mean, first);
  write<T>(isWhole, square, second);
  write<T>(isWhole, value, after);
  write<T>(isWhole, gradient, before);
  return notFinite<T>(after);
}

/** Numbers: lr, alpha, 1 − alpha, eps, momentum, weight decay. */
export function rmsprop<T>(at: usize): void {
  const value = <usize>load<u32>(at, 12);
  const gradient = <usize>load<u32>(at, 16);
  const square = <usize>load<u32>(at, 20);
  const velocity = <usize>load<u32>(at, 24);
  const numbers = <usize>load<u32>(at, 28);
  const lr = number<T>(numbers, 0);
  const alpha = number<T>(numbers, 1);
  const rest = number<T>(numbers, 2);
  const eps = number<T>(numbers, 3);
  const momentum = number<T>(numbers, 4);
  const decay = number<T>(numbers, 5);
  const hasMomentum = load<f64>(numbers, 32) != 0;
  const decays = load<f64>(numbers, 40) != 0;
  const bytes = bytesOf<T>(at);
  let lost = i64x2.splat(0);
  const inVectors = bytes & ~15;
  for (let i: usize = 0; i < inVectors; i += 16) {
    const lanes = rmspropAt<T>(
      true,
      value + i,
      gradient + i,
      square + i,
      velocity + i,
      lr,
      alpha,
      rest,
      eps,
      momentum,
      decay,
      hasMomentum,
      decays,
    );
    lost = v128.or(lost, lanes);
  }
  for (let i = inVectors; i < bytes; i += sizeof<T>()) {
    const lanes = rmspropAt<T>(
      false,
      value + i,
      gradient + i,
      square + i,
      velocity + i,
      lr,
      alpha,
      rest,
      eps,
      momentum,
      decay,
      hasMomentum,
      decays,
    );
    lost = v128.or(lost, lanes);
  }
  report(at, lost);
}

@inline
function rmspropAt<T>(
  isWhole: bool,
  value: usize,
  gradient: usize,
  square: usize,
  velocity: usize,
  lr: v128,
  alpha: v128,
  rest: v128,
  eps: v128,
  momentum: v128,
  decay: v128,
  hasMomentum: bool,
  decays: bool,
): v128 {
  const before = read<T>(isWhole, value);
  const slope = withDecay<T>(decays, decay, read<T>(isWhole, gradient), before);
  const second = v128.add<T>(
    v128.mul<T>(alpha, read<T>(isWhole, square)),
    v128.mul<T>(v128.mul<T>(rest, slope), slope),
  );
  write<T>(isWhole, square, second);
  let direction = v128.div<T>(slope, v128.add<T>(v128.sqrt<T>(second), eps));
  if (hasMomentum) {
    direction = v128.add<T>(v128.mul<T>(momentum, read<T>(isWhole, velocity)), direction);
    write<T>(isWhole, velocity, direction);
  }
  const after = v128.sub<T>(before, v128.mul<T>(lr, direction));
  write<T>(isWhole, value, after);
  write<T>(isWhole, gradient, before);
  return notFinite<T>(after);
}

@inline
function bytesOf<T>(at: usize): usize {
  return <usize>load<u32>(at, 8) * sizeof<T>();
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

@inline
function number<T>(numbers: usize, place: i32): v128 {
  return v128.splat<T>(<T>load<f64>(numbers + (<usize>place << 3)));
}

/** Without a decay, an infinite value adds nothing to the gradient. */
@inline
function withDecay<T>(decays: bool, decay: v128, gradient: v128, value: v128): v128 {
  return decays ? v128.add<T>(gradient, v128.mul<T>(decay, value)) : gradient;
}

/** The lanes that are NaN or infinite: of these alone the difference from itself is not 0. */
@inline
function notFinite<T>(value: v128): v128 {
  const rest = v128.sub<T>(value, value);
  return v128.ne<T>(rest, rest);
}

function report(at: usize, lost: v128): void {
  if (v128.any_true(lost)) store<i32>(load<u32>(at, 32), 1);
}
