/** Kernels of operators whose compiled `forward` would be less exact: each replaces it for the operator of its name. */

import { demote, promoteHigh, promoteLow } from '../lanes';
import { erf } from '../math/erf';

/** In 32 bits it is computed in 64: 1 + erf(x) has few digits left where x is negative. */
export function gelu<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return geluOfDoubles(x);
  return demote(geluOfDoubles(promoteLow(x)), geluOfDoubles(promoteHigh(x)));
}

function geluOfDoubles(x: v128): v128 {
  const half = f64x2.mul(f64x2.splat(0.5), x);
  const scaled = f64x2.mul(x, f64x2.splat(Math.SQRT1_2));
  return f64x2.mul(half, f64x2.add(f64x2.splat(1), erf<f64>(scaled)));
}
