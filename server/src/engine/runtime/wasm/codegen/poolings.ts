/** Pooling and its ways back as instructions. */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { type Shape, sizeOf } from '../../../ir/shape.ts';
import {
  avgPool2d,
  avgPool2dInput,
  maxPool2d,
  maxPool2dInput,
  maxPool2dPick,
} from '../../../operators/linear/pooling.ts';
import { averageWindows, pickMaxima, spreadEvenly, spreadToMaxima } from '../opcodes.ts';
import type { Emit, Instruction } from './instruction.ts';

export const poolings: readonly (readonly [Operator, Emit])[] = [
  [
    maxPool2d,
    ({ operands: [input], output, shapes, attributes }) =>
      pooled(pickMaxima, output, shapes.output, input, shapes.operands[0], input, attributes),
  ],
  [
    maxPool2dPick,
    ({ operands: [values, input], output, shapes, attributes }) =>
      pooled(pickMaxima, output, shapes.output, values, shapes.operands[0], input, attributes),
  ],
  [
    maxPool2dInput,
    ({ operands: [adjoint, input], output, shapes, attributes }) =>
      pooled(spreadToMaxima, adjoint, shapes.operands[0], output, shapes.output, input, attributes),
  ],
  [
    avgPool2d,
    ({ operands: [input], output, shapes, attributes }) =>
      pooled(averageWindows, output, shapes.output, input, shapes.operands[0], input, attributes),
  ],
  [
    avgPool2dInput,
    ({ operands: [adjoint], output, shapes, attributes }) =>
      pooled(spreadEvenly, adjoint, shapes.operands[0], output, shapes.output, output, attributes),
  ],
];

/** @param small has a number for each window over what is `large`. */
function pooled(
  opcode: number,
  small: number,
  smallShape: Shape,
  large: number,
  largeShape: Shape,
  choice: number,
  { size = 0, stride = size, padding = 0 }: Attributes,
): readonly Instruction[] {
  const planes = sizeOf(largeShape.slice(0, -2));
  const sides = [...largeShape.slice(-2), ...smallShape.slice(-2)];
  return [[opcode, small, large, choice, planes, ...sides, size, stride, padding]];
}
