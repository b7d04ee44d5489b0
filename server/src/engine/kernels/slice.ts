/** Reads and writes evenly spaced parts of a tensor. */

import { broadcastStrides, type Shape } from '../ir/shape.ts';
import { forEachRun } from './broadcast.ts';

/** Where a part lies in the whole: its first element along each axis, and the distance to the next one. */
export interface Spacing {
  readonly begin: readonly number[];
  readonly step: readonly number[];
}

export function readPart(
  whole: Float64Array,
  wholeShape: Shape,
  spacing: Spacing,
  part: Float64Array,
  partShape: Shape,
): void {
  forEachPartRun(wholeShape, spacing, partShape, (start, length, offset, stride) => {
    for (let i = 0; i < length; i++) part[start + i] = whole[offset + i * stride];
  });
}

export function writePart(
  whole: Float64Array,
  wholeShape: Shape,
  spacing: Spacing,
  part: Float64Array,
  partShape: Shape,
): void {
  forEachPartRun(wholeShape, spacing, partShape, (start, length, offset, stride) => {
    for (let i = 0; i < length; i++) whole[offset + i * stride] = part[start + i];
  });
}

/** Calls `visit` for each run along the part's last axis, with where the run begins in the part and in the whole. */
function forEachPartRun(
  wholeShape: Shape,
  { begin, step }: Spacing,
  partShape: Shape,
  visit: (start: number, length: number, offset: number, stride: number) => void,
): void {
  if (partShape.includes(0)) return;
  if (partShape.length === 0) {
    visit(0, 1, 0, 1);
    return;
  }
  const wholeStrides = broadcastStrides(wholeShape, wholeShape);
  const strides = wholeStrides.map((stride, axis) => stride * step[axis]);
  const first = wholeStrides.reduce((place, stride, axis) => place + stride * begin[axis], 0);
  const last = partShape.length - 1;
  forEachRun(partShape, [strides], (start, [offset]) => visit(start, partShape[last], first + offset, strides[last]));
}
