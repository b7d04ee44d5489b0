/** The flow of gradients over the display graph: out of the root, then backward through one wire after another. */

import { adjointOf, type BackwardPass, contributionOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import type { DisplayGraph, WireValue } from '../displayGraph.ts';

export interface GradientFlow {
  /** Index of the node that passes the gradient on; for the first flow, the root itself. */
  readonly from: number;
  /** Index of the node that receives the gradient. */
  readonly to: number;
  readonly node: NodeId;
  /** Null for the first flow, out of the root. */
  readonly wire: number | null;
  /** The operands whose gradients add up to this flow; empty for the first one. */
  readonly uses: WireValue['uses'];
  /** The adjoint contributions, one for each use; for the first flow, the adjoint of the root. */
  readonly contributions: readonly NodeId[];
}

/**
 * Flows in reverse program order; those of one node are in operand order. The root, which must be drawn, comes first.
 * @param incomingWires the wires that end at each node.
 */
export function gradientFlowsOf(
  displayGraph: DisplayGraph,
  program: Program,
  backwardPass: BackwardPass,
  incomingWires: readonly (readonly number[])[],
): GradientFlow[] {
  const { root } = backwardPass;
  const rootIndex = displayGraph.nodeIndexOf(root)!;
  const gradientFlows: GradientFlow[] = [
    {
      from: rootIndex,
      to: rootIndex,
      node: root,
      wire: null,
      uses: [],
      contributions: [adjointOf(backwardPass, root)!],
    },
  ];
  for (let from = incomingWires.length - 1; from >= 0; from--) {
    for (const wire of incomingWires[from]) {
      const { node, uses } = displayGraph.wireValues[wire];
      const carryingUses = uses.filter(
        (use) => contributionOf(backwardPass, program, use.consumer, use.operandIndex) !== undefined,
      );
      if (carryingUses.length === 0) continue;
      const contributions = carryingUses.map(
        (use) => contributionOf(backwardPass, program, use.consumer, use.operandIndex)!,
      );
      gradientFlows.push({
        from,
        to: displayGraph.structure.wires[wire].from,
        node,
        wire,
        uses: carryingUses,
        contributions,
      });
    }
  }
  return gradientFlows;
}
