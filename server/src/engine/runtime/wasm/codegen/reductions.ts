/** Reductions as instructions. */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { type Shape, sizeOf } from '../../../ir/shape.ts';
import { reducedAxes } from '../../../kernels/reduce.ts';
import { sumTo } from '../../../operators/layout/shaping.ts';
import { keptShape } from '../../../operators/reductions/axes.ts';
import { amax, amin } from '../../../operators/reductions/extremaAlong.ts';
import { mean, sum } from '../../../operators/reductions/reductions.ts';
import { largest, smallest, sum as sumCode } from '../opcodes.ts';
import { copyInstruction } from './elementwise.ts';
import type { Emit, Instruction } from './instruction.ts';

export const reductions: readonly (readonly [Operator, Emit])[] = [
  [sum, reducing(sumCode, keptOf)],
  [mean, reducing(sumCode, keptOf, (count) => count)],
  [sumTo, reducing(sumCode, (_, __, output) => output)],
  [amax, reducing(largest, keptOf)],
  [amin, reducing(smallest, keptOf)],
];

/** The instruction that adds up all numbers and divides the sum. */
export function sumOfAll(input: number, count: number, output: number, divisor: number): Instruction {
  return [sumCode, input, output, 1, divisor, 1, count, 0];
}

/**
 * @param outputShape the output's shape, with length 1 on the axes that are reduced.
 * @param divisor what each element is divided by, given how many it is made of.
 */
function reducing(
  code: number,
  outputShape: (operand: Shape, attributes: Attributes, output: Shape) => Shape,
  divisor: (count: number) => number = () => 1,
): Emit {
  return ({
    operands: [operand],
    output,
    shapes: {
      operands: [shape],
      output: reduced,
    },
    attributes,
  }) => {
    const [length, outputLength] = [sizeOf(shape), sizeOf(reduced)];
    if (outputLength === 0) return [];
    if (length === outputLength) return [copyInstruction(length, operand, output)];
    const { lengths, steps } = reducedAxes(shape, outputShape(shape, attributes, reduced));
    const axes = lengths.flatMap((each, axis) => [each, steps[axis]]);
    return [[code, operand, output, outputLength, divisor(length / outputLength), lengths.length, ...axes]];
  };
}

function keptOf(operand: Shape, { axis }: Attributes): Shape {
  return keptShape(operand, axis);
}
