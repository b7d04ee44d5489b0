/** How leaves, products and what moves elements are tried. */

import { type Shape, sizeOf } from '../../../../server/src/engine/ir/shape.ts';
import type { Case, Trial, Trials } from '../operatorCases.ts';

/** Reductions along every kind of axes. */
export const reduction: Trial = {
  cases: [
    { shapes: [[]] },
    { shapes: [[2, 3]] },
    { shapes: [[2, 3]], attributes: { keep: true } },
    { shapes: [[2, 3]], attributes: { axis: [0] } },
    { shapes: [[2, 3]], attributes: { axis: [-1], keep: true } },
    { shapes: [[2, 3, 2]], attributes: { axis: [2, 0] } },
    { shapes: [[2, 3, 2]], attributes: { axis: [1], keep: true } },
  ],
  attributes: ([operand], dial) => {
    const axis = [oneAxis(operand, dial)];
    const fromEnd = axis.map((place) => place - operand.length);
    return [{}, { keep: true }, { axis }, { axis: fromEnd, keep: true }][dial % 4];
  },
};

/** One of the axes of a tensor. */
export function oneAxis(operand: Shape, dial: number): number {
  return (dial >> 2) % Math.max(1, operand.length);
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

export const basicCases: Trials = {
  identity: { cases: [{ shapes: [[]] }, { shapes: [[2, 3]] }] },
  matmul: { cases: matmulCases },
  reshape: {
    cases: [
      { shapes: [[2, 3]], attributes: { shape: [3, 2] } },
      { shapes: [[1]], attributes: { shape: [] } },
    ],
    attributes: ([operand], dial) => ({ shape: [[sizeOf(operand)], [1, ...operand], operand.toReversed()][dial % 3] }),
  },
  expand: {
    cases: [
      { shapes: [[]], attributes: { shape: [2, 3] } },
      { shapes: [[3]], attributes: { shape: [2, 3] } },
      { shapes: [[2, 1]], attributes: { shape: [2, 2, 3] } },
    ],
    attributes: ([operand], dial) => ({
      shape: dial % 2 === 0 ? [2, ...operand] : operand.map((length) => (length === 1 ? 3 : length)),
    }),
  },
  sum_to: {
    cases: [
      { shapes: [[2, 3]], attributes: { shape: [] } },
      { shapes: [[2, 3]], attributes: { shape: [3] } },
      { shapes: [[2, 2, 3]], attributes: { shape: [2, 1] } },
    ],
    attributes: ([operand], dial) => {
      const withoutOne = operand.map((length, axis) => (axis === oneAxis(operand, dial) ? 1 : length));
      return { shape: [[], operand.slice(1), withoutOne][dial % 3] };
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
    attributes: ([operand], dial) => {
      const axes = operand.map((_, axis) => axis);
      return dial % 2 === 0 ? {} : { axis: [...axes.slice(dial % 3), ...axes.slice(0, dial % 3)] };
    },
  },
};
