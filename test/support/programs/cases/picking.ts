/** How what picks by index is tried. */

import type { Tensor, Trials } from '../operatorCases.ts';
import { oneAxis } from './basic.ts';

/** Indices that every axis has. */
function indicesWithin(length: number, count: number, dial: number): Tensor {
  const values = Array.from({ length: count }, (_, k) => ((k * dial + 1) % (2 * length)) - length);
  return { shape: [count], values };
}

export const pickingCases: Trials = {
  gather: {
    cases: [
      { shapes: [[3], []], given: { 1: [1] } },
      { shapes: [[3], [4]], given: { 1: [2, 0, 0, -1] } },
      { shapes: [[2, 3], [2]], attributes: { axis: [1] }, given: { 1: [-3, 2] } },
      {
        shapes: [
          [2, 3, 2],
          [2, 2],
        ],
        attributes: { axis: [-2] },
        given: { 1: [0, 1, 2, 1] },
      },
      { shapes: [[2, 3], [0]], given: { 1: [] } },
    ],
    attributes: ([x], dial) => ({ axis: [oneAxis(x, dial) - (dial % 2) * x.length] }),
    given: {
      1: ([x], dial) =>
        dial % 3 === 0 ? { shape: [], values: [-1] } : indicesWithin(x[oneAxis(x, dial)] ?? 1, 1 + (dial % 3), dial),
    },
  },
  scatter_add: {
    cases: [
      { shapes: [[], []], attributes: { shape: [3] }, given: { 1: [1] } },
      { shapes: [[4], [4]], attributes: { shape: [3] }, given: { 1: [2, 0, 0, -1] } },
      { shapes: [[2, 2], [2]], attributes: { axis: [1], shape: [2, 3] }, given: { 1: [-3, 2] } },
      {
        shapes: [
          [2, 2, 2, 2],
          [2, 2],
        ],
        attributes: { axis: [-2], shape: [2, 3, 2] },
        given: { 1: [0, 1, 2, 1] },
      },
    ],
    attributes: ([picked], dial) => {
      const axis = oneAxis(picked, dial);
      return { axis: [axis], shape: picked.map((length, place) => (place === axis ? 3 : length)) };
    },
    given: { 1: ([picked], dial) => indicesWithin(3, picked[oneAxis(picked, dial)] ?? 1, dial) },
  },
  embedding: {
    cases: [
      { shapes: [[3], [3, 2]], given: { 0: [2, 0, 2] } },
      { shapes: [[], [3, 2]], given: { 0: [-1] } },
      { shapes: [[2, 2], [3]], given: { 0: [0, 1, 2, 1] } },
    ],
    given: {
      0: (_, dial) =>
        [
          { shape: [3], values: [0, -1, 0] },
          { shape: [], values: [0] },
        ][dial % 2],
    },
  },
  one_hot: {
    cases: [],
    attributes: (_, dial) => ({ count: 3 + (dial % 2) }),
    given: {
      0: (_, dial) =>
        [
          { shape: [2], values: [2, 0] },
          { shape: [], values: [1] },
        ][dial % 2],
    },
  },
};
