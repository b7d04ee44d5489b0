/** Viewport of a graph: initially all of it; after an edit, anchored so that what was in view stays in place. */

import type { GraphStructure } from '../../../../../protocol/panel/graph.ts';
import type { Viewport } from '../../../../../protocol/panel/messages.ts';
import { orientPoint, orientSize } from '../../layout/arrangement.ts';
import type { Point, Size } from '../../layout/box.ts';
import { bottomMargin, fitMargin, fitZoom } from '../../layout/fit.ts';
import type { Placement } from '../../layout/layOutGraph.ts';
import type { GraphLayout } from '../../layout/useLayout.ts';
import { centerOf } from '../arrowKeys.ts';
import { extentWithNames, textScale } from '../labels.ts';

/** A graph that would need a smaller zoom than this to fit is shown from its beginning instead. */
const minOverviewZoom = 0.3;
const readingZoom = 0.8;
/** Each fit leaves less of the names outside, since their relative size grows with it. */
const nameFits = 3;
/** Below this zoom most names are cut. */
const minReadingZoom = 0.5;

export function fitViewport(size: Size, pane: Size): Viewport {
  const zoom = fitZoom(size, pane);
  const availableHeight = pane.height - fitMargin.top - bottomMargin(pane);
  return {
    x: (pane.width - size.width * zoom) / 2,
    y: fitMargin.top + (availableHeight - size.height * zoom) / 2,
    zoom,
  };
}

/**
 * Fits a graph with its names, which keep a readable size and so take more room the smaller the drawing is. Where that would
 * make it illegible, fits the drawing alone.
 */
export function fitWithNames(structure: GraphStructure, placement: Placement, pane: Size): Viewport {
  const { height, arrangement } = placement;
  const drawing = fitViewport(placement, pane);
  let fitted = drawing;
  for (let attempt = 0; attempt < nameFits; attempt++) {
    const scale = textScale(fitted.zoom, structure.nodes.length, arrangement.density);
    const { left, right } = extentWithNames(structure, placement, scale);
    const { x, y, zoom } = fitViewport({ width: right - left, height }, pane);
    if (zoom < minOverviewZoom) return drawing;
    fitted = { x: x - left * zoom, y, zoom };
  }
  return fitted;
}

/** Fits the graph, or shows its beginning if fitting would make it illegible. */
export function initialViewport(structure: GraphStructure, placement: Placement, pane: Size): Viewport {
  const fitted = fitWithNames(structure, placement, pane);
  if (fitted.zoom >= minOverviewZoom) return fitted;
  const { direction } = placement.arrangement;
  const available = {
    width: pane.width - 2 * fitMargin.side,
    height: pane.height - fitMargin.top - bottomMargin(pane),
  };
  const across = orientSize(placement, direction).height;
  const availableAcross = orientSize(available, direction).height;
  const first = placement.nodes
    .map((corner) => orientPoint(corner, direction))
    .reduce((earliest, corner) => (corner.x < earliest.x ? corner : earliest), { x: Number.POSITIVE_INFINITY, y: 0 });
  const firstSize = placement.boxes[0] ? orientSize(placement.boxes[0], direction).height : 0;
  const center = across * readingZoom <= availableAcross ? across / 2 : first.y + firstSize / 2;
  const start = orientPoint({ x: 0, y: availableAcross / 2 - center * readingZoom }, direction);
  return { x: fitMargin.side + start.x, y: fitMargin.top + start.y, zoom: readingZoom };
}

/** Centers a point at the current zoom; undefined if it is visible already. */
export function viewportToReveal(
  { x, y }: Point,
  { x: left, y: top, zoom }: Viewport,
  pane: Size,
): Viewport | undefined {
  const [screenX, screenY] = [left + x * zoom, top + y * zoom];
  const isVisible =
    screenX > fitMargin.side &&
    screenX < pane.width - fitMargin.side &&
    screenY > fitMargin.top &&
    screenY < pane.height - bottomMargin(pane);
  return isVisible ? undefined : { x: pane.width / 2 - x * zoom, y: pane.height / 2 - y * zoom, zoom };
}

/** As `viewportToReveal`, but zooms in where names are cut. */
export function viewportToRead(point: Point, viewport: Viewport, pane: Size): Viewport | undefined {
  if (viewport.zoom >= minReadingZoom) return viewportToReveal(point, viewport, pane);
  const { x, y } = point;
  return { x: pane.width / 2 - x * readingZoom, y: pane.height / 2 - y * readingZoom, zoom: readingZoom };
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
