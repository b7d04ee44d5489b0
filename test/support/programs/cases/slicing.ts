/** Test cases of slicing and its inverse. */

import type { OperatorSpecs } from '../operatorCases.ts';

export const slicingCases: OperatorSpecs = {
  slice: {
    cases: [
      { shapes: [[]], attributes: { begin: [], step: [], shape: [] } },
      { shapes: [[5]], attributes: { begin: [1], step: [2], shape: [2] } },
      { shapes: [[2, 3]], attributes: { begin: [1, 2], step: [1, -1], shape: [1, 3] } },
      { shapes: [[2, 3, 4]], attributes: { begin: [0, 1, 3], step: [1, 1, -2], shape: [2, 2, 2] } },
    ],
    attributes: ([operand], choice) => {
      const isBackward = (axis: number): boolean => (choice + axis) % 3 === 0;
      const last = operand.map((length) => length - 1);
      return {
        begin: operand.map((_, axis) => (isBackward(axis) ? last[axis] : Math.min((choice >> 2) % 2, last[axis]))),
        step: operand.map((_, axis) => (isBackward(axis) ? -1 - (choice % 2) : 1 + (choice % 2))),
        shape: operand.map((length) => Math.ceil(length / 2)),
      };
    },
  },
  unslice: {
    cases: [
      { shapes: [[]], attributes: { begin: [], step: [], shape: [] } },
      { shapes: [[2]], attributes: { begin: [1], step: [2], shape: [5] } },
      { shapes: [[1, 3]], attributes: { begin: [1, 2], step: [1, -1], shape: [2, 3] } },
      { shapes: [[2, 2, 2]], attributes: { begin: [0, 1, 3], step: [1, 1, -2], shape: [2, 3, 4] } },
    ],
    attributes: ([operand], choice) => ({
      begin: operand.map((length, axis) => ((choice + axis) % 3 === 0 ? 2 * length - 1 : 1)),
      step: operand.map((_, axis) => ((choice + axis) % 3 === 0 ? -2 : 1)),
      shape: operand.map((length) => 2 * length),
    }),
  },
};
