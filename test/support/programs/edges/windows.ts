/**
 * Edge cases of convolutions and pooling: edges, paddings, strides and ties, with PyTorch's value and the gradients of
 * its sum.
 */

import type { Attributes, Operator } from '../../../../server/src/engine/ir/operator.ts';
import { conv2d } from '../../../../server/src/engine/operators/windows/convolution.ts';
import { avgPool2d, maxPool2d } from '../../../../server/src/engine/operators/windows/pooling.ts';
import { convTranspose2d } from '../../../../server/src/engine/operators/windows/transposedConvolution.ts';
import type { Tensor } from '../operatorCases.ts';

export type WindowEdge = readonly [
  name: string,
  operator: Operator,
  operands: readonly Tensor[],
  attributes: Attributes,
  value: readonly number[],
  gradients: readonly (readonly number[])[],
];

const four = image(2, [1, 2, 3, 4]);
const nine = image(3, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
const none: Tensor = { shape: [0, 1, 2, 2], values: [] };
const column: Tensor = { shape: [2, 1, 2], values: [1, 2, 3, 4] };
const mixer: Tensor = { shape: [1, 2, 1, 1], values: [10, 1] };
const atCenter = [0, 0, 0, 0, 1, 0, 0, 0, 0];
const awayFromEnd = [1, 1, 0, 1, 1, 0, 0, 0, 0];

export const windowEdges: readonly WindowEdge[] = [
  [
    'conv_transpose2d whose windows overlap',
    convTranspose2d,
    [four, kernel(2, [1, 1, 1, 1])],
    {},
    [1, 3, 2, 4, 10, 6, 3, 7, 4],
    [
      [4, 4, 4, 4],
      [10, 10, 10, 10],
    ],
  ],
  [
    'conv_transpose2d with a stride that leaves gaps',
    convTranspose2d,
    [four, kernel(1, [2])],
    { stride: 2 },
    [2, 0, 4, 0, 0, 0, 6, 0, 8],
    [[2, 2, 2, 2], [10]],
  ],
  [
    'conv_transpose2d with padding',
    convTranspose2d,
    [nine, kernel(1, [1])],
    { padding: 1 },
    [5],
    [[0, 0, 0, 0, 1, 0, 0, 0, 0], [5]],
  ],
  [
    'conv2d with a kernel as large as the input',
    conv2d,
    [four, kernel(2, [1, 2, 3, 5])],
    {},
    [34],
    [
      [1, 2, 3, 5],
      [1, 2, 3, 4],
    ],
  ],
  [
    'conv2d with padding',
    conv2d,
    [four, kernel(1, [2])],
    { padding: 1 },
    padded(4, [2, 4, 6, 8]),
    [[2, 2, 2, 2], [10]],
  ],
  [
    'conv2d with padding and a weight of infinity',
    conv2d,
    [image(1, [5]), kernel(3, [Infinity, 2, 3, 4, 5, 6, 7, 8, 9])],
    { padding: 1 },
    [Number.NaN],
    [[5], padded(3, [5])],
  ],
  [
    'conv2d with a kernel larger than the input without its padding',
    conv2d,
    [image(1, [5]), kernel(3, nine.values)],
    { padding: 1 },
    [25],
    [[5], padded(3, [5])],
  ],
  [
    'conv2d with a stride that does not reach the end',
    conv2d,
    [nine, kernel(2, [1, 1, 1, 1])],
    { stride: 2 },
    [12],
    [awayFromEnd, [1, 2, 4, 5]],
  ],
  [
    'conv2d with a stride that skips elements',
    conv2d,
    [nine, kernel(1, [2])],
    { stride: 2 },
    [2, 6, 14, 18],
    [[2, 0, 2, 0, 0, 0, 2, 0, 2], [20]],
  ],
  [
    'conv2d with a kernel of 1 × 1',
    conv2d,
    [column, mixer],
    {},
    [13, 24],
    [
      [10, 10, 1, 1],
      [3, 7],
    ],
  ],
  ['conv2d of an empty batch', conv2d, [none, kernel(1, [3])], {}, [], [[], [0]]],
  ['max_pool2d with one maximum', maxPool2d, [nine], { size: 2 }, [5], [atCenter]],
  [
    'max_pool2d with overlapping windows',
    maxPool2d,
    [image(3, [1, 0, 0, 0, 7, 0, 0, 0, 2])],
    { size: 2, stride: 1 },
    [7, 7, 7, 7],
    [atCenter.map((x) => 4 * x)],
  ],
  ['max_pool2d at a tie', maxPool2d, [image(2, [1, 3, 3, 3])], { size: 2 }, [3], [[0, 1, 0, 0]]],
  ['max_pool2d of −0 and 0', maxPool2d, [image(2, [-0, 0, 0, 0])], { size: 2 }, [-0], [[1, 0, 0, 0]]],
  [
    'max_pool2d of negative numbers with padding',
    maxPool2d,
    [image(2, [-1, -2, -3, -4])],
    { size: 2, padding: 1 },
    [-1, -2, -3, -4],
    [[1, 1, 1, 1]],
  ],
  ['max_pool2d of −∞ with padding', maxPool2d, [image(1, [-Infinity])], { size: 2, padding: 1 }, [-Infinity], [[1]]],
  ['max_pool2d of a NaN', maxPool2d, [image(2, [1, Number.NaN, 9, 2])], { size: 2 }, [Number.NaN], [[0, 1, 0, 0]]],
  [
    'max_pool2d of several NaNs',
    maxPool2d,
    [image(2, [Number.NaN, 1, Number.NaN, 2])],
    { size: 2 },
    [Number.NaN],
    [[0, 0, 1, 0]],
  ],
  ['max_pool2d with windows of 1 × 1', maxPool2d, [four], { size: 1 }, [1, 2, 3, 4], [[1, 1, 1, 1]]],
  ['max_pool2d of an empty batch', maxPool2d, [none], { size: 2 }, [], [[]]],
  ['avg_pool2d of one window', avgPool2d, [four], { size: 2 }, [2.5], [[0.25, 0.25, 0.25, 0.25]]],
  [
    'avg_pool2d with padding',
    avgPool2d,
    [four],
    { size: 2, padding: 1 },
    [0.25, 0.5, 0.75, 1],
    [[0.25, 0.25, 0.25, 0.25]],
  ],
  [
    'avg_pool2d with a stride that does not reach the end',
    avgPool2d,
    [nine],
    { size: 2 },
    [3],
    [awayFromEnd.map((x) => x / 4)],
  ],
  [
    'avg_pool2d with overlapping windows',
    avgPool2d,
    [nine],
    { size: 2, stride: 1 },
    [3, 4, 6, 7],
    [[1, 2, 1, 2, 4, 2, 1, 2, 1].map((x) => x / 4)],
  ],
];

/** A square image of one channel. */
function image(side: number, values: readonly number[]): Tensor {
  return { shape: [1, side, side], values };
}

/** A square kernel from one channel to one. */
function kernel(side: number, values: readonly number[]): Tensor {
  return { shape: [1, 1, side, side], values };
}

/** A square of numbers with zeros around it, `side` of them along each side. */
function padded(side: number, inner: readonly number[]): readonly number[] {
  const rest = [...inner];
  const isInside = (index: number): boolean => index > 0 && index < side - 1;
  return Array.from({ length: side * side }, (_, index) =>
    isInside(index % side) && isInside(Math.floor(index / side)) ? rest.shift()! : 0,
  );
}
