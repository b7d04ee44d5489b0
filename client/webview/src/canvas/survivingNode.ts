/** Which node stands for one of before, where groups were folded or unfolded since. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';

/** The place of the node itself, of the group that it is folded into, or of the first one inside of it; undefined where it is gone. */
export function standInOf(place: number, before: GraphStructure, after: GraphStructure): number | undefined {
  const old = before.nodes[place];
  if (old === undefined) return undefined;
  const around = groupsAround(old.parent, before);
  const closest = [old.id, ...around]
    .map((id) => after.nodes.findIndex((node) => node.id === id))
    .find((at) => at >= 0);
  if (closest !== undefined) return closest;
  const first = after.nodes.findIndex(({ parent }) => groupsAround(parent, after).includes(old.id));
  return first < 0 ? undefined : first;
}

/** From the innermost to the outermost. */
function groupsAround(innermost: string | null, { groups }: GraphStructure): readonly string[] {
  const around: string[] = [];
  for (let id = innermost; id !== null; id = groups.find((group) => group.id === id)?.parent ?? null) around.push(id);
  return around;
}
