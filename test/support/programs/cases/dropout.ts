/** How dropout is tried: test/engine/operators/dropout.test.ts says what its masks are. */

import type { Trials } from '../operatorCases.ts';

export const dropoutCases: Trials = {
  dropout: {
    cases: [
      { shapes: [[], []], attributes: { rate: 0.25, seed: 0 }, given: { 1: [0] } },
      { shapes: [[2, 3], []], attributes: { seed: -1 }, given: { 1: [0] } },
      { shapes: [[2, 3], []], attributes: { rate: 0.25, seed: 2 }, given: { 1: [7] } },
      { shapes: [[3], []], attributes: { rate: 0, seed: 1 }, given: { 1: [1] } },
    ],
    attributes: (_, dial) => ({ rate: 0.25, seed: dial }),
    isDrawnApart: true,
  },
};
