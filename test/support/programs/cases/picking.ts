/** Test cases of operators that pick by index. */

import type { OperatorSpecs, Tensor } from '../operatorCases.ts';
import { oneAxis } from './reductions.ts';

/** Indices of an axis with this length, counted from either end. */
function indicesWithin(length: number, count: number, choice: number): Tensor {
  const values = Array.from({ length: count }, (_, k) => ((k * choice + 1) % (2 * length)) - length);
  return { shape: [count], values };
}

export const pickingCases: OperatorSpecs = {
  gather: {
    cases: [
      { shapes: [[3], []], fixedOperands: { 1: [1] } },
      { shapes: [[3], [4]], fixedOperands: { 1: [2, 0, 0, -1] } },
      { shapes: [[2, 3], [2]], attributes: { axis: [1] }, fixedOperands: { 1: [-3, 2] } },
      {
        shapes: [
          [2, 3, 2],
          [2, 2],
        ],
        attributes: { axis: [-2] },
        fixedOperands: { 1: [0, 1, 2, 1] },
      },
      { shapes: [[2, 3], [0]], fixedOperands: { 1: [] } },
    ],
    attributes: ([x], choice) => ({ axis: [oneAxis(x, choice) - (choice % 2) * x.length] }),
    fixedOperands: {
      1: ([x], choice) =>
        choice % 3 === 0
          ? { shape: [], values: [-1] }
          : indicesWithin(x[oneAxis(x, choice)] ?? 1, 1 + (choice % 3), choice),
    },
  },
  scatter_add: {
    cases: [
      { shapes: [[], []], attributes: { shape: [3] }, fixedOperands: { 1: [1] } },
      { shapes: [[4], [4]], attributes: { shape: [3] }, fixedOperands: { 1: [2, 0, 0, -1] } },
      { shapes: [[2, 2], [2]], attributes: { axis: [1], shape: [2, 3] }, fixedOperands: { 1: [-3, 2] } },
      {
        shapes: [
          [2, 2, 2, 2],
          [2, 2],
        ],
        attributes: { axis: [-2], shape: [2, 3, 2] },
        fixedOperands: { 1: [0, 1, 2, 1] },
      },
    ],
    attributes: ([picked], choice) => {
      const axis = oneAxis(picked, choice);
      return { axis: [axis], shape: picked.map((length, index) => (index === axis ? 3 : length)) };
    },
    fixedOperands: { 1: ([picked], choice) => indicesWithin(3, picked[oneAxis(picked, choice)] ?? 1, choice) },
  },
  embedding: {
    cases: [
      { shapes: [[3], [3, 2]], fixedOperands: { 0: [2, 0, 2] } },
      { shapes: [[], [3, 2]], fixedOperands: { 0: [-1] } },
      { shapes: [[2, 2], [3]], fixedOperands: { 0: [0, 1, 2, 1] } },
    ],
    fixedOperands: {
      0: (_, choice) =>
        [
          { shape: [3], values: [0, -1, 0] },
          { shape: [], values: [0] },
        ][choice % 2],
    },
  },
  one_hot: {
    cases: [],
    attributes: (_, choice) => ({ count: 3 + (choice % 2) }),
    fixedOperands: {
      0: (_, choice) =>
        [
          { shape: [2], values: [2, 0] },
          { shape: [], values: [1] },
        ][choice % 2],
    },
  },
};
