/** What flows back over the drawn graph: out of the root, and from there through one wire after another. */

import { adjointOf, contributionOf, type Gradient } from '../../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import type { DrawnGraph, Flow } from '../displayGraph.ts';

export interface Return {
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
  readonly flows: readonly NodeId[];
}

/**
 * In the reverse order of the program, and of one node in the order of its operands. It begins with the root, which is drawn.
 * @param wiresInto for each place the wires that end there.
 */
export function returnsOf(
  drawn: DrawnGraph,
  program: Program,
  gradient: Gradient,
  wiresInto: readonly (readonly number[])[],
): Return[] {
  const { root } = gradient;
  const place = drawn.placeOf(root)!;
  const returns: Return[] = [
    { from: place, to: place, node: root, wire: null, uses: [], flows: [adjointOf(gradient, root)!] },
  ];
  for (let from = wiresInto.length - 1; from >= 0; from--) {
    for (const wire of wiresInto[from]) {
      const { node, uses } = drawn.flows[wire];
      const carrying = uses.filter(
        (use) => contributionOf(gradient, program, use.consumer, use.position) !== undefined,
      );
      if (carrying.length === 0) continue;
      const flows = carrying.map((use) => contributionOf(gradient, program, use.consumer, use.position)!);
      returns.push({ from, to: drawn.structure.wires[wire].from, node, wire, uses: carrying, flows });
    }
  }
  return returns;
}
