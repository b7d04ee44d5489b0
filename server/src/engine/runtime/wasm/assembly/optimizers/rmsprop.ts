/** RMSprop, with momentum and weight decay. */

import { rmspropAlpha, rmspropDecay, rmspropEps, rmspropMomentum, rmspropOneMinusAlpha, rmspropRate } from '../../optimizerArgs';
import { argument, byteLengthOf, first, isSet, reportNonFinite, second, updateMeanSquare, write, zeroIfFinite } from './update';

export function rmsprop<T>(at: usize): void {
  const value = <usize>load<u32>(at, 12);
  const gradient = <usize>load<u32>(at, 16);
  const square = <usize>load<u32>(at, 20);
  const velocity = <usize>load<u32>(at, 24);
  const args = <usize>load<u32>(at, 28);
  const lr = argument<T>(args, rmspropRate);
  const alpha = argument<T>(args, rmspropAlpha);
  const oneMinusAlpha = argument<T>(args, rmspropOneMinusAlpha);
  const eps = argument<T>(args, rmspropEps);
  const momentum = argument<T>(args, rmspropMomentum);
  const decay = argument<T>(args, rmspropDecay);
  const hasMomentum = isSet(args, rmspropMomentum);
  const hasDecay = isSet(args, rmspropDecay);
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
      oneMinusAlpha,
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
      oneMinusAlpha,
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
  oneMinusAlpha: v128,
  eps: v128,
  momentum: v128,
  decay: v128,
  hasMomentum: bool,
  hasDecay: bool,
): v128 {
  const previous0 = first<T>(isPair, value);
  const previous1 = second<T>(isPair, value);
  let decayed0 = first<T>(isPair, gradient);
  let decayed1 = second<T>(isPair, gradient);
  if (hasDecay) {
    decayed0 = v128.add<T>(decayed0, v128.mul<T>(decay, first<T>(isPair, value)));
    decayed1 = v128.add<T>(decayed1, v128.mul<T>(decay, second<T>(isPair, value)));
  }
  const square0 = updateMeanSquare<T>(alpha, first<T>(isPair, square), oneMinusAlpha, decayed0);
  const square1 = updateMeanSquare<T>(alpha, second<T>(isPair, square), oneMinusAlpha, decayed1);
  write<T>(isPair, square, square0, square1);
  let direction0 = v128.div<T>(decayed0, v128.add<T>(v128.sqrt<T>(square0), eps));
  let direction1 = v128.div<T>(decayed1, v128.add<T>(v128.sqrt<T>(square1), eps));
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
