/** Test cases of convolutions and pooling, with their gradients. windows.test.ts has random ones. */

import type { Attributes, Operator } from '../../../../server/src/engine/ir/operator.ts';
import { isMismatch, type Shape } from '../../../../server/src/engine/ir/shape.ts';
import { conv2d, conv2dInput, conv2dKernel } from '../../../../server/src/engine/operators/windows/convolution.ts';
import {
  avgPool2d,
  avgPool2dInput,
  maxPool2d,
  maxPool2dInput,
  maxPool2dPick,
} from '../../../../server/src/engine/operators/windows/pooling.ts';
import { convTranspose2d } from '../../../../server/src/engine/operators/windows/transposedConvolution.ts';
import type { Case, OperatorSpecs } from '../operatorCases.ts';

export interface WindowCase extends Case {
  readonly operator: Operator;
  readonly attributes: Attributes;
}

/** The convolution of an input with a kernel, and its backward passes. */
export function convolution(input: Shape, kernel: Shape, attributes: Attributes = {}): readonly WindowCase[] {
  const output = shapeOf(conv2d, [input, kernel], attributes);
  return [
    { operator: conv2d, shapes: [input, kernel], attributes },
    { operator: conv2dInput, shapes: [output, kernel], attributes: { ...attributes, shape: input } },
    { operator: conv2dKernel, shapes: [output, input], attributes: { ...attributes, shape: kernel } },
  ];
}

/** Both poolings of an input, and their backward passes. */
export function pooling(input: Shape, attributes: Attributes): readonly WindowCase[] {
  const output = shapeOf(maxPool2d, [input], attributes);
  return [
    { operator: maxPool2d, shapes: [input], attributes },
    { operator: maxPool2dInput, shapes: [output, input], attributes },
    { operator: maxPool2dPick, shapes: [input, input], attributes },
    { operator: avgPool2d, shapes: [input], attributes },
    { operator: avgPool2dInput, shapes: [output], attributes: { ...attributes, shape: input } },
  ];
}

function shapeOf(operator: Operator, operands: readonly Shape[], attributes: Attributes): Shape {
  const shape = operator.shape(operands, attributes);
  if (isMismatch(shape)) throw new Error(shape.mismatch);
  return shape;
}

/** A transposed convolution of an input with a kernel. */
export function transposed(input: Shape, kernel: Shape, attributes: Attributes = {}): readonly WindowCase[] {
  return [{ operator: convTranspose2d, shapes: [input, kernel], attributes }];
}

const cases: readonly WindowCase[] = [
  transposed([2, 2, 3, 2], [2, 3, 2, 2]),
  transposed([2, 2, 3], [2, 1, 2, 3], { stride: 2 }),
  transposed([1, 1, 3, 3], [1, 2, 3, 2], { stride: 3, padding: 1 }),
  transposed([1, 2, 1, 1], [2, 1, 1, 1]),
  convolution([2, 2, 3, 3], [2, 2, 2, 2]),
  convolution([2, 3, 4], [3, 2, 2, 3]),
  convolution([1, 1, 2, 2], [1, 1, 3, 2], { padding: 1 }),
  convolution([1, 2, 4, 3], [1, 2, 1, 1], { stride: 2 }),
  convolution([1, 1, 4, 5], [2, 1, 3, 2], { stride: 2, padding: 2 }),
  pooling([2, 2, 2, 4], { size: 2 }),
  pooling([2, 3, 4], { size: 2, stride: 1 }),
  pooling([1, 1, 3, 3], { size: 3, padding: 1 }),
  pooling([1, 2, 4, 3], { size: 1, stride: 2 }),
  pooling([1, 1, 5, 4], { size: 3, stride: 2, padding: 1 }),
].flat();

export const windowCases: OperatorSpecs = Object.fromEntries(
  cases.map(({ operator }) => [
    operator.name,
    { cases: cases.filter((other) => other.operator === operator), isExcludedFromRandomPrograms: true },
  ]),
);
