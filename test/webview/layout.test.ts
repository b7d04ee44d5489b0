/** A graph is laid out by ELK from left to right, anew only where something else is drawn. */
import elkjs from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elkGraphOf, layoutKey } from '../../client/webview/src/layout/elkGraph.ts';
import { type Placement, placementOf } from '../../client/webview/src/layout/placement.ts';
import type { GraphStructure } from '../../server/src/protocol/graph.ts';
import { structureOf } from './graphs.ts';

const lesson = structureOf(
  ['x', 'y', 'z', 'q', 'f', 'L'],
  [
    [0, 3],
    [1, 3],
    [3, 4],
    [2, 4],
    [4, 5],
  ],
);

async function placed(structure: GraphStructure): Promise<Placement> {
  return placementOf(structure, await new elkjs.default().layout(elkGraphOf(structure)));
}

/** Puts nodes into groups; a group may be in the one before it. */
function grouped(structure: GraphStructure, groupOf: readonly (number | null)[], isNested: boolean): GraphStructure {
  const idOf = (group: number) => `group ${group}`;
  const used = [...new Set(groupOf.filter((group) => group !== null))].sort((a, b) => a - b);
  const groups = used.map((group, place) => ({
    id: idOf(group),
    label: 'dense',
    parent: isNested && place > 0 ? idOf(used[place - 1]!) : null,
    range: null,
  }));
  const nodes = structure.nodes.map((node, place) => {
    const group = groupOf[place] ?? null;
    return { ...node, parent: group === null ? null : idOf(group) };
  });
  return { ...structure, nodes, groups };
}

test('every wire goes to the right, from the end of the numbers of its source to the outline of its consumer', async () => {
  const { nodes, boxes, wires } = await placed(lesson);
  for (const [place, { from, to }] of lesson.wires.entries()) {
    const [start, end] = [wires[place]![0]!, wires[place]!.at(-1)!];
    expect(start).toEqual({ x: nodes[from]!.x + boxes[from]!.outlet.x, y: nodes[from]!.y + boxes[from]!.outlet.y });
    expect(end.x).toBeGreaterThan(start.x);
    expect(end.x).toBeGreaterThanOrEqual(nodes[to]!.x);
    expect(end.x).toBeLessThan(nodes[to]!.x + 22);
  }
});

test('wires enter in the order of the operands', async () => {
  const { wires } = await placed(lesson);
  const entry = (place: number) => wires[place]!.at(-1)!.y;
  expect(entry(0)).toBeLessThan(entry(1));
  expect(entry(2)).toBeLessThan(entry(3));
});

test('the key tells whether a layout may be kept', () => {
  const withNode = (place: number, parts: Partial<GraphStructure['nodes'][number]>): GraphStructure => ({
    ...lesson,
    nodes: lesson.nodes.map((node, at) => (at === place ? { ...node, ...parts } : node)),
  });
  const key = layoutKey(lesson);
  expect(layoutKey(withNode(4, { symbol: '×', id: 'other', source: 'f = q * z' }))).toBe(key);
  expect(layoutKey(withNode(0, { name: 'w', symbol: 'w' }))).toBe(key);
  expect(layoutKey(withNode(4, { symbol: 'bce_with_logits' }))).not.toBe(key);
  expect(layoutKey(withNode(4, { shape: '[2×3]' }))).not.toBe(key);
  expect(layoutKey({ ...lesson, wires: lesson.wires.slice(1) })).not.toBe(key);
});

test('open groups are around what is in them, however they nest', async () => {
  const structure = grouped(lesson, [null, 0, 1, 0, 1, null], true);
  const { nodes, boxes, groups } = await placed(structure);
  const isInside = (outer: { x: number; y: number; width: number; height: number }, inner: typeof outer) =>
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height;
  for (const [place, { parent }] of structure.nodes.entries()) {
    const group = structure.groups.findIndex(({ id }) => id === parent);
    if (group >= 0) expect(isInside(groups[group]!, { ...nodes[place]!, ...sizeOf(boxes[place]!) })).toBe(true);
  }
  expect(isInside(groups[0]!, groups[1]!)).toBe(true);
});

test('any graph is laid out, with any groups, so that no two nodes overlap', async () => {
  const graphs = fc.integer({ min: 2, max: 14 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      ends: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 24 }),
      groupOf: fc.array(fc.option(fc.nat(2)), { minLength: count, maxLength: count }),
      isNested: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(graphs, async ({ count, ends, groupOf, isNested }) => {
      const names = Array.from({ length: count }, (_, place) => `n${place}`);
      const wires = ends.filter(([a, b]) => a !== b).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
      const structure = grouped(structureOf(names, wires), groupOf, isNested);
      const { nodes, boxes, wires: lines } = await placed(structure);
      const rectangles = nodes.map((node, place) => ({ ...node, ...sizeOf(boxes[place]!) }));
      for (const [place, a] of rectangles.entries()) {
        for (const b of rectangles.slice(place + 1)) expect(overlap(a, b)).toBe(false);
      }
      expect(lines.flat().every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    }),
    { numRuns: 40 },
  );
}, 60_000);

function sizeOf({ width, height }: { readonly width: number; readonly height: number }) {
  return { width, height };
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
