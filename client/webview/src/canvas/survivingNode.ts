/** The node that replaces another after groups were collapsed or expanded. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';

/** Index of the node itself, of the group it collapsed into, or of the first one inside it; undefined if it is gone. */
export function survivingNode(index: number, previous: GraphStructure, current: GraphStructure): number | undefined {
  const oldNode = previous.nodes[index];
  if (oldNode === undefined) return undefined;
  const enclosingGroups = enclosingGroupsOf(oldNode.parent, previous);
  const ancestorIndex = [oldNode.id, ...enclosingGroups]
    .map((id) => current.nodes.findIndex((node) => node.id === id))
    .find((candidateIndex) => candidateIndex >= 0);
  if (ancestorIndex !== undefined) return ancestorIndex;
  const firstInside = current.nodes.findIndex(({ parent }) => enclosingGroupsOf(parent, current).includes(oldNode.id));
  return firstInside < 0 ? undefined : firstInside;
}

/** From the innermost to the outermost. */
function enclosingGroupsOf(innermost: string | null, { groups }: GraphStructure): readonly string[] {
  const enclosingGroups: string[] = [];
  for (let id = innermost; id !== null; id = groups.find((group) => group.id === id)?.parent ?? null)
    enclosingGroups.push(id);
  return enclosingGroups;
}
