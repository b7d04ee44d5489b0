/** Keyboard navigation on the canvas, and viewport anchoring across edits. */
import { expect, test } from 'vitest';
import { centerOf, nodeAtArrow } from '../../../client/webview/src/canvas/arrowKeys.ts';
import { canvasCommandFor } from '../../../client/webview/src/canvas/canvasKeys.ts';
import {
  anchoredViewport,
  fitViewport,
  initialViewport,
  isFullyVisible,
  viewportToRead,
  viewportToReveal,
} from '../../../client/webview/src/canvas/viewport/anchor.ts';
import { nodeMovesBetween } from '../../../client/webview/src/canvas/viewport/nodeAnimation.ts';
import { defaultArrangement } from '../../../client/webview/src/layout/arrangement.ts';
import { layOutBox } from '../../../client/webview/src/layout/layOutBox.ts';
import type { Placement } from '../../../client/webview/src/layout/layOutGraph.ts';
import { structureOf } from '../graphs.ts';

/**  x        a
 *        q        L
 *   y        b        */
const structure = structureOf(
  ['x', 'y', 'q', 'a', 'b', 'L'],
  [
    [0, 2],
    [1, 2],
    [2, 3],
    [2, 4],
    [3, 5],
    [4, 5],
  ],
);
const corners = [
  { x: 0, y: 0 },
  { x: 0, y: 200 },
  { x: 200, y: 70 },
  { x: 400, y: 0 },
  { x: 400, y: 200 },
  { x: 600, y: 100 },
];
const placement = placementAt(corners);
const pane = { width: 800, height: 400 };

function placementAt(nodes: Placement['nodes']): Placement {
  const boxes = structure.nodes.slice(0, nodes.length).map((node) => layOutBox(node, 2));
  return {
    arrangement: defaultArrangement,
    nodes,
    boxes,
    groups: [],
    wires: [],
    yPositions: new Map(),
    width: 760,
    height: 280,
  };
}

test.each([
  ['ArrowRight', 'x', 'q'],
  ['ArrowRight', 'q', 'a'],
  ['ArrowRight', 'L', 'L'],
  ['ArrowLeft', 'L', 'a'],
  ['ArrowLeft', 'q', 'x'],
  ['ArrowLeft', 'x', 'x'],
  ['ArrowDown', 'x', 'y'],
  ['ArrowUp', 'y', 'x'],
  ['ArrowDown', 'a', 'b'],
  ['Enter', 'q', undefined],
])('%s moves from node %s to node %s', (key, from, to) => {
  const index = structure.nodes.findIndex(({ name }) => name === from);
  const next = nodeAtArrow(key, index, structure, placement);
  expect(next === undefined ? undefined : structure.nodes[next]!.name).toBe(to);
});

test.each([
  ['ArrowDown', 'x', 'q'],
  ['ArrowUp', 'q', 'x'],
  ['ArrowRight', 'x', 'y'],
  ['ArrowLeft', 'b', 'a'],
])('in a graph downwards, %s moves from node %s to node %s', (key, from, to) => {
  const downwards: Placement = {
    ...placementAt(corners.map(({ x, y }) => ({ x: y, y: x }))),
    arrangement: { direction: 'down', density: 'full', bands: 1 },
  };
  const index = structure.nodes.findIndex(({ name }) => name === from);
  expect(structure.nodes[nodeAtArrow(key, index, structure, downwards)!]!.name).toBe(to);
});

test('a large graph is fitted and centered, and a small one is not enlarged', () => {
  const far = fitViewport({ width: 8000, height: 300 }, pane);
  expect(isFullyVisible({ width: 8000, height: 300 }, pane, far)).toBe(true);
  expect(far.x).toBeCloseTo(16);
  const near = fitViewport({ width: 100, height: 50 }, pane);
  expect(near).toEqual({ x: 330, y: 149, zoom: 1.4 });
  // In a narrow pane, the legend is above the buttons.
  expect(fitViewport({ width: 100, height: 50 }, { width: 360, height: 400 })).toEqual({ x: 110, y: 131, zoom: 1.4 });
});

test('names shrink a graph into the pane, unless it becomes too small to read', () => {
  const named = structureOf(
    ['x', 'a name of twenty letters', 'L'],
    [
      [0, 1],
      [1, 2],
    ],
  );
  const boxes = named.nodes.map((node) => layOutBox(node, 2));
  const nodes = [
    { x: 0, y: 0 },
    { x: 600, y: 90 },
    { x: 300, y: 180 },
  ];
  const drawn: Placement = { ...placementAt([]), boxes, nodes, width: 700, height: 280 };
  const fitIn = (width: number) => initialViewport(named, drawn, { width, height: 600 });
  const drawingIn = (width: number) => fitViewport(drawn, { width, height: 600 });
  expect(fitIn(466).zoom).toBeLessThan(drawingIn(466).zoom);
  expect(drawingIn(260).zoom).toBeGreaterThan(0.3);
  expect(fitIn(260)).toEqual(drawingIn(260));
});

test('a graph that would be too small to read is shown from its start', () => {
  const wide = { ...placement, width: 1100, height: 300 };
  expect(initialViewport(structure, wide, pane)).toEqual(fitViewport(wide, pane));
  const { x, y, zoom } = initialViewport(structure, { ...placement, width: 8000, height: 300 }, pane);
  expect([x, zoom]).toEqual([16, 0.8]);
  expect(y).toBeGreaterThan(0);
  const high = initialViewport(structure, { ...placement, width: 8000, height: 9000 }, pane);
  const first = centerOf(placement, 0).y * high.zoom + high.y;
  expect(first).toBeGreaterThan(100);
  expect(first).toBeLessThan(300);
});

test('a node outside the viewport is centered, and one inside does not move', () => {
  const viewport = { x: 10, y: 20, zoom: 2 };
  expect(viewportToReveal({ x: 100, y: 100 }, viewport, pane)).toBe(undefined);
  expect(viewportToReveal({ x: 900, y: 100 }, viewport, pane)).toEqual({ x: -1400, y: 0, zoom: 2 });
});

test('a node to read is centered and enlarged where names are cut', () => {
  const node = { x: 100, y: 100 };
  const readable = { x: 10, y: 20, zoom: 0.5 };
  expect(viewportToRead(node, readable, pane)).toBe(undefined);
  expect(viewportToRead({ x: 9000, y: 100 }, readable, pane)).toMatchObject({ zoom: 0.5 });
  const center = { x: pane.width / 2 - 80, y: pane.height / 2 - 80, zoom: 0.8 };
  expect(viewportToRead(node, { ...readable, zoom: 0.45 }, pane)).toEqual(center);
});

test('nodes animate from their previous positions', () => {
  const moved = corners.map(({ x, y }, index) => (index === 5 ? { x: x + 40, y } : { x, y: y + 30 }));
  const [before, after] = [
    { structure, placement },
    { structure, placement: placementAt(moved) },
  ];
  const [from, to] = [
    { x: 0, y: 0, zoom: 2 },
    { x: 0, y: -60, zoom: 2 },
  ];
  expect(nodeMovesBetween(before, after, from, to)).toEqual({ offsets: new Map([[5, { x: -40, y: 30 }]]), scale: 1 });
  const farther = { x: 30, y: 10, zoom: 1 };
  const { offsets, scale } = nodeMovesBetween(before, after, from, farther);
  expect(scale).toBe(2);
  for (const [index, { x, y }] of offsets) {
    const [was, is] = [corners[index]!, moved[index]!];
    const [left, top] = [is.x + x + farther.x, is.y + y + farther.y];
    expect([left, top]).toEqual([was.x * from.zoom + from.x, was.y * from.zoom + from.y]);
  }
  expect(offsets.size).toBe(corners.length);
});

test.each([
  ['+', undefined, { kind: 'zoomIn' }],
  ['-', 0, { kind: 'zoomOut' }],
  ['0', 2, { kind: 'fit' }],
  ['ArrowRight', 0, { kind: 'focusNode', nodeIndex: 2 }],
  ['ArrowRight', undefined, undefined],
  [' ', 0, undefined],
  [' ', 1, { kind: 'toggleGroup', group: 'h' }],
  [' ', 2, { kind: 'toggleGroup', group: 'q' }],
  ['a', 0, undefined],
])('the key %j on the node at index %j runs its command', (key, index, act) => {
  const [x, y, q, ...others] = structure.nodes;
  const nodes = [x!, { ...y!, parent: 'h' }, { ...q!, kind: 'group' as const }, ...others];
  expect(canvasCommandFor(key, index, { ...structure, nodes }, placement)).toEqual(act);
});

test('an edit keeps the highlighted or central node in place', () => {
  const moved = corners.map(({ x, y }, index) => ({ x: x + (index === 4 ? 50 : 10), y: y + (index === 4 ? 70 : 20) }));
  const [before, after] = [
    { structure, placement },
    { structure, placement: placementAt(moved) },
  ];
  const viewport = { x: 100, y: 50, zoom: 2 };
  expect(anchoredViewport(before, after, new Set([4]), viewport, pane)).toEqual({ x: 0, y: -90, zoom: 2 });
  expect(anchoredViewport(before, after, new Set(), viewport, pane)).toEqual({ x: 80, y: 10, zoom: 2 });
});

test('an expanded or collapsed group stays in place, even if another node is highlighted', () => {
  const frame = { id: 'y', label: 'y', parent: null, range: null };
  const collapsed = { structure, placement };
  const expanded = {
    structure: { ...structure, nodes: structure.nodes.filter(({ id }) => id !== 'y'), groups: [frame] },
    placement: {
      ...placementAt(corners.filter((_, index) => structure.nodes[index]!.id !== 'y')),
      groups: [{ x: 300, y: 200, width: 400, height: 100 }],
    },
  };
  const index = structure.nodes.findIndex(({ id }) => id === 'y');
  const [{ x }, { y }] = [corners[index]!, centerOf(placement, index)];
  const viewport = { x: 100, y: 50, zoom: 2 };
  const opened = { x: viewport.x + 2 * (x - 300), y: viewport.y + 2 * (y - 250), zoom: 2 };
  expect(anchoredViewport(collapsed, expanded, new Set([3]), viewport, pane)).toEqual(opened);
  expect(anchoredViewport(expanded, collapsed, new Set([3]), opened, pane)).toEqual(viewport);
});

test('nodes are matched by id, and the viewport is not anchored to another graph', () => {
  const without = { ...structure, nodes: structure.nodes.slice(1) };
  const after = { structure: without, placement: placementAt(corners.slice(1)) };
  expect(anchoredViewport({ structure, placement }, after, new Set(), { x: 0, y: 0, zoom: 1 }, pane)).toBeDefined();
  const other = { ...structure, nodes: structure.nodes.map((node) => ({ ...node, id: `${node.id}2` })) };
  expect(
    anchoredViewport(
      { structure, placement },
      { structure: other, placement },
      new Set(),
      { x: 0, y: 0, zoom: 1 },
      pane,
    ),
  ).toBe(undefined);
});
