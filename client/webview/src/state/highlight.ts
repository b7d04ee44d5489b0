/** Which node the editor's cursor is on, and what is lit with a node. */

import type { GraphStructure, TextRange } from '../../../../server/src/protocol/panel/graph.ts';

/** The place of the innermost node whose text is around a selection; undefined where there is none. */
export function placeAround({ nodes }: GraphStructure, selection: TextRange): number | undefined {
  let innermost: number | undefined;
  let innermostRange: TextRange | undefined;
  for (const [place, { range }] of nodes.entries()) {
    if (range === null || !isWithin(selection, range)) continue;
    if (innermostRange && !isWithin(range, innermostRange)) continue;
    innermost = place;
    innermostRange = range;
  }
  return innermost;
}

/** The places of the wires that begin or end at some nodes. */
export function wiresOf({ wires }: GraphStructure, nodes: ReadonlySet<number>): ReadonlySet<number> {
  const touching = new Set<number>();
  for (const [place, { from, to }] of wires.entries()) if (nodes.has(from) || nodes.has(to)) touching.add(place);
  return touching;
}

function isWithin(inner: TextRange, outer: TextRange): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(a: TextRange['start'], b: TextRange['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
