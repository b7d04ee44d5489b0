/** The values and gradients of convolutions and pooling at edges, paddings, strides and ties, by name. PyTorch's throughout. */

import { describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../server/src/engine/differentiate.ts';
import type { Attributes, Operator } from '../../server/src/engine/operator.ts';
import { conv2d } from '../../server/src/engine/ops/convolution.ts';
import { constant, leaf } from '../../server/src/engine/ops/leaves.ts';
import { avgPool2d, maxPool2d } from '../../server/src/engine/ops/pooling.ts';
import { sum } from '../../server/src/engine/ops/reductions.ts';
import { Program } from '../../server/src/engine/program.ts';
import type { Tensor } from '../support/cases.ts';
import { evaluate } from '../support/evaluate.ts';

type Row = readonly [
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
const atCentre = [0, 0, 0, 0, 1, 0, 0, 0, 0];
const awayFromEnd = [1, 1, 0, 1, 1, 0, 0, 0, 0];

describe('conv2d', () => {
  test.each<Row>([
    [
      'with a kernel as large as the input is one product',
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
      'meets zeros in the padding',
      conv2d,
      [four, kernel(1, [2])],
      { padding: 1 },
      padded(4, [2, 4, 6, 8]),
      [[2, 2, 2, 2], [10]],
    ],
    [
      'may be larger than the input without its padding',
      conv2d,
      [image(1, [5]), kernel(3, nine.values)],
      { padding: 1 },
      [25],
      [[5], padded(3, [5])],
    ],
    [
      'never sees what a stride leaves over at the end',
      conv2d,
      [nine, kernel(2, [1, 1, 1, 1])],
      { stride: 2 },
      [12],
      [awayFromEnd, [1, 2, 4, 5]],
    ],
    [
      'never sees what a stride steps over',
      conv2d,
      [nine, kernel(1, [2])],
      { stride: 2 },
      [2, 6, 14, 18],
      [[2, 0, 2, 0, 0, 0, 2, 0, 2], [20]],
    ],
    [
      'with a kernel of 1 × 1 mixes channels',
      conv2d,
      [column, mixer],
      {},
      [13, 24],
      [
        [10, 10, 1, 1],
        [3, 7],
      ],
    ],
    ['of a batch of none is a batch of none', conv2d, [none, kernel(1, [3])], {}, [], [[], [0]]],
  ])('%s', agrees);
});

describe('max_pool2d', () => {
  test.each<Row>([
    ['hands the gradient to the maximum alone', maxPool2d, [nine], { size: 2 }, [5], [atCentre]],
    [
      'adds up what overlapping windows hand to one element',
      maxPool2d,
      [image(3, [1, 0, 0, 0, 7, 0, 0, 0, 2])],
      { size: 2, stride: 1 },
      [7, 7, 7, 7],
      [atCentre.map((x) => 4 * x)],
    ],
    ['hands the gradient to the first of a tie', maxPool2d, [image(2, [1, 3, 3, 3])], { size: 2 }, [3], [[0, 1, 0, 0]]],
    ['takes −0 and 0 for a tie', maxPool2d, [image(2, [-0, 0, 0, 0])], { size: 2 }, [-0], [[1, 0, 0, 0]]],
    [
      'never picks the padding',
      maxPool2d,
      [image(2, [-1, -2, -3, -4])],
      { size: 2, padding: 1 },
      [-1, -2, -3, -4],
      [[1, 1, 1, 1]],
    ],
    ['picks −∞ before the padding', maxPool2d, [image(1, [-Infinity])], { size: 2, padding: 1 }, [-Infinity], [[1]]],
    ['lets a NaN win', maxPool2d, [image(2, [1, Number.NaN, 9, 2])], { size: 2 }, [Number.NaN], [[0, 1, 0, 0]]],
    [
      'lets the last of several NaNs win',
      maxPool2d,
      [image(2, [Number.NaN, 1, Number.NaN, 2])],
      { size: 2 },
      [Number.NaN],
      [[0, 0, 1, 0]],
    ],
    ['with windows of 1 × 1 is the input', maxPool2d, [four], { size: 1 }, [1, 2, 3, 4], [[1, 1, 1, 1]]],
    ['of a batch of none is a batch of none', maxPool2d, [none], { size: 2 }, [], [[]]],
  ])('%s', agrees);
});

describe('avg_pool2d', () => {
  test.each<Row>([
    ['shares the gradient evenly', avgPool2d, [four], { size: 2 }, [2.5], [[0.25, 0.25, 0.25, 0.25]]],
    [
      'counts the padding as zeros',
      avgPool2d,
      [four],
      { size: 2, padding: 1 },
      [0.25, 0.5, 0.75, 1],
      [[0.25, 0.25, 0.25, 0.25]],
    ],
    [
      'never sees what a stride leaves over at the end',
      avgPool2d,
      [nine],
      { size: 2 },
      [3],
      [awayFromEnd.map((x) => x / 4)],
    ],
    [
      'adds up the shares of overlapping windows',
      avgPool2d,
      [nine],
      { size: 2, stride: 1 },
      [3, 4, 6, 7],
      [[1, 2, 1, 2, 4, 2, 1, 2, 1].map((x) => x / 4)],
    ],
  ])('%s', agrees);
});

/** The value, and the gradient of its sum for each operand. */
function agrees(
  _: string,
  operator: Operator,
  operands: readonly Tensor[],
  attributes: Attributes,
  value: readonly number[],
  gradients: readonly (readonly number[])[],
): void {
  const program = new Program();
  const leaves = operands.map((operand) => program.add(leaf, [program.add(constant, [], operand)]));
  const output = program.add(operator, leaves, attributes);
  const gradient = differentiate(program, program.add(sum, [output]), (node) => leaves.includes(node));
  const values = evaluate(program).map((elements) => [...elements]);
  expect(values[output]).toEqual(value);
  expect(leaves.map((node) => values[adjointOf(gradient, node)!])).toEqual(gradients);
}

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
  return Array.from({ length: side * side }, (_, place) =>
    isInside(place % side) && isInside(Math.floor(place / side)) ? rest.shift()! : 0,
  );
}
