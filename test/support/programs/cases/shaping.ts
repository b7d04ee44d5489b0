/** Test cases of operators that keep, rearrange, repeat or drop elements along axes. */

import { sizeOf } from '../../../../server/src/engine/ir/shape.ts';
import type { OperatorSpec, OperatorSpecs } from '../operatorCases.ts';
import { oneAxis } from './reductions.ts';

const expand: OperatorSpec = {
  cases: [
    { shapes: [[]], attributes: { shape: [2, 3] } },
    { shapes: [[3]], attributes: { shape: [2, 3] } },
    { shapes: [[2, 1]], attributes: { shape: [2, 2, 3] } },
  ],
  attributes: ([operand], choice) => ({
    shape: choice % 2 === 0 ? [2, ...operand] : operand.map((length) => (length === 1 ? 3 : length)),
  }),
};

const triangle: OperatorSpec = {
  cases: [
    { shapes: [[3, 3]] },
    { shapes: [[2, 3]], attributes: { k: 1 } },
    { shapes: [[2, 3, 2]], attributes: { k: -1 } },
  ],
  attributes: (_, choice) => ({ k: (choice % 4) - 2 }),
};

export const shapingCases: OperatorSpecs = {
  identity: { cases: [{ shapes: [[]] }, { shapes: [[2, 3]] }] },
  reshape: {
    cases: [
      { shapes: [[2, 3]], attributes: { shape: [3, 2] } },
      { shapes: [[1]], attributes: { shape: [] } },
    ],
    attributes: ([operand], choice) => ({
      shape: [[sizeOf(operand)], [1, ...operand], operand.toReversed()][choice % 3],
    }),
  },
  expand,
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
  squeeze: {
    cases: [
      { shapes: [[]] },
      { shapes: [[1, 3, 1]] },
      { shapes: [[1, 3, 1]], attributes: { axis: [-1] } },
      { shapes: [[1, 2, 1]], attributes: { axis: [2, 0] } },
    ],
    attributes: ([operand], choice) => (choice % 2 === 0 ? {} : { axis: [oneAxis(operand, choice)] }),
  },
  flip: {
    cases: [
      { shapes: [[]] },
      { shapes: [[2, 3]] },
      { shapes: [[2, 3]], attributes: { axis: [-1] } },
      { shapes: [[2, 3, 2]], attributes: { axis: [2, 0] } },
    ],
    attributes: ([operand], choice) => (choice % 2 === 0 ? {} : { axis: [oneAxis(operand, choice)] }),
  },
  pad: {
    cases: [
      { shapes: [[]], attributes: { pad_width: [2] } },
      { shapes: [[2, 3]], attributes: { pad_width: [1] } },
      { shapes: [[2, 3]], attributes: { pad_width: [0, 2], axis: [-1], value: 5 } },
      { shapes: [[2, 1, 3]], attributes: { pad_width: [2, 1], axis: [0, -1] } },
    ],
    attributes: ([operand], choice) => ({
      pad_width: choice % 2 === 0 ? [1] : [choice % 3, 1],
      ...(operand.length > 0 && choice % 5 > 1 && { axis: [oneAxis(operand, choice) - (choice % 2) * operand.length] }),
      ...(choice % 3 === 0 && { value: 0.5 }),
    }),
  },
  tril: triangle,
  triu: triangle,
  full: expand,
  detach: { cases: [{ shapes: [[]] }] },
  decode: { cases: [{ shapes: [[2, 3]], attributes: { vocabulary: ['a', 'b', ''] } }] },
};
