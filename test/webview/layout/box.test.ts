/** Size of a node, independent of its numbers. */
import { expect, test } from 'vitest';
import { layOutBox } from '../../../client/webview/src/layout/layOutBox.ts';
import { textWidth, truncate } from '../../../client/webview/src/layout/text.ts';
import type { GraphNode } from '../../../protocol/panel/graph.ts';
import { structureOf } from '../graphs.ts';

const [leaf, , operator] = structureOf(
  ['x', 'y', 'q'],
  [
    [0, 2],
    [1, 2],
  ],
).nodes as [GraphNode, GraphNode, GraphNode];
const inner: GraphNode = { ...operator, isRoot: false };

test('a short operator is a circle, and its wires end on its outline', () => {
  const { body, radius, inlets } = layOutBox(inner, 2);
  expect(body).toEqual({ x: 0, y: 18, width: 44, height: 44 });
  expect(radius).toBe(22);
  const middle = { x: 22, y: 40 };
  expect(inlets.map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y))).toEqual(
    [22, 22].map((n) => expect.closeTo(n, 9)),
  );
  expect(inlets.map(({ y }) => y)).toEqual([32, 48]);
});

test('a long operator and a leaf are as wide as their text', () => {
  const widths = ['+', '^ 2', 'bce_with_logits'].map((symbol) => layOutBox({ ...inner, symbol }, 1).body.width);
  expect(widths[1]).toBe(widths[0]);
  expect(widths[2]).toBeGreaterThan(100);
  expect(layOutBox(leaf, 0).body.width).toBe(64);
  expect(layOutBox({ ...leaf, symbol: 'target_of_it_all' }, 0).body.width).toBeGreaterThan(120);
});

test('a very long name takes only the width of its truncated text', () => {
  expect(layOutBox({ ...inner, name: 'n'.repeat(500) }, 1).width).toBe(
    layOutBox({ ...inner, name: 'n'.repeat(24) }, 1).width,
  );
});

test('text width counts terminal columns, and truncation keeps characters intact', () => {
  const column = textWidth('x');
  expect(textWidth('가중치')).toBeCloseTo(6 * column);
  expect(textWidth('x\u0302')).toBeCloseTo(column);
  expect(textWidth('𝑥')).toBeCloseTo(column);
  expect(truncate('n'.repeat(24))).toBe('n'.repeat(24));
  expect(truncate('n'.repeat(25))).toBe(`${'n'.repeat(23)}…`);
  expect(truncate('가'.repeat(13))).toBe(`${'가'.repeat(11)}…`);
  expect(truncate('𝑥'.repeat(30))).toBe(`${'𝑥'.repeat(23)}…`);
  for (const text of ['n', '가', 'ab가'].map((part) => part.repeat(20)))
    expect(textWidth(text)).toBeLessThanOrEqual(24 * column);
});

test('many wires enter the body in order from top to bottom', () => {
  const { body, inlets } = layOutBox({ ...inner, symbol: 'stack' }, 50);
  const heights = inlets.map(({ y }) => y);
  expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  expect(new Set(heights).size).toBe(50);
  expect(heights[0]).toBeGreaterThan(body.y);
  expect(heights[49]).toBeLessThan(body.y + body.height);
});

test('the inlets of a group leave room for numbers unless there are too many', () => {
  const group: GraphNode = { ...inner, kind: 'group', symbol: 'lines 1–10' };
  const few = layOutBox(group, 3);
  expect(few.isCrowded).toBe(false);
  expect(few.inlets.map(({ y }) => y - few.inlets[0]!.y)).toEqual([0, 30, 60]);
  const many = layOutBox(group, 1000);
  expect(many.isCrowded).toBe(true);
  expect(many.body.height).toBe(layOutBox(group, 20).body.height);
  expect(many.inlets.at(-1)!.y).toBeLessThan(many.body.y + many.body.height);
});

test.each(['param', 'data', 'const', 'operator', 'group'] as const)(
  'downwards, the texts of a %s node are to the right of its body, one below the other',
  (kind) => {
    for (const shape of ['', '[200×32]']) {
      const node = { ...inner, kind, shape, name: 'h' };
      const {
        body,
        name,
        shape: shapeMark,
        value,
        gradient,
        outlet,
        width,
        height,
      } = layOutBox(node, 3, {
        direction: 'down',
        density: 'full',
        bands: 1,
      });
      expect(outlet).toEqual({ x: body.x + body.width / 2, y: height });
      for (const mark of [shapeMark, value, gradient]) {
        expect(mark.x).toBeGreaterThan(body.x + body.width);
        expect(mark.x).toBeLessThan(width);
      }
      expect(gradient.y - value.y).toBe(15);
      const hasTitle = kind === 'operator' || kind === 'group' || shape !== '';
      expect(value.y - name.y).toBe(hasTitle ? 15 : 0);
    }
  },
);

test.each(['param', 'data', 'const', 'operator', 'group'] as const)(
  'all parts of a %s node are inside its box',
  (kind) => {
    for (const shape of ['', '[200×32]']) {
      const box = layOutBox({ ...inner, kind, shape, isRoot: true, name: 'loss' }, 3);
      expect(box.body.x + box.body.width).toBeLessThan(box.outlet.x);
      expect(box.outlet.x).toBeLessThan(box.width);
      expect(box.body.y + box.body.height).toBeLessThanOrEqual(box.height);
      for (const mark of [box.value, box.gradient, box.rootName]) {
        expect(mark.x).toBeLessThan(box.width);
        expect(mark.y).toBeGreaterThan(0);
        expect(mark.y).toBeLessThan(box.height);
      }
    }
  },
);
