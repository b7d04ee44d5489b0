/** The nodes of a drawn graph inside the open groups around them, in the order of a text that nests them; and what each says. */

import type { GraphGroup, GraphNode, GraphStructure, NodeNumbers, WireNumbers } from '../protocol/panel/graph.ts';

/** A group's entries stand between its `open` and the `close` of the same depth. */
export type OutlineEntry =
  | { readonly kind: 'open'; readonly group: GraphGroup; readonly place: number; readonly depth: number }
  | { readonly kind: 'node'; readonly node: GraphNode; readonly place: number; readonly depth: number }
  | { readonly kind: 'close'; readonly depth: number };

/** Places are those in the lists of the structure. What is outside of every group has depth 0. */
export function outlineOf({ nodes, groups }: GraphStructure): readonly OutlineEntry[] {
  const inside = new Map<string | null, (GraphGroup | number)[]>();
  const places = new Map(groups.map((group, place) => [group, place]));
  const put = (parent: string | null, what: GraphGroup | number) => {
    const siblings = inside.get(parent);
    if (siblings) siblings.push(what);
    else inside.set(parent, [what]);
  };
  for (const group of groups) put(group.parent, group);
  for (const [place, { parent }] of nodes.entries()) put(parent, place);

  const entries: OutlineEntry[] = [];
  const around = [{ contents: inside.get(null) ?? [], next: 0 }];
  while (around.length > 0) {
    const innermost = around.at(-1)!;
    const depth = around.length - 1;
    const what = innermost.contents[innermost.next++];
    if (what === undefined) {
      around.pop();
      if (depth > 0) entries.push({ kind: 'close', depth: depth - 1 });
    } else if (typeof what === 'number') {
      entries.push({ kind: 'node', node: nodes[what], place: what, depth });
    } else {
      entries.push({ kind: 'open', group: what, place: places.get(what)!, depth });
      around.push({ contents: inside.get(what.id) ?? [], next: 0 });
    }
  }
  return entries;
}

/** The lines of a node: `q`, `+`, `[3×2]`, `3 · ∂ 16`; those that say nothing are left out. */
export function linesOfNode({ name, symbol, shape }: GraphNode, { value, gradient }: NodeNumbers): readonly string[] {
  return [name === symbol ? '' : (name ?? ''), symbol, shape, joined(value, gradient)].filter((line) => line !== '');
}

/** What a wire shows that the node at its beginning doesn't; empty where that is nothing. */
export function textOfWire({ value, gradient }: WireNumbers): string {
  return joined(value ?? '', gradient);
}

function joined(value: string, gradient: string | null): string {
  return [value, gradient === null ? '' : `∂ ${gradient}`].filter((part) => part !== '').join(' · ');
}
