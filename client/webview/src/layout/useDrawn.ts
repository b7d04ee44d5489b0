/** What is drawn of a structure, and where it lies: the same for as long as nothing but the places in the text changes. */

import { useRef } from 'react';
import type { GraphStructure } from '../../../../server/src/protocol/graph.ts';
import { type Placement, placementOf } from './placement.ts';

export interface Drawn {
  /** All of it is drawn as it is in the newest one; the ranges and the sources may be of an earlier text. */
  readonly structure: GraphStructure;
  readonly placement: Placement;
}

interface Kept extends Drawn {
  readonly uri: string;
  readonly newest: GraphStructure;
  readonly key: string;
}

/** @param uri of the file that it is the structure of. */
export function useDrawn(structure: GraphStructure | undefined, uri: string): Drawn | undefined {
  const kept = useRef<Kept>(undefined);
  if (structure === undefined) return undefined;
  if (kept.current?.newest !== structure) kept.current = drawnAfter(kept.current, structure, uri);
  return kept.current;
}

/** Exported for the tests. */
export function drawnAfter(last: Kept | undefined, newest: GraphStructure, uri: string): Kept {
  const before = last?.uri === uri ? last : undefined;
  const key = drawingKey(newest);
  if (before?.key === key) return { ...before, newest };
  return { uri, structure: newest, placement: placementOf(newest, before?.placement.heights), newest, key };
}

/** All that is drawn: where keys are equal, so are the drawings. */
function drawingKey({ nodes, groups, wires, root }: GraphStructure): string {
  return JSON.stringify([
    nodes.map(({ range, source, ...node }) => node),
    groups.map(({ range, ...group }) => group),
    wires,
    root,
  ]);
}
