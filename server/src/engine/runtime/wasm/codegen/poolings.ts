/** Instruction selection for pooling and its gradients. */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { type Shape, sizeOf } from '../../../ir/shape.ts';
import {
  avgPool2d,
  avgPool2dInput,
  maxPool2d,
  maxPool2dInput,
  maxPool2dPick,
} from '../../../operators/windows/pooling.ts';
import { avgPool, avgPoolBackward, maxPool, maxPoolBackward } from '../opcodes.ts';
import type { Emitter, Instruction } from './instruction.ts';

export const poolings: readonly (readonly [Operator, Emitter])[] = [
  [
    maxPool2d,
    ({ operands: [input], output, shapes, attributes }) =>
      poolInstruction(maxPool, output, shapes.output, input, shapes.operands[0], input, attributes),
  ],
  [
    maxPool2dPick,
    ({ operands: [values, input], output, shapes, attributes }) =>
      poolInstruction(maxPool, output, shapes.output, values, shapes.operands[0], input, attributes),
  ],
  [
    maxPool2dInput,
    ({ operands: [adjoint, input], output, shapes, attributes }) =>
      poolInstruction(maxPoolBackward, adjoint, shapes.operands[0], output, shapes.output, input, attributes),
  ],
  [
    avgPool2d,
    ({ operands: [input], output, shapes, attributes }) =>
      poolInstruction(avgPool, output, shapes.output, input, shapes.operands[0], input, attributes),
  ],
  [
    avgPool2dInput,
    ({ operands: [adjoint], output, shapes, attributes }) =>
      poolInstruction(avgPoolBackward, adjoint, shapes.operands[0], output, shapes.output, output, attributes),
  ],
];

/** @param pooled a node with one element for each window over `image`. */
function poolInstruction(
  opcode: number,
  pooled: number,
  pooledShape: Shape,
  image: number,
  imageShape: Shape,
  selector: number,
  { size = 0, stride = size, padding = 0 }: Attributes,
): readonly Instruction[] {
  const planes = sizeOf(imageShape.slice(0, -2));
  const dimensions = [...imageShape.slice(-2), ...pooledShape.slice(-2)];
  return [[opcode, pooled, image, selector, planes, ...dimensions, size, stride, padding]];
}
