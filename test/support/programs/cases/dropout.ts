/** Test cases of dropout; test/engine/operators/dropout.test.ts tests its masks. */

import type { OperatorSpecs } from '../operatorCases.ts';

export const dropoutCases: OperatorSpecs = {
  dropout: {
    cases: [
      { shapes: [[], []], attributes: { rate: 0.25, seed: 0 }, fixedOperands: { 1: [0] } },
      { shapes: [[2, 3], []], attributes: { seed: -1 }, fixedOperands: { 1: [0] } },
      { shapes: [[2, 3], []], attributes: { rate: 0.25, seed: 2 }, fixedOperands: { 1: [7] } },
      { shapes: [[3], []], attributes: { rate: 0, seed: 1 }, fixedOperands: { 1: [1] } },
    ],
    attributes: (_, choice) => ({ rate: 0.25, seed: choice }),
    isExcludedFromRandomPrograms: true,
  },
};
