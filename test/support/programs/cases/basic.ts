/** Test cases of leaves, matrix products and operators that rearrange elements. */

import { type Shape, sizeOf } from '../../../../server/src/engine/ir/shape.ts';
import type { Case, OperatorSpec, OperatorSpecs } from '../operatorCases.ts';

/** Reductions along every kind of axes. */
export const reduction: OperatorSpec = {
  cases: [
    { shapes: [[]] },
    { shapes: [[2, 3]] },
    { shapes: [[2, 3]], attributes: { keep: true } },
    { shapes: [[2, 3]], attributes: { axis: [0] } },
    { shapes: [[2, 3]], attributes: { axis: [-1], keep: true } },
    { shapes: [[2, 3, 2]], attributes: { axis: [2, 0] } },
    { shapes: [[2, 3, 2]], attributes: { axis: [1], keep: true } },
  ],
  attributes: ([operand], choice) => {
    const axis = [oneAxis(operand, choice)];
    const fromEnd = axis.map((position) => position - operand.length);
    return [{}, { keep: true }, { axis }, { axis: fromEnd, keep: true }][choice % 4];
  },
};

/** One of the axes of a tensor. */
export function oneAxis(operand: Shape, choice: number): number {
  return (choice >> 2) % Math.max(1, operand.length);
}

const matmulCases: readonly Case[] = [
  {
    shapes: [
      [2, 3],
      [3, 4],
    ],
  },
  { shapes: [[3], [3]] },
  { shapes: [[3], [3, 2]] },
  { shapes: [[2, 3], [3]] },
  {
    shapes: [
      [2, 2, 3],
      [3, 2],
    ],
  },
  {
    shapes: [
      [2, 3],
      [2, 3, 2],
    ],
  },
  {
    shapes: [
      [2, 1, 2, 3],
      [3, 3, 2],
    ],
  },
  { shapes: [[3], [2, 3, 2]] },
  { shapes: [[2, 2, 3], [3]] },
  {
    shapes: [
      [1, 2, 3],
      [2, 3, 1],
    ],
  },
];

export const basicCases: OperatorSpecs = {
  identity: { cases: [{ shapes: [[]] }, { shapes: [[2, 3]] }] },
  matmul: { cases: matmulCases },
  reshape: {
    cases: [
      { shapes: [[2, 3]], attributes: { shape: [3, 2] } },
      { shapes: [[1]], attributes: { shape: [] } },
    ],
    attributes: ([operand], choice) => ({
      shape: [[sizeOf(operand)], [1, ...operand], operand.toReversed()][choice % 3],
    }),
  },
  expand: {
    cases: [
      { shapes: [[]], attributes: { shape: [2, 3] } },
      { shapes: [[3]], attributes: { shape: [2, 3] } },
      { shapes: [[2, 1]], attributes: { shape: [2, 2, 3] } },
    ],
    attributes: ([operand], choice) => ({
      shape: choice % 2 === 0 ? [2, ...operand] : operand.map((length) => (length === 1 ? 3 : length)),
    }),
  },
  sum_to: {
    cases: [
      { shapes: [[2, 3]], attributes: { shape: [] } },
      { shapes: [[2, 3]], attributes: { shape: [3] } },
      { shapes: [[2, 2, 3]], attributes: { shape: [2, 1] } },
    ],
    attributes: ([operand], choice) => {
      const withoutOne = operand.map((length, axis) => (axis === oneAxis(operand, choice) ? 1 : length));
      return { shape: [[], operand.slice(1), withoutOne][choice % 3] };
    },
  },
  matrix_transpose: { cases: [{ shapes: [[2, 3]] }, { shapes: [[2, 3, 4]] }, { shapes: [[2, 1, 2, 3]] }] },
  transpose: {
    cases: [
      { shapes: [[2, 3]] },
      { shapes: [[3]] },
      { shapes: [[2, 3, 4]] },
      { shapes: [[2, 3, 4]], attributes: { axis: [1, 2, 0] } },
      { shapes: [[2, 3, 4]], attributes: { axis: [0, 2, 1] } },
    ],
    attributes: ([operand], choice) => {
      const axes = operand.map((_, axis) => axis);
      return choice % 2 === 0 ? {} : { axis: [...axes.slice(choice % 3), ...axes.slice(0, choice % 3)] };
    },
  },
};
