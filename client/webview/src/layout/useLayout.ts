/** The layout of a structure, kept while nothing that affects it changes. */

import { useRef } from 'react';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { Size } from './box.ts';
import { layOutForPane } from './chooseArrangement.ts';
import { computeLayoutKey, type Placement } from './layOutGraph.ts';

export interface GraphLayout {
  /** The drawn structure; its ranges and sources may belong to an older text. */
  readonly structure: GraphStructure;
  readonly placement: Placement;
}

interface LayoutCache {
  readonly layout: GraphLayout;
  readonly latestStructure: GraphStructure;
  readonly uri: string;
  /** The size that the arrangement was chosen for. */
  readonly pane: Size | undefined;
  readonly drawingKey: string;
  readonly layoutKey: string;
}

/**
 * @param uri the file that the structure belongs to.
 * @param pane the size of the canvas; undefined while it is unknown.
 * @param isFixed true if the user has moved the viewport: then a resize changes nothing.
 */
export function useLayout(
  structure: GraphStructure | undefined,
  uri: string,
  pane: Size | undefined,
  isFixed: boolean,
): GraphLayout | undefined {
  const cacheRef = useRef<LayoutCache>(undefined);
  if (structure === undefined) return undefined;
  const cache = cacheRef.current;
  if (cache?.latestStructure !== structure || (!isFixed && !isSameSize(cache.pane, pane)))
    cacheRef.current = updateLayout(cache, structure, uri, pane, isFixed);
  return cacheRef.current?.layout;
}

/** Reuses as much of the cached layout as still applies. */
export function updateLayout(
  cache: LayoutCache | undefined,
  latestStructure: GraphStructure,
  uri: string,
  pane?: Size,
  isFixed = false,
): LayoutCache {
  const previous = cache?.uri === uri ? cache : undefined;
  const arrangedFor = isFixed && previous ? previous.pane : pane;
  const isResized = !isSameSize(previous?.pane, arrangedFor);
  const drawingKey = computeDrawingKey(latestStructure);
  if (previous && previous.drawingKey === drawingKey && !isResized) return { ...previous, latestStructure };
  const layoutKey = computeLayoutKey(latestStructure, previous?.layout.placement.arrangement);
  const isSame = previous?.layoutKey === layoutKey && !isResized;
  const placement = isSame
    ? previous.layout.placement
    : layOutForPane(
        latestStructure,
        isFixed && previous ? undefined : pane,
        isResized ? undefined : previous?.layout.placement,
      );
  const isKept = previous?.drawingKey === drawingKey && isSameArrangement(previous.layout.placement, placement);
  return {
    layout: isKept ? previous.layout : { structure: latestStructure, placement },
    latestStructure,
    uri,
    pane: arrangedFor,
    drawingKey,
    layoutKey: isSame ? layoutKey : computeLayoutKey(latestStructure, placement.arrangement),
  };
}

export function isSameArrangement({ arrangement: a }: Placement, { arrangement: b }: Placement): boolean {
  return (
    a.direction === b.direction &&
    a.density === b.density &&
    a.bands === b.bands &&
    (a.numbersWidth ?? 0) === (b.numbersWidth ?? 0) &&
    (a.extraGap ?? 0) === (b.extraGap ?? 0)
  );
}

function isSameSize(a: Size | undefined, b: Size | undefined): boolean {
  return a?.width === b?.width && a?.height === b?.height;
}

/** Key of everything that is drawn: equal keys mean equal drawings. */
function computeDrawingKey({ nodes, groups, wires, objectiveName }: GraphStructure): string {
  return JSON.stringify([
    nodes.map(({ range, source, ...node }) => node),
    groups.map(({ range, ...group }) => group),
    wires,
    objectiveName,
  ]);
}
