/** How what is cut from a tensor, and put back into one, is tried. */

import type { Trials } from '../operatorCases.ts';

export const slicingCases: Trials = {
  slice: {
    cases: [
      { shapes: [[]], attributes: { begin: [], step: [], shape: [] } },
      { shapes: [[5]], attributes: { begin: [1], step: [2], shape: [2] } },
      { shapes: [[2, 3]], attributes: { begin: [1, 2], step: [1, -1], shape: [1, 3] } },
      { shapes: [[2, 3, 4]], attributes: { begin: [0, 1, 3], step: [1, 1, -2], shape: [2, 2, 2] } },
    ],
    attributes: ([operand], dial) => {
      const isBackward = (axis: number): boolean => (dial + axis) % 3 === 0;
      const last = operand.map((length) => length - 1);
      return {
        begin: operand.map((_, axis) => (isBackward(axis) ? last[axis] : Math.min((dial >> 2) % 2, last[axis]))),
        step: operand.map((_, axis) => (isBackward(axis) ? -1 - (dial % 2) : 1 + (dial % 2))),
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
    attributes: ([operand], dial) => ({
      begin: operand.map((length, axis) => ((dial + axis) % 3 === 0 ? 2 * length - 1 : 1)),
      step: operand.map((_, axis) => ((dial + axis) % 3 === 0 ? -2 : 1)),
      shape: operand.map((length) => 2 * length),
    }),
  },
};
