/** Activation functions of every lane, composed as in `ops/activations.ts`. */

import { exp, expm1, sigmoid } from './exponential';
import { log1p } from './logarithm';

@inline
export function softplus<T>(x: v128): v128 {
  const zero = v128.splat<T>(0 as T);
  const small = exp<T>(v128.or(x, v128.splat<T>(-0.0 as T)));
  const curve = v128.add<T>(log1p<T>(small), v128.max<T>(x, zero));
  return v128.bitselect(x, curve, v128.gt<T>(x, v128.splat<T>(20 as T)));
}

@inline
export function silu<T>(x: v128): v128 {
  return v128.mul<T>(x, sigmoid<T>(x));
}

@inline
export function elu<T>(x: v128, alpha: v128): v128 {
  return v128.bitselect(x, v128.mul<T>(alpha, expm1<T>(x)), v128.gt<T>(x, v128.splat<T>(0 as T)));
}

const seluAlpha: f64 = 1.6732632423543772848170429916717;
const seluScale: f64 = 1.0507009873554804934193349852946;

@inline
export function selu<T>(x: v128): v128 {
  const linear = v128.mul<T>(v128.splat<T>(seluScale as T), x);
  const curve = v128.mul<T>(v128.splat<T>((seluScale * seluAlpha) as T), expm1<T>(x));
  return v128.bitselect(linear, curve, v128.gt<T>(x, v128.splat<T>(0 as T)));
}
