/** Tensors outside of programs. */

import type { Shape } from './shape.ts';

export interface Tensor {
  readonly shape: Shape;
  /** Row-major. */
  readonly values: Float64Array;
}

/** The elements of samples, row-major. Bytes stay bytes, as images have many. */
export type SampleElements = Float64Array | Uint8Array;

/** The elements as float64: the same array if they are. */
export function toFloat64(elements: SampleElements): Float64Array {
  return elements instanceof Float64Array ? elements : Float64Array.from(elements);
}

/** Larger arrays are shared with workers instead of being copied to them. */
const minShared = 1 << 16;

/** Zeros for the elements of a tensor. Nothing may change them once they are part of a program. */
export function allocateElements(count: number): Float64Array {
  return new Float64Array(bufferFor(count, Float64Array.BYTES_PER_ELEMENT));
}

/** Like `allocateElements`, for elements that are bytes. */
export function allocateBytes(count: number): Uint8Array {
  return new Uint8Array(bufferFor(count, 1));
}

function bufferFor(count: number, bytesPerElement: number): ArrayBufferLike {
  const canShare = count >= minShared && typeof SharedArrayBuffer !== 'undefined';
  return canShare ? new SharedArrayBuffer(count * bytesPerElement) : new ArrayBuffer(count * bytesPerElement);
}
