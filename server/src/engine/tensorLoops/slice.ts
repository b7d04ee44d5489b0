/** Strided slices of tensors: reading and writing. */

import { broadcastStrides, type Shape } from '../ir/shape.ts';
import { forEachRun } from './broadcast.ts';

/** The first element of a slice along each axis, and the step to the next one. */
export interface Spacing {
  readonly begin: readonly number[];
  readonly step: readonly number[];
}

/** Copies a slice of a tensor into a tensor of the slice's shape. */
export function readSlice(
  tensor: Float64Array,
  tensorShape: Shape,
  spacing: Spacing,
  slice: Float64Array,
  sliceShape: Shape,
): void {
  forEachSliceRun(tensorShape, spacing, sliceShape, (start, length, offset, stride) => {
    for (let i = 0; i < length; i++) slice[start + i] = tensor[offset + i * stride];
  });
}

/** Overwrites a slice of a tensor; its other elements stay as they are. */
export function writeSlice(
  tensor: Float64Array,
  tensorShape: Shape,
  spacing: Spacing,
  slice: Float64Array,
  sliceShape: Shape,
): void {
  forEachSliceRun(tensorShape, spacing, sliceShape, (start, length, offset, stride) => {
    for (let i = 0; i < length; i++) tensor[offset + i * stride] = slice[start + i];
  });
}

/**
 * Calls `visit` for each run along the slice's last axis: its first index in the slice, its length, and in the tensor its
 * offset and stride, all in elements.
 */
function forEachSliceRun(
  tensorShape: Shape,
  { begin, step }: Spacing,
  sliceShape: Shape,
  visit: (start: number, length: number, offset: number, stride: number) => void,
): void {
  if (sliceShape.includes(0)) return;
  if (sliceShape.length === 0) {
    visit(0, 1, 0, 1);
    return;
  }
  const tensorStrides = broadcastStrides(tensorShape, tensorShape);
  const strides = tensorStrides.map((stride, axis) => stride * step[axis]);
  const firstOffset = tensorStrides.reduce((sum, stride, axis) => sum + stride * begin[axis], 0);
  const last = sliceShape.length - 1;
  forEachRun(sliceShape, [strides], (start, [offset]) =>
    visit(start, sliceShape[last], firstOffset + offset, strides[last]),
  );
}
