/** The gradients of recurrences: those of their steps, stacked. */

import { adjointOf, type BackwardPass } from '../../../engine/autodiff/differentiate.ts';
import type { Program } from '../../../engine/ir/program.ts';
import { stack } from '../../../engine/operators/shapes/joining.ts';
import { filledNode } from '../../../engine/operators/shapes/shaping.ts';
import type { StackedSteps } from '../model.ts';

/**
 * Gives the node of each recurrence the gradients of its steps. The backward pass gives it only the gradient of its uses as a
 * whole, without what flows back from step to step.
 */
export function stackAdjointsOfSteps(
  program: Program,
  backwardPass: BackwardPass,
  recurrences: readonly StackedSteps[],
): BackwardPass {
  const adjoints = Int32Array.from(backwardPass.adjoints);
  for (const { node, steps } of recurrences) {
    if (node > backwardPass.root) continue;
    const ofSteps = steps.map((step) => adjointOf(backwardPass, step));
    if (ofSteps.every((adjoint) => adjoint === undefined)) continue;
    const zero = ofSteps.includes(undefined) ? filledNode(program, 0, program.shape(steps[0])) : undefined;
    adjoints[node] = program.add(
      stack,
      ofSteps.map((adjoint) => adjoint ?? zero!),
      { axis: [0] },
    );
  }
  return { ...backwardPass, adjoints };
}
