/** Viewport of a graph: initially all of it; after an edit, anchored so that what was in view stays in place. */

import type { Viewport } from '../../../../../protocol/panel/messages.ts';
import type { Point, Size } from '../../layout/box.ts';
import type { Placement } from '../../layout/layOutGraph.ts';
import type { GraphLayout } from '../../layout/useLayout.ts';
import { centerOf } from '../arrowKeys.ts';

/** Padding around a fitted graph in pixels; the legend and the buttons are at the bottom. */
const margin = { side: 28, top: 24, bottom: 40 };
/** Maximum zoom when fitting, so that a small graph is not blown up. */
const maxFitZoom = 1.4;
/** Minimum zoom; below it a node would be smaller than a dot. */
export const minZoom = 0.05;
/** A graph that would need a smaller zoom than this to fit is shown from its beginning instead. */
const minOverviewZoom = 0.65;
const readingZoom = 0.8;

export function fitViewport({ width, height }: Size, pane: Size): Viewport {
  const [availableWidth, availableHeight] = [pane.width - 2 * margin.side, pane.height - margin.top - margin.bottom];
  const fittingZoom = Math.min(maxFitZoom, availableWidth / Math.max(1, width), availableHeight / Math.max(1, height));
  const zoom = Math.max(minZoom, fittingZoom);
  return {
    x: (pane.width - width * zoom) / 2,
    y: margin.top + (availableHeight - height * zoom) / 2,
    zoom,
  };
}

/** Fits the graph, or shows its beginning if fitting would make it illegible. */
export function initialViewport({ nodes, boxes, ...size }: Placement, pane: Size): Viewport {
  const fitted = fitViewport(size, pane);
  if (fitted.zoom >= minOverviewZoom) return fitted;
  const availableHeight = pane.height - margin.top - margin.bottom;
  const centerY =
    size.height * readingZoom <= availableHeight
      ? size.height / 2
      : nodes.reduce((leftmost, { x, y }) => (x < leftmost.x ? { x, y } : leftmost), {
          x: Number.POSITIVE_INFINITY,
          y: 0,
        }).y +
        (boxes[0]?.height ?? 0) / 2;
  return { x: margin.side, y: margin.top + availableHeight / 2 - centerY * readingZoom, zoom: readingZoom };
}

/** Centers a point at the current zoom; undefined if it is visible already. */
export function viewportToReveal(
  { x, y }: Point,
  { x: left, y: top, zoom }: Viewport,
  pane: Size,
): Viewport | undefined {
  const [screenX, screenY] = [left + x * zoom, top + y * zoom];
  const isVisible =
    screenX > margin.side &&
    screenX < pane.width - margin.side &&
    screenY > margin.top &&
    screenY < pane.height - margin.bottom;
  return isVisible ? undefined : { x: pane.width / 2 - x * zoom, y: pane.height / 2 - y * zoom, zoom };
}

/** True if at least one node is visible. */
export function isAnyNodeVisible(placement: Placement, pane: Size, viewport: Viewport): boolean {
  return placement.nodes.some((_, index) => viewportToReveal(centerOf(placement, index), viewport, pane) === undefined);
}

/** True if the whole graph is visible. */
export function isFullyVisible({ width, height }: Size, pane: Size, { x, y, zoom }: Viewport): boolean {
  return x >= 0 && y >= 0 && x + width * zoom <= pane.width && y + height * zoom <= pane.height;
}

/**
 * The viewport for a new graph that keeps one thing in place: the toggled group, else the first surviving node of
 * `preferred`, else the node nearest to the center. Undefined if no node survives.
 */
export function anchoredViewport(
  previous: GraphLayout,
  current: GraphLayout,
  preferred: ReadonlySet<number>,
  viewport: Viewport,
  pane: Size,
): Viewport | undefined {
  const group = expandedGroup(current, previous) ?? expandedGroup(previous, current);
  if (group !== undefined) {
    const [oldPosition, newPosition] = [leftCenterOf(group, previous), leftCenterOf(group, current)];
    return {
      x: viewport.x + (oldPosition.x - newPosition.x) * viewport.zoom,
      y: viewport.y + (oldPosition.y - newPosition.y) * viewport.zoom,
      zoom: viewport.zoom,
    };
  }
  const previousIndices = new Map(previous.structure.nodes.map(({ id }, index) => [id, index]));
  const [centerX, centerY] = [
    (pane.width / 2 - viewport.x) / viewport.zoom,
    (pane.height / 2 - viewport.y) / viewport.zoom,
  ];
  let shift: { readonly dx: number; readonly dy: number } | undefined;
  let minDistance = Number.POSITIVE_INFINITY;
  for (const [index, { id }] of current.structure.nodes.entries()) {
    const previousIndex = previousIndices.get(id);
    if (previousIndex === undefined) continue;
    const oldPosition = centerOf(previous.placement, previousIndex);
    const distance = preferred.has(index) ? -1 : Math.hypot(oldPosition.x - centerX, oldPosition.y - centerY);
    if (distance >= minDistance) continue;
    const newPosition = centerOf(current.placement, index);
    shift = { dx: oldPosition.x - newPosition.x, dy: oldPosition.y - newPosition.y };
    minDistance = distance;
  }
  return (
    shift && { x: viewport.x + shift.dx * viewport.zoom, y: viewport.y + shift.dy * viewport.zoom, zoom: viewport.zoom }
  );
}

/** The group that is expanded in one graph and a node of the other. */
function expandedGroup(expandedGraph: GraphLayout, collapsedGraph: GraphLayout): string | undefined {
  const nodes = new Set(collapsedGraph.structure.nodes.map(({ id }) => id));
  return expandedGraph.structure.groups.find(({ id }) => nodes.has(id))?.id;
}

/** The middle of its left side: an expanded group grows to the right, and equally up and down. */
function leftCenterOf(group: string, { structure, placement }: GraphLayout): Point {
  const frame = placement.groups[structure.groups.findIndex(({ id }) => id === group)];
  if (frame) return { x: frame.x, y: frame.y + frame.height / 2 };
  const index = structure.nodes.findIndex(({ id }) => id === group);
  return { x: placement.nodes[index]!.x, y: centerOf(placement, index).y };
}
