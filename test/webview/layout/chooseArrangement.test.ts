/** The arrangement follows the shape of the pane, and is kept while a model is edited. */
import { expect, test } from 'vitest';
import { contains, lineHeight, overlaps, type Size } from '../../../client/webview/src/layout/box.ts';
import { layOutForPane } from '../../../client/webview/src/layout/chooseArrangement.ts';
import { fitZoom } from '../../../client/webview/src/layout/fit.ts';
import { minLegibleZoom } from '../../../client/webview/src/layout/text.ts';
import { updateLayout } from '../../../client/webview/src/layout/useLayout.ts';
import { wirePath } from '../../../client/webview/src/layout/wires/wire.ts';
import type { GraphStructure } from '../../../protocol/panel/graph.ts';
import { structureOf } from '../graphs.ts';

const file = 'file:///chain.bp';
const tall = { width: 460, height: 640 };
const wide = { width: 1200, height: 400 };

/** Each node takes the one before it and a leaf of its own. */
function chain(length: number): GraphStructure {
  const names = Array.from({ length }, (_, index) => [`x${index}`, `y${index}`]).flat();
  const wires = Array.from({ length }, (_, index) => [
    [2 * index, 2 * index + 1] as const,
    ...(index > 0 ? [[2 * index - 1, 2 * index + 1] as const] : []),
  ]).flat();
  return structureOf(names, wires);
}

const arrangementIn = (pane: Size, length: number) => layOutForPane(chain(length), pane, undefined).arrangement;

test('a graph goes down in a tall pane and to the right in a wide one', () => {
  expect(arrangementIn(tall, 4)).toEqual({ direction: 'down', density: 'full', bands: 1 });
  expect(arrangementIn(wide, 4)).toEqual({ direction: 'right', density: 'full', bands: 1 });
});

test('a graph that does not fit with all its numbers is drawn more densely', () => {
  const zooms = [3, 6, 12].map((length) => {
    const placement = layOutForPane(chain(length), tall, undefined);
    return { density: placement.arrangement.density, isLegible: fitZoom(placement, tall) >= minLegibleZoom };
  });
  expect(zooms).toEqual([
    { density: 'full', isLegible: true },
    { density: 'numbers', isLegible: true },
    { density: 'names', isLegible: true },
  ]);
});

test('in a narrow pane, names leave numbers the room beside and between that is left', () => {
  const roomFor = (length: number, width: number) => {
    const names = Array.from({ length }, (_, index) => `x${index}`);
    const wires = names.slice(1).map((_, index) => [index, index + 1] as const);
    return layOutForPane(structureOf(names, wires), { width, height: 640 }, undefined).arrangement;
  };
  const arrangement = { direction: 'down', density: 'names', bands: 1 };
  expect(roomFor(12, 150)).toEqual({ ...arrangement, numbersWidth: 112 });
  expect(roomFor(8, 120)).toEqual({ ...arrangement, extraGap: 20 });
  expect(roomFor(10, 120)).toEqual({ ...arrangement, extraGap: 10 });
  expect(roomFor(12, 120)).toEqual(arrangement);
  // A graph that is illegible anyway gets no smaller.
  expect(roomFor(30, 120)).toEqual({ ...arrangement, bands: 2 });
});

test('elements of small tensors are written out where they have room', () => {
  const withElements = (length: number): GraphStructure => {
    const structure = chain(length);
    const elementsSize = { lines: 2, columns: 22 };
    return { ...structure, nodes: structure.nodes.map((node) => ({ ...node, shape: '[2×2]', elementsSize })) };
  };
  expect([2, 12].map((length) => layOutForPane(withElements(length), tall, undefined).arrangement.density)).toEqual([
    'elements',
    'names',
  ]);
  const { arrangement, boxes, nodes } = layOutForPane(withElements(3), { width: 1400, height: 400 }, undefined);
  expect(arrangement).toEqual({ direction: 'right', density: 'elements', bands: 1 });
  // The lines of the value end above the wire, those of the gradient begin below it.
  for (const [index, { value, gradient, outlet, height }] of boxes.entries()) {
    const half = lineHeight;
    expect(value.y + half).toBeLessThan(outlet.y);
    expect(gradient.y - half).toBeGreaterThan(outlet.y);
    expect(value.y - half).toBeGreaterThanOrEqual(-1);
    expect(gradient.y + half).toBeLessThanOrEqual(height + 1);
    expect(nodes[index]!.y).toBeGreaterThanOrEqual(0);
  }
});

test('a chain that is long in both directions is wrapped, and its wires lead back', () => {
  const structure = chain(40);
  const pane = { width: 900, height: 900 };
  const { arrangement, wires, nodes, height, width } = layOutForPane(structure, pane, undefined);
  expect(arrangement.bands).toBeGreaterThan(1);
  expect(fitZoom({ width, height }, pane)).toBeGreaterThan(0.55);
  const returning = wires.filter((points) => points.some((point, index) => point.y < (points[index - 1]?.y ?? 0) - 1));
  expect(returning.length).toBeGreaterThanOrEqual(arrangement.bands - 1);
  expect(returning.length).toBeLessThanOrEqual(2 * (arrangement.bands - 1));
  for (const points of returning) expect(wirePath(points, arrangement.direction)).toMatch(/^M[^M]*$/);
  expect(nodes.every(({ x, y }) => x >= 0 && y >= 0 && x < width && y < height)).toBe(true);
});

test('a long chain in an expanded group is wrapped inside its frame', () => {
  const long = chain(20);
  const last = long.nodes.length - 1;
  const group = { id: 'block', label: 'block', parent: null, range: null };
  const nodes = long.nodes.map((node, index) => ({ ...node, parent: index > 0 && index < last - 1 ? group.id : null }));
  const placement = layOutForPane({ ...long, nodes, groups: [group] }, tall, undefined);
  expect(placement.arrangement.bands).toBe(2);
  expect(fitZoom(placement, tall)).toBeGreaterThan(0.5);
  const frame = placement.groups[0]!;
  const areas = placement.nodes.map((origin, index) => ({ ...placement.boxes[index]!, ...origin }));
  const inner = areas.slice(1, last - 1);
  for (const area of inner) expect(contains(frame, area)).toBe(true);
  for (const [index, area] of inner.entries())
    for (const other of inner.slice(index + 1)) expect(overlaps(area, other)).toBe(false);
  long.wires.forEach(({ from, to }, wire) => {
    const points = placement.wires[wire]!.map((point) => ({ ...point, width: 0, height: 0 }));
    if (from > 0 && to < last - 1) for (const point of points) expect(contains(frame, point)).toBe(true);
  });
});

test('the direction follows a resize until the user moves the canvas', () => {
  const structure = chain(4);
  const first = updateLayout(undefined, structure, file, tall);
  const directionAfter = (isFixed: boolean) =>
    updateLayout(first, structure, file, wide, isFixed).layout.placement.arrangement.direction;
  expect(first.layout.placement.arrangement.direction).toBe('down');
  expect(directionAfter(false)).toBe('right');
  expect(directionAfter(true)).toBe('down');
});

test('a resize that changes nothing keeps the layout', () => {
  const first = updateLayout(undefined, chain(4), file, tall);
  const resized = updateLayout(first, first.latestStructure, file, { width: 470, height: 650 });
  expect(resized.layout).toBe(first.layout);
});

test('an edit keeps the arrangement while the graph is legible', () => {
  const pane = { width: 640, height: 620 };
  let cache = updateLayout(undefined, chain(2), file, pane);
  const { direction } = cache.layout.placement.arrangement;
  for (const length of [3, 2, 4, 3]) {
    cache = updateLayout(cache, chain(length), file, pane);
    expect(cache.layout.placement.arrangement.direction).toBe(direction);
  }
});
