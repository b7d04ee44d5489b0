/** Graph layout: left to right, groups around their nodes, stable under edits. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arrangement, densities } from '../../../client/webview/src/layout/arrangement.ts';
import type { Point } from '../../../client/webview/src/layout/box.ts';
import { layOutGraph } from '../../../client/webview/src/layout/layOutGraph.ts';
import { textWidth } from '../../../client/webview/src/layout/text.ts';
import { updateLayout } from '../../../client/webview/src/layout/useLayout.ts';
import { wirePath, wireShapes } from '../../../client/webview/src/layout/wires/wire.ts';
import type { GraphStructure } from '../../../protocol/panel/graph.ts';
import { structureOf } from '../graphs.ts';

const file = 'file:///lesson.bp';
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

/** Puts nodes into groups; if nested, each group is inside the previous one. */
function grouped(structure: GraphStructure, groupOf: readonly (number | null)[], isNested: boolean): GraphStructure {
  const idOf = (group: number) => `group ${group}`;
  const used = [...new Set(groupOf.filter((group) => group !== null))].sort((a, b) => a - b);
  const groups = used.map((group, index) => ({
    id: idOf(group),
    label: 'dense',
    parent: isNested && index > 0 ? idOf(used[index - 1]!) : null,
    range: null,
  }));
  const nodes = structure.nodes.map((node, index) => {
    const group = groupOf[index] ?? null;
    return { ...node, parent: group === null ? null : idOf(group) };
  });
  return { ...structure, nodes, groups };
}

test("every wire goes right, from its source's outlet to its consumer's outline", () => {
  const { nodes, boxes, wires } = layOutGraph(lesson);
  for (const [index, { from, to }] of lesson.wires.entries()) {
    const [start, end] = [wires[index]![0]!, wires[index]!.at(-1)!];
    expect(start).toEqual({ x: nodes[from]!.x + boxes[from]!.outlet.x, y: nodes[from]!.y + boxes[from]!.outlet.y });
    expect(end.x).toBeGreaterThan(start.x);
    expect(end.x).toBeGreaterThanOrEqual(nodes[to]!.x);
    expect(end.x).toBeLessThan(nodes[to]!.x + 22);
  }
});

test("downwards, every wire goes down, from its source's outlet to the top of its consumer", () => {
  const down: Arrangement = { direction: 'down', density: 'full', bands: 1 };
  const { nodes, boxes, wires } = layOutGraph(lesson, undefined, down);
  for (const [index, { from, to }] of lesson.wires.entries()) {
    const [start, end] = [wires[index]![0]!, wires[index]!.at(-1)!];
    expect(start).toEqual({ x: nodes[from]!.x + boxes[from]!.outlet.x, y: nodes[from]!.y + boxes[from]!.outlet.y });
    expect(end.y).toBeGreaterThan(start.y);
    const { x, y, width } = boxes[to]!.body;
    expect(end.y - nodes[to]!.y - y).toBeLessThan(22);
    expect(end.x).toBeGreaterThan(nodes[to]!.x + x);
    expect(end.x).toBeLessThan(nodes[to]!.x + x + width);
  }
});

test('a wire with a gradient of its own is horizontal along that number', () => {
  const fork = structureOf(
    ['x', 'data', 'a', 'b', 'L'],
    [
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 4],
      [3, 4],
    ],
  );
  const nodes = fork.nodes.map((node) => (node.name === 'data' ? { ...node, kind: 'data' as const } : node));
  const runs = layOutGraph({ ...fork, nodes }).wires.map((points) => {
    const [before, tip] = points.slice(-2) as [Point, Point];
    return before.y === tip.y ? tip.x - before.x : 0;
  });
  const widest = textWidth('−0.04306', 11);
  expect(runs.map((run) => run > widest)).toEqual([true, true, false, false, false, false]);
});

test('steeper wires get more horizontal room', () => {
  const widthsOf = (leaves: number) => {
    const names = Array.from({ length: leaves }, (_, index) => `x${index}`);
    const structure = structureOf(
      [...names, 'L'],
      names.map((_, index) => [index, leaves] as const),
    );
    return layOutGraph(structure).wires.map((points) => points.at(-1)!.x - points[0]!.x);
  };
  expect(Math.min(...widthsOf(9))).toBeGreaterThan(Math.max(...widthsOf(2)));
});

test('wires enter in the order of the operands', () => {
  const { wires } = layOutGraph(lesson);
  const entry = (index: number) => wires[index]!.at(-1)!.y;
  expect(entry(0)).toBeLessThan(entry(1));
  expect(entry(2)).toBeLessThan(entry(3));
});

test('a leaf is in the column before its first consumer', () => {
  const { nodes } = layOutGraph(lesson);
  const columns = nodes.map(({ x }) => x);
  expect(columns[2]).toBe(columns[3]);
  expect(columns[0]).toBeLessThan(columns[3]!);
});

test('numbers are above the upper of adjacent wires, and below the lower', () => {
  const names = ['a', 'b', 'c', 'L'];
  const structure = structureOf(
    names,
    [0, 1, 2].map((index) => [index, 3] as const),
  );
  const wires = wireShapes(structure, layOutGraph(structure));
  expect(wires.map(({ tip, marks }) => marks!.gradient.y < tip.y)).toEqual([true, true, false]);
});

test('changes of source text alone keep the layout', () => {
  const before = updateLayout(undefined, lesson, file);
  const nodes = lesson.nodes.map((node) => ({ ...node, source: `${node.source} `, range: null }));
  const after = updateLayout(before, { ...lesson, nodes }, file);
  expect(after.layout).toBe(before.layout);
  expect(updateLayout(after, { ...lesson, wires: lesson.wires.slice(1) }, file).layout.placement).not.toBe(
    before.layout.placement,
  );
});

test('a symbol with another number keeps the layout unless its width changes much', () => {
  const scaled = (symbol: string) => ({ ...lesson, nodes: lesson.nodes.map((node) => ({ ...node, symbol })) });
  const before = updateLayout(undefined, scaled('3.01 ×'), file);
  const after = updateLayout(before, scaled('3.5 ×'), file);
  expect(after.layout.structure.nodes[0]!.symbol).toBe('3.5 ×');
  expect(after.layout.placement).toBe(before.layout.placement);
  expect(updateLayout(after, scaled('3.01416 ×'), file).layout.placement).not.toBe(before.layout.placement);
});

test('expanded groups enclose their nodes and nested groups', () => {
  const structure = grouped(lesson, [null, 0, 1, 0, 1, null], true);
  const { nodes, boxes, groups } = layOutGraph(structure);
  const isInside = (outer: { x: number; y: number; width: number; height: number }, inner: typeof outer) =>
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height;
  for (const [index, { parent }] of structure.nodes.entries()) {
    const group = structure.groups.findIndex(({ id }) => id === parent);
    if (group >= 0) expect(isInside(groups[group]!, { ...nodes[index]!, ...sizeOf(boxes[index]!) })).toBe(true);
  }
  expect(isInside(groups[0]!, groups[1]!)).toBe(true);
});

const anyGraph = fc.integer({ min: 2, max: 14 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    ends: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 24 }),
    symbols: fc.array(fc.constantFrom('+', 'bce_with_logits'), { minLength: count, maxLength: count }),
    groupOf: fc.array(fc.option(fc.nat(2)), { minLength: count, maxLength: count }),
    isNested: fc.boolean(),
  }),
);

function graphFrom({
  count,
  ends,
  symbols,
  groupOf,
  isNested,
}: typeof anyGraph extends fc.Arbitrary<infer G> ? G : never) {
  const names = Array.from({ length: count }, (_, index) => `n${index}`);
  const wires = ends.filter(([a, b]) => a !== b).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const structure = grouped(structureOf(names, wires), groupOf, isNested);
  return { ...structure, nodes: structure.nodes.map((node, index) => ({ ...node, symbol: symbols[index]! })) };
}

const anyArrangement = fc.record({
  direction: fc.constantFrom('right' as const, 'down' as const),
  density: fc.constantFrom(...densities),
  bands: fc.integer({ min: 1, max: 3 }),
});

test('no two nodes overlap in any graph with any groups', () => {
  fc.assert(
    fc.property(anyGraph, anyArrangement, (parts, arrangement) => {
      const { nodes, boxes, wires: lines } = layOutGraph(graphFrom(parts), undefined, arrangement);
      const rectangles = nodes.map((node, index) => ({ ...node, ...sizeOf(boxes[index]!) }));
      for (const [index, a] of rectangles.entries()) {
        for (const b of rectangles.slice(index + 1)) expect(overlap(a, b)).toBe(false);
      }
      expect(lines.flat().every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('no wire goes through a node', () => {
  fc.assert(
    fc.property(anyGraph, anyArrangement, (parts, arrangement) => {
      // Contiguous groups, as in a program.
      const structure = graphFrom({ ...parts, groupOf: parts.groupOf.toSorted((a, b) => (a ?? 9) - (b ?? 9)) });
      const placement = layOutGraph(structure, undefined, arrangement);
      const bodies = placement.nodes.map((node, index) => {
        const { x, y, ...size } = placement.boxes[index]!.body;
        return { x: node.x + x, y: node.y + y, ...size };
      });
      for (const [index, { from, to }] of structure.wires.entries()) {
        const others = bodies.filter((_, node) => node !== from && node !== to);
        const points = pointsOn(wirePath(placement.wires[index]!, arrangement.direction));
        const isHit = others.some((body) => points.some((point) => overlap(body, { ...point, width: 0, height: 0 })));
        expect(isHit).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

test('layout is deterministic', () => {
  fc.assert(
    fc.property(anyGraph, anyArrangement, (parts, arrangement) => {
      const structure = graphFrom(parts);
      const placement = layOutGraph(structure, undefined, arrangement);
      expect(layOutGraph(structure, placement.yPositions, arrangement)).toEqual(placement);
    }),
    { numRuns: 200 },
  );
});

/** For each node but the last, the distance to its consumer. */
const anyTree = fc.array(fc.nat(5), { minLength: 2, maxLength: 14 });

test('an additional statement keeps the vertical order of the others', () => {
  fc.assert(
    fc.property(anyTree, fc.nat(), (steps, taken) => {
      const wires = steps.map((step, index) => [index, Math.min(steps.length, index + 1 + step)] as const);
      const names = Array.from({ length: steps.length + 1 }, (_, index) => `n${index}`);
      const before = layOutGraph(structureOf(names, wires));
      const more = structureOf([...names, 'more'], [...wires, [taken % names.length, names.length]]);
      const after = layOutGraph(more, before.yPositions);
      for (const [index, upper] of before.nodes.entries()) {
        for (const [other, lower] of before.nodes.entries()) {
          const [a, b] = [after.nodes[index]!, after.nodes[other]!];
          if (upper.x === lower.x && upper.y < lower.y && a.x === b.x) expect(a.y).toBeLessThan(b.y);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('the layout of another file is ignored', () => {
  const mirrored = structureOf(
    ['y', 'x', 'z', 'q', 'f', 'L'],
    lesson.wires.map(({ from, to }) => [from, to] as const),
  );
  const [before, alone] = [updateLayout(undefined, lesson, file), layOutGraph(mirrored)];
  expect(updateLayout(before, mirrored, 'file:///other.bp').layout.placement).toEqual(alone);
  expect(updateLayout(before, mirrored, file).layout.placement).not.toEqual(alone);
});

/** Closely spaced points along a path of cubic curves. */
function pointsOn(path: string): readonly { readonly x: number; readonly y: number }[] {
  const [start, ...curves] = path
    .slice(1)
    .split('C')
    .map((piece) => piece.split(/[ ,]/).map(Number));
  let [x, y] = start as [number, number];
  return curves.flatMap((curve) => {
    const [x1, y1, x2, y2, x3, y3] = curve as [number, number, number, number, number, number];
    const [x0, y0] = [x, y];
    [x, y] = [x3, y3];
    const between = (a: number, b: number, c: number, d: number, t: number) =>
      (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
    return Array.from({ length: 40 }, (_, step) => ({
      x: between(x0, x1, x2, x3, step / 40),
      y: between(y0, y1, y2, y3, step / 40),
    }));
  });
}

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
