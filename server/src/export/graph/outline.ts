/** A display graph in nested order, each node inside its expanded groups, with the texts of nodes and wires. */

import type {
  GraphGroup,
  GraphNode,
  GraphStructure,
  NodeNumbers,
  WireNumbers,
} from '../../../../protocol/panel/graph.ts';

/** A group's entries are between its `open` and the `close` of the same depth. */
export type OutlineEntry =
  | { readonly kind: 'open'; readonly group: GraphGroup; readonly index: number; readonly depth: number }
  | { readonly kind: 'node'; readonly node: GraphNode; readonly index: number; readonly depth: number }
  | { readonly kind: 'close'; readonly depth: number };

/** Indexes refer to the lists of the structure. The depth is 0 outside all groups. */
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

/** The non-empty lines of a node: `q`, `+`, `[3×2]`, `3 · ∂ 16`. */
export function linesOfNode({ name, symbol, shape }: GraphNode, { value, gradient }: NodeNumbers): readonly string[] {
  return [name === symbol ? '' : (name ?? ''), symbol, shape, joinNumbers(value, gradient)].filter(
    (line) => line !== '',
  );
}

/** The numbers on a wire that its source node does not show; may be empty. */
export function textOfWire({ value, gradient }: WireNumbers): string {
  return joinNumbers(value ?? '', gradient);
}

function joinNumbers(value: string, gradient: string | null): string {
  return [value, gradient === null ? '' : `∂ ${gradient}`].filter((part) => part !== '').join(' · ');
}
