/** The layout of a graph in the arrangement that suits its pane: legible as a whole, with all numbers if possible. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { type Arrangement, type Direction, defaultArrangement, densities } from './arrangement.ts';
import type { Size } from './box.ts';
import { fitZoom } from './fit.ts';
import { layOutGraph, type Placement } from './layOutGraph.ts';
import { minLegibleZoom } from './text.ts';

/** Several layouts of a larger graph would take too long, and none is legible as a whole. */
const maxComparedNodes = 120;
/** Another direction or number of bands must be this much larger. */
const preference = 1.2;
/** Names are legible in smaller boxes, as they keep their size. */
const minNamesZoom = 0.6;
/** Numbers of bands that are tried if one is not enough. */
const bandCounts = [2, 3];
const directions: readonly Direction[] = ['right', 'down'];
/** A pane of this ratio of width to height is wide. */
const wideRatio = 1.15;
/** A graph that is drawn compactly must fit by this much before its numbers get room again. */
const slack = 1.1;
/** Room that is tried for the numbers beside names, and how much smaller it may make the graph. */
const numbersWidths = [{ numbersWidth: 112 }, { numbersWidth: 56 }];
/** Room for a line of the elements of a small tensor and of its gradient. */
const elementsWidth = { numbersWidth: 160 };
const minWidenedZoom = 0.85;
const extraGaps = [{ extraGap: 20 }, { extraGap: 10 }];
const minSpacedZoom = 0.97;

/**
 * @param pane the size to fit into; undefined if it is unknown.
 * @param previous the current layout, whose arrangement is kept while the graph is legible.
 */
export function layOutForPane(
  structure: GraphStructure,
  pane: Size | undefined,
  previous: Placement | undefined,
): Placement {
  const layOut = (arrangement: Arrangement): Placement => {
    const isSame = previous?.arrangement.direction === arrangement.direction;
    return layOutGraph(structure, isSame ? previous.yPositions : undefined, arrangement);
  };
  if (pane === undefined) return layOut(previous?.arrangement ?? defaultArrangement);
  const preferred = previous?.arrangement.direction ?? (pane.width >= pane.height * wideRatio ? 'right' : 'down');
  if (structure.nodes.length > maxComparedNodes) return layOut({ direction: preferred, density: 'full', bands: 1 });
  const zoomOf = (placement: Placement): number => Math.min(1, fitZoom(placement, pane));
  /** The first of the layouts with more room for numbers that is not much smaller. */
  const roomier = (placement: Placement, rooms: readonly Partial<Arrangement>[], minShare: number): Placement => {
    for (const room of rooms) {
      const layout = layOut({ ...placement.arrangement, ...room });
      if (zoomOf(layout) >= zoomOf(placement) * minShare) return layout;
    }
    return placement;
  };
  const hasElements = structure.nodes.some(({ elementsSize }) => elementsSize !== null);
  const widths = hasElements ? [elementsWidth, ...numbersWidths] : numbersWidths;
  /** Downwards, numbers beside the names get the room that the pane has left. */
  const widen = (placement: Placement): Placement => {
    const { direction, density } = placement.arrangement;
    if (density !== 'names' || direction !== 'down' || zoomOf(placement) < minNamesZoom) return placement;
    return roomier(roomier(placement, widths, minWidenedZoom), extraGaps, minSpacedZoom);
  };
  let best: Placement | undefined;
  for (const density of densities) {
    if (density === 'elements' && !hasElements) continue;
    const kept = previous?.arrangement.density === density ? previous.arrangement.bands : 1;
    const placement = layOut({ direction: preferred, density, bands: kept });
    const isTight =
      previous !== undefined && densities.indexOf(previous.arrangement.density) > densities.indexOf(density);
    const minZoom = density === 'names' ? minNamesZoom : minLegibleZoom;
    if (zoomOf(placement) >= (previous ? minZoom * (isTight ? slack : 1) : 1)) return widen(placement);
    // The simpler one of two that are about as large, unless only the other one is legible.
    const larger = (a: Placement, b: Placement): Placement =>
      zoomOf(b) > zoomOf(a) * (zoomOf(a) < minZoom && zoomOf(b) >= minZoom ? 1 : preference) ? b : a;
    const straight = [placement, layOut({ direction: opposite[preferred], density, bands: 1 })].reduce(larger);
    if (zoomOf(straight) >= minZoom) return widen(straight);
    // A graph in one piece is easier to read than one with the elements of its tensors.
    if (density === 'elements') continue;
    const wrapDensities = density === 'full' && hasElements ? (['elements', 'full'] as const) : [density];
    let largest = straight;
    for (const wrapDensity of wrapDensities) {
      const wrapped = bandCounts.flatMap((bands) =>
        directions.map((direction) => layOut({ direction, density: wrapDensity, bands })),
      );
      largest = [straight, ...wrapped].reduce(larger);
      if (zoomOf(largest) >= minZoom) return widen(largest);
    }
    if (best === undefined || zoomOf(largest) > zoomOf(best)) best = largest;
  }
  return widen(best!);
}

const opposite: Readonly<Record<Direction, Direction>> = { right: 'down', down: 'right' };
