/** Tensors outside of programs. */

import type { Shape } from './shape.ts';

export interface Tensor {
  readonly shape: Shape;
  /** Row-major. */
  readonly values: Float64Array;
}

/** Larger arrays are shared with workers instead of being copied to them. */
const minShared = 1 << 16;

/** Zeros for the elements of a tensor. Nothing may change them once they are part of a program. */
export function allocateElements(count: number): Float64Array {
  const canShare = count >= minShared && typeof SharedArrayBuffer !== 'undefined';
  return new Float64Array(
    canShare
      ? new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT)
      : new ArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT),
  );
}
