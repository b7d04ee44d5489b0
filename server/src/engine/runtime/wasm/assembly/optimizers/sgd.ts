/** Stochastic gradient descent, with momentum and weight decay. */

import { sgdDecay, sgdMomentum, sgdNesterov, sgdRate } from '../../optimizerArgs';
import { argument, byteLengthOf, first, isSet, reportNonFinite, second, write, zeroIfFinite } from './update';

export function sgd<T>(at: usize): void {
  const value = <usize>load<u32>(at, 12);
  const gradient = <usize>load<u32>(at, 16);
  const velocity = <usize>load<u32>(at, 20);
  const args = <usize>load<u32>(at, 28);
  const lr = argument<T>(args, sgdRate);
  const momentum = argument<T>(args, sgdMomentum);
  const decay = argument<T>(args, sgdDecay);
  const hasMomentum = isSet(args, sgdMomentum);
  const isNesterov = isSet(args, sgdNesterov);
  const hasDecay = isSet(args, sgdDecay);
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
