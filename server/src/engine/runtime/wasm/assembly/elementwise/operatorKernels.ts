/** Handwritten kernels of operators whose compiled `forward` would be less accurate. Each has the name of its operator's row. */

import { demote, promoteHigh, promoteLow } from '../lanes';
import { erf } from '../math/erf';

/** 32-bit lanes are computed in 64 bits, since 1 + erf(x) cancels for negative x. */
export function gelu<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return geluOfDoubles(x);
  return demote(geluOfDoubles(promoteLow(x)), geluOfDoubles(promoteHigh(x)));
}

function geluOfDoubles(x: v128): v128 {
  const half = f64x2.mul(f64x2.splat(0.5), x);
  const scaled = f64x2.mul(x, f64x2.splat(Math.SQRT1_2));
  return f64x2.mul(half, f64x2.add(f64x2.splat(1), erf<f64>(scaled)));
}
