/** Test cases of squeeze, full and detach. */

import type { OperatorSpecs } from '../operatorCases.ts';
import { basicCases, oneAxis } from './basic.ts';

export const shapingCases: OperatorSpecs = {
  squeeze: {
    cases: [
      { shapes: [[]] },
      { shapes: [[1, 3, 1]] },
      { shapes: [[1, 3, 1]], attributes: { axis: [-1] } },
      { shapes: [[1, 2, 1]], attributes: { axis: [2, 0] } },
    ],
    attributes: ([operand], choice) => (choice % 2 === 0 ? {} : { axis: [oneAxis(operand, choice)] }),
  },
  full: basicCases.expand,
  detach: { cases: [{ shapes: [[]] }] },
};
