/** Test cases of distributions; test/engine/operators/draws/distributions.test.ts tests their numbers. */

import type { Shape } from '../../../../server/src/engine/ir/shape.ts';
import type { OperatorSpec, OperatorSpecs } from '../operatorCases.ts';

export const drawCases: OperatorSpecs = {
  normal: drawSpec([[], [2]], [2]),
  uniform: drawSpec([[], [2]], [3, 2]),
  bernoulli: drawSpec([[3]], [2, 3]),
  categorical: drawSpec([[2, 3]], [4, 2]),
};

/** The draw number comes last. */
function drawSpec(parameters: readonly Shape[], lengths: Shape): OperatorSpec {
  const shapes = [...parameters, []];
  const fixedOperands = { [parameters.length]: [1] };
  return {
    cases: [
      { shapes, attributes: { seed: 1 }, fixedOperands },
      { shapes, attributes: { seed: 1, shape: lengths }, fixedOperands },
    ],
    isExcludedFromRandomPrograms: true,
  };
}
