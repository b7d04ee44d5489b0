/** Elements of a tensor as they are sent, and where an element is in it. */

import { fromBase64 } from '../../../../protocol/shared/base64.ts';

/**
 * @param base64 float64 numbers, little-endian.
 * @throws DOMException for a text that is not Base64, RangeError for a fraction of a number.
 */
export function elementsFromBase64(base64: string): Float64Array {
  const bytes = fromBase64(base64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: Math.ceil(bytes.length / 8) }, (_, i) => view.getFloat64(8 * i, true));
}

/** The index of an element on each axis, from its index in row-major order. */
export function indicesOf(shape: readonly number[], element: number): readonly number[] {
  const indices = new Array<number>(shape.length);
  let rest = element;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    indices[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return indices;
}

/** The number of elements. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** `[2×3]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join('×')}]`;
}

/** `[2, 0]`: the indices of an element in the whole tensor, of which a part begins at `first` on its first axis. */
export function formatIndices(
  { shape, first }: { readonly shape: readonly number[]; readonly first: number },
  element: number,
): string {
  const [axisIndex = 0, ...rest] = indicesOf(shape, element);
  return `[${[axisIndex + first, ...rest].join(', ')}]`;
}
