/** Exports a display graph with its numbers to a graph description language. */

import type { GraphNumbers, GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { TextFormat } from '../../../../protocol/panel/requests.ts';
import type { DisplayGraph } from '../../graph/displayGraph.ts';
import { numbersOf } from '../../graph/graphNumbers.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { dotOf } from './dot.ts';
import { mermaidOf } from './mermaid.ts';

const writers: Readonly<Record<TextFormat, (structure: GraphStructure, numbers: GraphNumbers) => string>> = {
  dot: dotOf,
  mermaid: mermaidOf,
};

/** @param snapshot a snapshot with the program that was drawn. */
export function exportGraphText(
  displayGraph: DisplayGraph,
  snapshot: Snapshot,
  format: TextFormat,
  digits: number,
): string {
  return writers[format](displayGraph.structure, numbersOf(displayGraph, snapshot, digits));
}
