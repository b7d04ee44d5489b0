/** The node at the editor's cursor, and the wires highlighted with it. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { TextRange } from '../../../../protocol/shared/textRange.ts';

/** Index of the innermost node whose range contains a selection; undefined if there is none. */
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

/** Indices of the wires that begin or end at some nodes. */
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
