/** The nodes of a drawn graph inside the open groups around them, in the order of a text that nests them; and what each says. */

import type { GraphGroup, GraphNode, GraphStructure, NodeNumbers, WireNumbers } from '../protocol/panel/graph.ts';

/** A group's entries stand between its `open` and the `close` of the same depth. */
export type OutlineEntry =
  | { readonly kind: 'open'; readonly group: GraphGroup; readonly index: number; readonly depth: number }
  | { readonly kind: 'node'; readonly node: GraphNode; readonly index: number; readonly depth: number }
  | { readonly kind: 'close'; readonly depth: number };

/** Places are those in the lists of the structure. What is outside of every group has depth 0. */
export function outlineOf({ nodes, groups }: GraphStructure): readonly OutlineEntry[] {
  const children = new Map<string | null, (GraphGroup | number)[]>();
  const groupIndices = new Map(groups.map((group, index) => [group, index]));
  const addTo = (parent: string | null, item: GraphGroup | number) => {
    const siblings = children.get(parent);
    if (siblings) siblings.push(item);
    else children.set(parent, [item]);
  };
  for (const group of groups) addTo(group.parent, group);
  for (const [index, { parent }] of nodes.entries()) addTo(parent, index);

  const entries: OutlineEntry[] = [];
  const openGroups = [{ contents: children.get(null) ?? [], next: 0 }];
  while (openGroups.length > 0) {
    const innermost = openGroups.at(-1)!;
    const depth = openGroups.length - 1;
    const item = innermost.contents[innermost.next++];
    if (item === undefined) {
      openGroups.pop();
      if (depth > 0) entries.push({ kind: 'close', depth: depth - 1 });
    } else if (typeof item === 'number') {
      entries.push({ kind: 'node', node: nodes[item], index: item, depth });
    } else {
      entries.push({ kind: 'open', group: item, index: groupIndices.get(item)!, depth });
      openGroups.push({ contents: children.get(item.id) ?? [], next: 0 });
    }
  }
  return entries;
}

/** The lines of a node: `q`, `+`, `[3×2]`, `3 · ∂ 16`; those that say nothing are left out. */
export function linesOfNode({ name, symbol, shape }: GraphNode, { value, gradient }: NodeNumbers): readonly string[] {
  return [name === symbol ? '' : (name ?? ''), symbol, shape, joinNumbers(value, gradient)].filter(
    (line) => line !== '',
  );
}

/** What a wire shows that the node at its beginning doesn't; empty where that is nothing. */
export function textOfWire({ value, gradient }: WireNumbers): string {
  return joinNumbers(value ?? '', gradient);
}

function joinNumbers(value: string, gradient: string | null): string {
  return [value, gradient === null ? '' : `∂ ${gradient}`].filter((part) => part !== '').join(' · ');
}
