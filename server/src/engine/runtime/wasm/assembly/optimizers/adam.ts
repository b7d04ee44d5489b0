/** Adam and AdamW. */

import { adamBeta1, adamBeta2, adamCorrection, adamDecay, adamEps, adamOneMinusBeta1, adamOneMinusBeta2, adamRate, adamValueScale } from '../../optimizerArgs';
import { argument, byteLengthOf, first, isSet, reportNonFinite, second, updateMeanSquare, write, zeroIfFinite } from './update';

export function adam<T>(at: usize): void {
  const value = <usize>load<u32>(at, 12);
  const gradient = <usize>load<u32>(at, 16);
  const mean = <usize>load<u32>(at, 20);
  const square = <usize>load<u32>(at, 24);
  const args = <usize>load<u32>(at, 28);
  const rate = argument<T>(args, adamRate);
  const correction = argument<T>(args, adamCorrection);
  const eps = argument<T>(args, adamEps);
  const beta1 = argument<T>(args, adamBeta1);
  const oneMinusBeta1 = argument<T>(args, adamOneMinusBeta1);
  const beta2 = argument<T>(args, adamBeta2);
  const oneMinusBeta2 = argument<T>(args, adamOneMinusBeta2);
  const decay = argument<T>(args, adamDecay);
  const valueScale = argument<T>(args, adamValueScale);
  const hasDecay = isSet(args, adamDecay);
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
      valueScale,
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
      valueScale,
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
  valueScale: v128,
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
  const mean0 = v128.add<T>(v128.mul<T>(beta1, first<T>(isPair, mean)), v128.mul<T>(oneMinusBeta1, decayed0));
  const mean1 = v128.add<T>(v128.mul<T>(beta1, second<T>(isPair, mean)), v128.mul<T>(oneMinusBeta1, decayed1));
  const square0 = updateMeanSquare<T>(beta2, first<T>(isPair, square), oneMinusBeta2, decayed0);
  const square1 = updateMeanSquare<T>(beta2, second<T>(isPair, square), oneMinusBeta2, decayed1);
  const root0 = v128.add<T>(v128.div<T>(v128.sqrt<T>(square0), correction), eps);
  const root1 = v128.add<T>(v128.div<T>(v128.sqrt<T>(square1), correction), eps);
  const next0 = v128.sub<T>(v128.mul<T>(valueScale, previous0), v128.div<T>(v128.mul<T>(rate, mean0), root0));
  const next1 = v128.sub<T>(v128.mul<T>(valueScale, previous1), v128.div<T>(v128.mul<T>(rate, mean1), root1));
  write<T>(isPair, mean, mean0, mean1);
  write<T>(isPair, square, square0, square1);
  write<T>(isPair, value, next0, next1);
  write<T>(isPair, gradient, previous0, previous1);
  return zeroIfFinite<T>(next0, next1);
}
