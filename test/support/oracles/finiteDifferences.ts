/** Central differences. */

import { type BackwardPass, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { add, multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';

const step = 1e-4;

/** The derivative of `root` along each element of a leaf, of fourth order in the step. */
export function centralDifferences(program: Program, root: NodeId, leaf: NodeId): Float64Array {
  const execution = new Execution(program);
  const start = elementsOf(program, execution.run(), leaf).slice();
  return start.map((_, element) => {
    const rootAt = (steps: number): number => {
      const moved = start.with(element, start[element] + steps * step);
      return elementsOf(program, execution.run(new Map([[leaf, moved]])), root)[0];
    };
    return (8 * (rootAt(1) - rootAt(-1)) - (rootAt(2) - rootAt(-2))) / (12 * step);
  });
}

/** Appends a scalar: the sum of a node's elements with different weights, so that none can hide behind another. */
export function weightedSum(program: Program, node: NodeId): NodeId {
  const shape = program.shape(node);
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => 1 + 0.3 * Math.sin(1 + 7 * i));
  return program.add(sum, [program.add(multiply, [node, program.add(constant, [], { shape, values })])]);
}

/** Appends a scalar: the weighted sum of all elements of the gradients of these leaves. */
export function gradientSum(program: Program, gradient: BackwardPass, leaves: readonly NodeId[]): NodeId {
  return leaves
    .map((leaf) => gradient.adjoints[leaf])
    .filter((adjoint) => adjoint >= 0)
    .map((adjoint) => weightedSum(program, adjoint))
    .reduce((total, part) => program.add(add, [total, part]), program.addConstant(0));
}

/** The gradient of `root` for these leaves. */
export function gradientOf(program: Program, root: NodeId, leaves: readonly NodeId[]): BackwardPass {
  return differentiate(program, root, (node) => leaves.includes(node));
}
