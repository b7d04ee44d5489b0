/** How what joins tensors is tried. */

import type { Case, Trial, Trials } from '../operatorCases.ts';
import { oneAxis } from './basic.ts';

const alongOneAxis: Trial['attributes'] = ([first], dial) => {
  const axis = oneAxis(first, dial);
  return [{}, { axis: [axis] }, { axis: [axis - first.length] }][dial % 3];
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

export const joiningCases: Trials = {
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
