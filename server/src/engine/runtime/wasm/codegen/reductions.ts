/** Instruction selection for reductions. */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { type Shape, sizeOf } from '../../../ir/shape.ts';
import { keepDimsShape } from '../../../operators/reductions/axes.ts';
import { amax, amin } from '../../../operators/reductions/axisExtrema.ts';
import { mean, sum } from '../../../operators/reductions/reductions.ts';
import { sumTo } from '../../../operators/shapes/shaping.ts';
import { isCompensated, reducedAxes } from '../../../tensorLoops/reduce.ts';
import { reduceMax, reduceMin, sum as sumOpcode } from '../opcodes.ts';
import { copyInstruction } from './elementwise.ts';
import type { Emitter, Instruction } from './instruction.ts';

export const reductions: readonly (readonly [Operator, Emitter])[] = [
  [sum, reductionEmitter(sumOpcode, keptShapeOf)],
  [mean, reductionEmitter(sumOpcode, keptShapeOf, (count) => count)],
  [sumTo, reductionEmitter(sumOpcode, (_, __, output) => output)],
  [amax, reductionEmitter(reduceMax, keptShapeOf)],
  [amin, reductionEmitter(reduceMin, keptShapeOf)],
];

/** The instruction that sums all elements and divides the sum. */
export function sumInstruction(input: number, count: number, output: number, divisor: number): Instruction {
  return [sumOpcode, input, output, 1, divisor, 0, 1, count, 0];
}

/**
 * @param outputShape the output's shape, with length 1 on the reduced axes.
 * @param divisor what each sum is divided by, given how many elements it has.
 */
function reductionEmitter(
  opcode: number,
  outputShape: (operand: Shape, attributes: Attributes, output: Shape) => Shape,
  divisor: (count: number) => number = () => 1,
): Emitter {
  return ({
    operands: [operand],
    output,
    shapes: {
      operands: [shape],
      output: reducedShape,
    },
    attributes,
    scratch,
  }) => {
    const [length, outputLength] = [sizeOf(shape), sizeOf(reducedShape)];
    if (outputLength === 0) return [];
    if (length === outputLength) return [copyInstruction(length, operand, output)];
    const axes = reducedAxes(shape, outputShape(shape, attributes, reducedShape));
    const { lengths, outputStrides } = axes;
    const lengthsAndStrides = lengths.flatMap((axisLength, axis) => [axisLength, outputStrides[axis]]);
    const errors = opcode === sumOpcode && isCompensated(axes) ? scratch(outputLength) : 0;
    const header = [opcode, operand, output, outputLength, divisor(length / outputLength), errors, lengths.length];
    return [[...header, ...lengthsAndStrides]];
  };
}

function keptShapeOf(operand: Shape, { axis }: Attributes): Shape {
  return keepDimsShape(operand, axis);
}
