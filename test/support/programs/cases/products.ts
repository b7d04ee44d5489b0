/** Test cases of products: of matrices, of vectors and along axes. */

import type { Case, OperatorSpec, OperatorSpecs } from '../operatorCases.ts';
import { reduction } from './reductions.ts';

const allVectors: OperatorSpec['acceptsPrefix'] = (operands) => operands.every(({ length }) => length === 1);

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

export const productCases: OperatorSpecs = {
  matmul: { cases: matmulCases },
  dot: { cases: [{ shapes: [[3], [3]] }, { shapes: [[1], [1]] }], acceptsPrefix: allVectors },
  outer: { cases: [{ shapes: [[3], [2]] }, { shapes: [[1], [3]] }], acceptsPrefix: allVectors },
  prod: reduction,
};
