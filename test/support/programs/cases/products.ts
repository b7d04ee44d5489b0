/** Test cases of products of vectors and along axes. */

import type { OperatorSpec, OperatorSpecs } from '../operatorCases.ts';
import { reduction } from './basic.ts';

const allVectors: OperatorSpec['acceptsPrefix'] = (operands) => operands.every(({ length }) => length === 1);

export const productCases: OperatorSpecs = {
  dot: { cases: [{ shapes: [[3], [3]] }, { shapes: [[1], [1]] }], acceptsPrefix: allVectors },
  outer: { cases: [{ shapes: [[3], [2]] }, { shapes: [[1], [3]] }], acceptsPrefix: allVectors },
  prod: reduction,
};
