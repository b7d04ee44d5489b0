/** How products of vectors, and of elements along axes, are tried. */

import type { Trial, Trials } from '../operatorCases.ts';
import { reduction } from './basic.ts';

const beginsWith: Trial['beginsWith'] = (operands) => operands.every(({ length }) => length === 1);

export const productCases: Trials = {
  dot: { cases: [{ shapes: [[3], [3]] }, { shapes: [[1], [1]] }], beginsWith },
  outer: { cases: [{ shapes: [[3], [2]] }, { shapes: [[1], [3]] }], beginsWith },
  prod: reduction,
};
