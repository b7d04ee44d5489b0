/** Tensors outside of programs. */

import type { Shape } from './shape.ts';

export interface Tensor {
  readonly shape: Shape;
  /** Row-major. */
  readonly values: Float64Array;
}
