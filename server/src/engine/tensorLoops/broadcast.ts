/** Loops over broadcast operands, which are read with stride 0 along broadcast axes. */

import { broadcastStrides, type Shape, sizeOf } from '../ir/shape.ts';

/**
 * Calls `visit` for each run along the last axis of `shape`, with the offset of each operand at the start of the run, in
 * elements.
 * @param shape a shape with at least one axis and no empty one.
 * @param strides the stride of each operand along each axis of `shape`.
 */
export function forEachRun(
  shape: Shape,
  strides: readonly number[][],
  visit: (start: number, offsets: readonly number[]) => void,
): void {
  const length = shape[shape.length - 1];
  const runs = sizeOf(shape) / length;
  const index = new Array<number>(shape.length - 1).fill(0);
  const offsets = new Array<number>(strides.length).fill(0);
  for (let run = 0; run < runs; run++) {
    visit(run * length, offsets);
    for (let axis = index.length - 1; axis >= 0; axis--) {
      index[axis]++;
      for (let k = 0; k < strides.length; k++) offsets[k] += strides[k][axis];
      if (index[axis] < shape[axis]) break;
      for (let k = 0; k < strides.length; k++) offsets[k] -= strides[k][axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

/** Broadcasts `operand` to the shape of the output. */
export function repeatElements(
  operand: Float64Array,
  operandShape: Shape,
  output: Float64Array,
  outputShape: Shape,
): void {
  if (operand.length === 1) {
    output.fill(operand[0]);
    return;
  }
  if (output.length === 0) return;
  const strides = [broadcastStrides(operandShape, outputShape)];
  const length = outputShape[outputShape.length - 1];
  const step = strides[0][outputShape.length - 1];
  forEachRun(outputShape, strides, (start, [offset]) => {
    for (let i = 0; i < length; i++) output[start + i] = operand[offset + i * step];
  });
}
