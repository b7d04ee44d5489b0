/** Reorders the axes of a tensor. */

import { type Shape, sizeOf } from '../ir/shape.ts';
import { forEachRun } from './broadcast.ts';

/** Writes `operand` with axis `axes[k]` as the k-th axis of the output. */
export function permuteAxes(operand: Float64Array, shape: Shape, axes: readonly number[], output: Float64Array): void {
  if (sizeOf(shape) === 0) return;
  if (shape.length < 2) {
    output.set(operand);
    return;
  }
  const strides = rowMajorStrides(shape);
  const outputShape = axes.map((axis) => shape[axis]);
  const outputStrides = axes.map((axis) => strides[axis]);
  const length = outputShape[outputShape.length - 1];
  const innerStride = outputStrides[outputStrides.length - 1];
  forEachRun(outputShape, [outputStrides], (start, [offset]) => {
    for (let i = 0; i < length; i++) output[start + i] = operand[offset + i * innerStride];
  });
}

function rowMajorStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}
