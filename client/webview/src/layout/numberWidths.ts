/** How much room the numbers need that wires have of their own: read from the structure, so that a change of numbers moves nothing. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import type { Ends } from './ends.ts';

/** In pixels: of a gradient, and of what one of several results of a folded group is. */
const room = { gradient: 60, result: 104 };

/** For each wire, how long it runs level before its arrow. Where nothing forks, the node at its beginning says all. */
export function ownNumbersOf(structure: GraphStructure, ends: Ends): readonly number[] {
  const { nodes, wires } = structure;
  const isCarrying = gradientsIn(structure, ends);
  return wires.map(({ from, to }) => {
    if (ends.leaving[from]!.length < 2) return 0;
    const { kind, shape } = nodes[from]!;
    if (kind === 'group' && shape === '') return room.result;
    return isCarrying[from] && isCarrying[to] ? room.gradient : 0;
  });
}

/** Gradients flow between the params and the root. */
function gradientsIn({ nodes, wires }: GraphStructure, { entering, leaving }: Ends): readonly boolean[] {
  const isFromParam: boolean[] = [];
  const isToRoot: boolean[] = [];
  for (const [place, { kind }] of nodes.entries()) {
    const mayHoldParam = kind === 'param' || kind === 'group';
    isFromParam[place] = mayHoldParam || entering[place]!.some((wire) => isFromParam[wires[wire]!.from]);
  }
  for (let place = nodes.length - 1; place >= 0; place--) {
    isToRoot[place] = nodes[place]!.isRoot || leaving[place]!.some((wire) => isToRoot[wires[wire]!.to]);
  }
  return nodes.map((_, place) => isFromParam[place]! && isToRoot[place]!);
}
