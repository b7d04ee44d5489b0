/** What flows back over the drawn graph: out of the root, and from there through one wire after another. */

import { adjointOf, contributionOf, type Gradient } from '../../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import type { DisplayGraph, Flow } from '../displayGraph.ts';

export interface GradientFlow {
  /** The place that hands a gradient on; the root hands itself what it begins with. */
  readonly from: number;
  /** The place and the node that it comes to. */
  readonly to: number;
  readonly node: NodeId;
  /** Null out of the root. */
  readonly wire: number | null;
  /** The operands that it flows through, which add up; none for what the root begins with. */
  readonly uses: Flow['uses'];
  /** The nodes that hold what flows, one for each use; out of the root its own adjoint. */
  readonly contributions: readonly NodeId[];
}

/**
 * In the reverse order of the program, and of one node in the order of its operands. It begins with the root, which is drawn.
 * @param incomingWires for each place the wires that end there.
 */
export function gradientFlowsOf(
  displayGraph: DisplayGraph,
  program: Program,
  gradient: Gradient,
  incomingWires: readonly (readonly number[])[],
): GradientFlow[] {
  const { root } = gradient;
  const rootIndex = displayGraph.nodeIndexOf(root)!;
  const gradientFlows: GradientFlow[] = [
    { from: rootIndex, to: rootIndex, node: root, wire: null, uses: [], contributions: [adjointOf(gradient, root)!] },
  ];
  for (let from = incomingWires.length - 1; from >= 0; from--) {
    for (const wire of incomingWires[from]) {
      const { node, uses } = displayGraph.flows[wire];
      const carryingUses = uses.filter(
        (use) => contributionOf(gradient, program, use.consumer, use.position) !== undefined,
      );
      if (carryingUses.length === 0) continue;
      const contributions = carryingUses.map((use) => contributionOf(gradient, program, use.consumer, use.position)!);
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
