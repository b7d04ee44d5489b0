/**
 * Optimizer updates, as in `training/optimizers.ts`. The previous value is stored over the gradient, so that a step can
 * be reverted.
 *
 * Arguments: the element count; the addresses of the value, the gradient and the optimizer's two memories; the address
 * of its hyperparameters, 64 bits each; and the address of a flag that becomes 1 if an element of the value is no
 * longer finite.
 *
 * Two vectors are updated together and stored next to each other, so that V8 pairs them. Operands that only a condition
 * needs are loaded inside it: otherwise each vector would be selected separately and not be paired.
 */

/** Hyperparameters: lr, momentum, nesterov, weight decay. */
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
  const hasDecay = load<f64>(numbers, 24) != 0;
  const bytes = byteLengthOf<T>(at);
  let nonFinite = v128.splat<T>(0);
  const pairedBytes = bytes & ~31;
  for (let i: usize = 0; i < pairedBytes; i += 32) {
    const zeros = sgdStep<T>(
      true,
      value + i,
      gradient + i,
      velocity + i,
      lr,
      momentum,
      decay,
      hasMomentum,
      isNesterov,
      hasDecay,
    );
    nonFinite = v128.add<T>(nonFinite, zeros);
  }
  for (let i = pairedBytes; i < bytes; i += sizeof<T>()) {
    const zeros = sgdStep<T>(
      false,
      value + i,
      gradient + i,
      velocity + i,
      lr,
      momentum,
      decay,
      hasMomentum,
      isNesterov,
      hasDecay,
    );
    nonFinite = v128.add<T>(nonFinite, zeros);
  }
  reportNonFinite<T>(at, nonFinite);
}

@inline
function sgdStep<T>(
  isPair: bool,
  value: usize,
  gradient: usize,
  velocity: usize,
  lr: v128,
  momentum: v128,
  decay: v128,
  hasMomentum: bool,
  isNesterov: bool,
  hasDecay: bool,
): v128 {
  const previous0 = first<T>(isPair, value);
  const previous1 = second<T>(isPair, value);
  let direction0 = first<T>(isPair, gradient);
  let direction1 = second<T>(isPair, gradient);
  if (hasDecay) {
    direction0 = v128.add<T>(direction0, v128.mul<T>(decay, first<T>(isPair, value)));
    direction1 = v128.add<T>(direction1, v128.mul<T>(decay, second<T>(isPair, value)));
  }
  if (hasMomentum) {
    const velocity0 = v128.add<T>(v128.mul<T>(momentum, first<T>(isPair, velocity)), direction0);
    const velocity1 = v128.add<T>(v128.mul<T>(momentum, second<T>(isPair, velocity)), direction1);
    write<T>(isPair, velocity, velocity0, velocity1);
    if (isNesterov) {
      direction0 = v128.add<T>(direction0, v128.mul<T>(momentum, first<T>(isPair, velocity)));
      direction1 = v128.add<T>(direction1, v128.mul<T>(momentum, second<T>(isPair, velocity)));
    } else {
      direction0 = velocity0;
      direction1 = velocity1;
    }
  }
  const next0 = v128.sub<T>(previous0, v128.mul<T>(lr, direction0));
  const next1 = v128.sub<T>(previous1, v128.mul<T>(lr, direction1));
  write<T>(isPair, value, next0, next1);
  write<T>(isPair, gradient, previous0, previous1);
  return zeroIfFinite<T>(next0, next1);
}

/**
 * Hyperparameters: rate, correction, eps, beta1, 1 − beta1, beta2, 1 − beta2, weight decay, scale of the previous
 * value.
 */
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
  const oneMinusBeta1 = number<T>(numbers, 4);
  const beta2 = number<T>(numbers, 5);
  const oneMinusBeta2 = number<T>(numbers, 6);
  const decay = number<T>(numbers, 7);
  const kept = number<T>(numbers, 8);
  const hasDecay = load<f64>(numbers, 56) != 0;
  const bytes = byteLengthOf<T>(at);
  let nonFinite = v128.splat<T>(0);
  const pairedBytes = bytes & ~31;
  for (let i: usize = 0; i < pairedBytes; i += 32) {
    const zeros = adamStep<T>(
      true,
      value + i,
      gradient + i,
      mean + i,
      square + i,
      rate,
      correction,
      eps,
      beta1,
      oneMinusBeta1,
      beta2,
      oneMinusBeta2,
      decay,
      kept,
      hasDecay,
    );
    nonFinite = v128.add<T>(nonFinite, zeros);
  }
  for (let i = pairedBytes; i < bytes; i += sizeof<T>()) {
    const zeros = adamStep<T>(
      false,
      value + i,
      gradient + i,
      mean + i,
      square + i,
      rate,
      correction,
      eps,
      beta1,
      oneMinusBeta1,
      beta2,
      oneMinusBeta2,
      decay,
      kept,
      hasDecay,
    );
    nonFinite = v128.add<T>(nonFinite, zeros);
  }
  reportNonFinite<T>(at, nonFinite);
}

@inline
function adamStep<T>(
  isPair: bool,
  value: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  rate: v128,
  correction: v128,
  eps: v128,
  beta1: v128,
  oneMinusBeta1: v128,
  beta2: v128,
  oneMinusBeta2: v128,
  decay: v128,
  kept: v128,
  hasDecay: bool,
): v128 {
  const previous0 = first<T>(isPair, value);
  const previous1 = second<T>(isPair, value);
  let slope0 = first<T>(isPair, gradient);
  let slope1 = second<T>(isPair, gradient);
  if (hasDecay) {
    slope0 = v128.add<T>(slope0, v128.mul<T>(decay, first<T>(isPair, value)));
    slope1 = v128.add<T>(slope1, v128.mul<T>(decay, second<T>(isPair, value)));
  }
  const mean0 = v128.add<T>(v128.mul<T>(beta1, first<T>(isPair, mean)), v128.mul<T>(oneMinusBeta1, slope0));
  const mean1 = v128.add<T>(v128.mul<T>(beta1, second<T>(isPair, mean)), v128.mul<T>(oneMinusBeta1, slope1));
  const square0 = updateMeanSquare<T>(beta2, first<T>(isPair, square), oneMinusBeta2, slope0);
  const square1 = updateMeanSquare<T>(beta2, second<T>(isPair, square), oneMinusBeta2, slope1);
  const root0 = v128.add<T>(v128.div<T>(v128.sqrt<T>(square0), correction), eps);
  const root1 = v128.add<T>(v128.div<T>(v128.sqrt<T>(square1), correction), eps);
  const next0 = v128.sub<T>(v128.mul<T>(kept, previous0), v128.div<T>(v128.mul<T>(rate, mean0), root0));
  const next1 = v128.sub<T>(v128.mul<T>(kept, previous1), v128.div<T>(v128.mul<T>(rate, mean1), root1));
  write<T>(isPair, mean, mean0, mean1);
  write<T>(isPair, square, square0, square1);
  write<T>(isPair, value, next0, next1);
  write<T>(isPair, gradient, previous0, previous1);
  return zeroIfFinite<T>(next0, next1);
}

/** Hyperparameters: lr, alpha, 1 − alpha, eps, momentum, weight decay. */
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
  const hasDecay = load<f64>(numbers, 40) != 0;
  const bytes = byteLengthOf<T>(at);
  let nonFinite = v128.splat<T>(0);
  const pairedBytes = bytes & ~31;
  for (let i: usize = 0; i < pairedBytes; i += 32) {
    const zeros = rmspropStep<T>(
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
      hasDecay,
    );
    nonFinite = v128.add<T>(nonFinite, zeros);
  }
  for (let i = pairedBytes; i < bytes; i += sizeof<T>()) {
    const zeros = rmspropStep<T>(
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
      hasDecay,
    );
    nonFinite = v128.add<T>(nonFinite, zeros);
  }
  reportNonFinite<T>(at, nonFinite);
}

@inline
function rmspropStep<T>(
  isPair: bool,
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
  hasDecay: bool,
): v128 {
  const previous0 = first<T>(isPair, value);
  const previous1 = second<T>(isPair, value);
  let slope0 = first<T>(isPair, gradient);
  let slope1 = second<T>(isPair, gradient);
  if (hasDecay) {
    slope0 = v128.add<T>(slope0, v128.mul<T>(decay, first<T>(isPair, value)));
    slope1 = v128.add<T>(slope1, v128.mul<T>(decay, second<T>(isPair, value)));
  }
  const square0 = updateMeanSquare<T>(alpha, first<T>(isPair, square), rest, slope0);
  const square1 = updateMeanSquare<T>(alpha, second<T>(isPair, square), rest, slope1);
  write<T>(isPair, square, square0, square1);
  let direction0 = v128.div<T>(slope0, v128.add<T>(v128.sqrt<T>(square0), eps));
  let direction1 = v128.div<T>(slope1, v128.add<T>(v128.sqrt<T>(square1), eps));
  if (hasMomentum) {
    direction0 = v128.add<T>(v128.mul<T>(momentum, first<T>(isPair, velocity)), direction0);
    direction1 = v128.add<T>(v128.mul<T>(momentum, second<T>(isPair, velocity)), direction1);
    write<T>(isPair, velocity, direction0, direction1);
  }
  const next0 = v128.sub<T>(previous0, v128.mul<T>(lr, direction0));
  const next1 = v128.sub<T>(previous1, v128.mul<T>(lr, direction1));
  write<T>(isPair, value, next0, next1);
  write<T>(isPair, gradient, previous0, previous1);
  return zeroIfFinite<T>(next0, next1);
}

@inline
function byteLengthOf<T>(at: usize): usize {
  return <usize>load<u32>(at, 8) * sizeof<T>();
}

/** The first vector of a pair; for a remaining element, that element in every lane. */
@inline
function first<T>(isPair: bool, at: usize): v128 {
  return isPair ? v128.load(at) : v128.splat<T>(load<T>(at));
}

@inline
function second<T>(isPair: bool, at: usize): v128 {
  return isPair ? v128.load(at, 16) : v128.splat<T>(load<T>(at));
}

@inline
function write<T>(isPair: bool, at: usize, first: v128, second: v128): void {
  if (isPair) {
    v128.store(at, first);
    v128.store(at, second, 16);
  } else store<T>(at, v128.extract_lane<T>(first, 0));
}

@inline
function number<T>(numbers: usize, index: i32): v128 {
  return v128.splat<T>(<T>load<f64>(numbers + (<usize>index << 3)));
}

/** Updates a running mean of squares. */
@inline
function updateMeanSquare<T>(kept: v128, mean: v128, rest: v128, slope: v128): v128 {
  return v128.add<T>(v128.mul<T>(kept, mean), v128.mul<T>(v128.mul<T>(rest, slope), slope));
}

/** 0 where both are finite, else NaN: the difference of NaN or infinity from itself is NaN. */
@inline
function zeroIfFinite<T>(first: v128, second: v128): v128 {
  return v128.add<T>(v128.sub<T>(first, first), v128.sub<T>(second, second));
}

function reportNonFinite<T>(at: usize, nonFinite: v128): void {
  if (v128.any_true(v128.ne<T>(nonFinite, nonFinite))) store<i32>(load<u32>(at, 32), 1);
}
