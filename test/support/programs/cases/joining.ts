/** Test cases of operators that join tensors. */

import type { Case, OperatorSpec, OperatorSpecs } from '../operatorCases.ts';
import { oneAxis } from './reductions.ts';

const alongOneAxis: OperatorSpec['attributes'] = ([first], choice) => {
  const axis = oneAxis(first, choice);
  return [{}, { axis: [axis] }, { axis: [axis - first.length] }][choice % 3];
};

const oneOfMany: readonly Case[] = [
  { shapes: [[2]] },
  { shapes: [[2], [2], [2]] },
  {
    shapes: [
      [2, 3],
      [2, 3],
    ],
    attributes: { axis: [-1] },
  },
  {
    shapes: [
      [2, 1, 2],
      [2, 1, 2],
    ],
    attributes: { axis: [1] },
  },
];

export const joiningCases: OperatorSpecs = {
  concat: {
    cases: [
      ...oneOfMany,
      { shapes: [[2], [1], [0], [3]] },
      {
        shapes: [
          [2, 1, 2],
          [2, 3, 2],
        ],
        attributes: { axis: [-2] },
      },
    ],
    attributes: alongOneAxis,
  },
  stack: { cases: [...oneOfMany, { shapes: [[], [], []] }], attributes: alongOneAxis },
};
