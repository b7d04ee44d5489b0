/** What is drawn of a structure, and where it lies: the same for as long as nothing of that changes, wherever it moves in the text. */

import { useRef } from 'react';
import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import { layoutKeyOf, type Placement, placementOf } from './placement.ts';

export interface Drawn {
  /** All of it is drawn as it is in the newest one; the ranges and the sources may be of an earlier text. */
  readonly structure: GraphStructure;
  readonly placement: Placement;
}

interface Kept {
  readonly drawn: Drawn;
  readonly newest: GraphStructure;
  readonly uri: string;
  readonly drawingKey: string;
  readonly layoutKey: string;
}

/** @param uri of the file that it is the structure of. */
export function useDrawn(structure: GraphStructure | undefined, uri: string): Drawn | undefined {
  const kept = useRef<Kept>(undefined);
  if (structure === undefined) return undefined;
  if (kept.current?.newest !== structure) kept.current = drawnAfter(kept.current, structure, uri);
  return kept.current.drawn;
}

/** Exported for the tests. */
export function drawnAfter(last: Kept | undefined, newest: GraphStructure, uri: string): Kept {
  const before = last?.uri === uri ? last : undefined;
  const drawingKey = drawingKeyOf(newest);
  if (before?.drawingKey === drawingKey) return { ...before, newest };
  const layoutKey = layoutKeyOf(newest);
  const placement =
    before?.layoutKey === layoutKey ? before.drawn.placement : placementOf(newest, before?.drawn.placement.heights);
  return { drawn: { structure: newest, placement }, newest, uri, drawingKey, layoutKey };
}

/** All that is drawn: where keys are equal, so are the drawings. */
function drawingKeyOf({ nodes, groups, wires, root }: GraphStructure): string {
  return JSON.stringify([
    nodes.map(({ range, source, ...node }) => node),
    groups.map(({ range, ...group }) => group),
    wires,
    root,
  ]);
}
