/** Products over axes. */

import { broadcastStrides, type Shape } from '../shape.ts';
import { forEachRun } from './broadcast.ts';

/** Multiplies `operand` up into `output`, whose shape broadcasts to the operand's: every axis of length 1 there is folded away. */
export function multiplyUp(operand: Float64Array, operandShape: Shape, output: Float64Array, outputShape: Shape): void {
  output.fill(1);
  if (operand.length === 0) return;
  if (operandShape.length === 0) {
    output.set(operand);
    return;
  }
  const strides = [broadcastStrides(outputShape, operandShape)];
  const length = operandShape[operandShape.length - 1];
  const step = strides[0][operandShape.length - 1];
  forEachRun(operandShape, strides, (start, [offset]) => {
    for (let i = 0; i < length; i++) output[offset + i * step] *= operand[start + i];
  });
}
