/** Which node the editor's cursor is on, and what is lit with a node. */

import type { GraphStructure, TextRange } from '../../../../server/src/protocol/panel/graph.ts';

/** The place of the innermost node whose text is around a selection; undefined where there is none. */
export function nodeIndexAt({ nodes }: GraphStructure, selection: TextRange): number | undefined {
  let innermostIndex: number | undefined;
  let innermostRange: TextRange | undefined;
  for (const [index, { range }] of nodes.entries()) {
    if (range === null || !isWithin(selection, range)) continue;
    if (innermostRange && !isWithin(range, innermostRange)) continue;
    innermostIndex = index;
    innermostRange = range;
  }
  return innermostIndex;
}

/** The places of the wires that begin or end at some nodes. */
export function wiresTouching({ wires }: GraphStructure, nodes: ReadonlySet<number>): ReadonlySet<number> {
  const wireIndices = new Set<number>();
  for (const [index, { from, to }] of wires.entries()) if (nodes.has(from) || nodes.has(to)) wireIndices.add(index);
  return wireIndices;
}

function isWithin(innerRange: TextRange, outerRange: TextRange): boolean {
  return !isBefore(innerRange.start, outerRange.start) && !isBefore(outerRange.end, innerRange.end);
}

function isBefore(a: TextRange['start'], b: TextRange['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
