/** The layout of a structure, kept while nothing that affects it changes. */

import { useRef } from 'react';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { computeLayoutKey, layOutGraph, type Placement } from './layOutGraph.ts';

export interface GraphLayout {
  /** The drawn structure; its ranges and sources may belong to an older text. */
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

/** @param uri the file that the structure belongs to. */
export function useLayout(structure: GraphStructure | undefined, uri: string): GraphLayout | undefined {
  const cacheRef = useRef<LayoutCache>(undefined);
  if (structure === undefined) return undefined;
  if (cacheRef.current?.latestStructure !== structure)
    cacheRef.current = updateLayout(cacheRef.current, structure, uri);
  return cacheRef.current.layout;
}

/** Reuses as much of the cached layout as still applies. */
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
      : layOutGraph(latestStructure, previous?.layout.placement.yPositions);
  return { layout: { structure: latestStructure, placement }, latestStructure, uri, drawingKey, layoutKey };
}

/** Key of everything that is drawn: equal keys mean equal drawings. */
function computeDrawingKey({ nodes, groups, wires, root }: GraphStructure): string {
  return JSON.stringify([
    nodes.map(({ range, source, ...node }) => node),
    groups.map(({ range, ...group }) => group),
    wires,
    root,
  ]);
}
