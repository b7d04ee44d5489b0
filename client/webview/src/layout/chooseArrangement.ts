/** The layout of a graph in the arrangement that suits its pane: legible as a whole, with all numbers if possible. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { type Arrangement, type Density, type Direction, defaultArrangement, densities } from './arrangement.ts';
import type { Size } from './box.ts';
import { fitZoom } from './fit.ts';
import { layOutGraph, type Placement } from './layOutGraph.ts';
import { minLegibleZoom } from './text.ts';

/** Several layouts of a larger graph would take too long, and none is legible as a whole. */
const maxComparedNodes = 300;
/** The other direction must be this much larger. */
const preference = 1.2;
/** A pane of this ratio of width to height is wide. */
const wideRatio = 1.15;
/** A graph that is drawn compactly must fit by this much before its numbers get room again. */
const slack = 1.1;

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
  if (structure.nodes.length > maxComparedNodes) return layOut({ direction: preferred, density: 'full' });
  const zoomOf = (placement: Placement): number => Math.min(1, fitZoom(placement, pane));
  const larger = (density: Density): Placement => {
    const placement = layOut({ direction: preferred, density });
    const zoom = zoomOf(placement);
    const isTight =
      previous !== undefined && densities.indexOf(previous.arrangement.density) > densities.indexOf(density);
    if (zoom >= (previous ? minLegibleZoom * (isTight ? slack : 1) : 1)) return placement;
    const other = layOut({ direction: opposite[preferred], density });
    return zoomOf(other) > zoom * preference ? other : placement;
  };
  let best: Placement | undefined;
  for (const density of densities) {
    const placement = larger(density);
    if (zoomOf(placement) >= minLegibleZoom) return placement;
    if (best === undefined || zoomOf(placement) > zoomOf(best)) best = placement;
  }
  return best!;
}

const opposite: Readonly<Record<Direction, Direction>> = { right: 'down', down: 'right' };
