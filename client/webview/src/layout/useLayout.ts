/** What is drawn of a structure, and where it lies: the same for as long as nothing of that changes, wherever it moves in the text. */

import { useRef } from 'react';
import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import { computeLayoutKey, type Placement, placeGraph } from './placement.ts';

export interface GraphLayout {
  /** All of it is drawn as it is in the newest one; the ranges and the sources may be of an earlier text. */
  readonly structure: GraphStructure;
  readonly placement: Placement;
}

interface LayoutCache {
  readonly layout: GraphLayout;
  readonly latestStructure: GraphStructure;
  readonly uri: string;
  readonly drawingKey: string;
  readonly layoutKey: string;
}

/** @param uri of the file that it is the structure of. */
export function useLayout(structure: GraphStructure | undefined, uri: string): GraphLayout | undefined {
  const cacheRef = useRef<LayoutCache>(undefined);
  if (structure === undefined) return undefined;
  if (cacheRef.current?.latestStructure !== structure)
    cacheRef.current = updateLayout(cacheRef.current, structure, uri);
  return cacheRef.current.layout;
}

/** Exported for the tests. */
export function updateLayout(
  cache: LayoutCache | undefined,
  latestStructure: GraphStructure,
  uri: string,
): LayoutCache {
  const previous = cache?.uri === uri ? cache : undefined;
  const drawingKey = computeDrawingKey(latestStructure);
  if (previous?.drawingKey === drawingKey) return { ...previous, latestStructure };
  const layoutKey = computeLayoutKey(latestStructure);
  const placement =
    previous?.layoutKey === layoutKey
      ? previous.layout.placement
      : placeGraph(latestStructure, previous?.layout.placement.heights);
  return { layout: { structure: latestStructure, placement }, latestStructure, uri, drawingKey, layoutKey };
}

/** All that is drawn: where keys are equal, so are the drawings. */
function computeDrawingKey({ nodes, groups, wires, root }: GraphStructure): string {
  return JSON.stringify([
    nodes.map(({ range, source, ...node }) => node),
    groups.map(({ range, ...group }) => group),
    wires,
    root,
  ]);
}
