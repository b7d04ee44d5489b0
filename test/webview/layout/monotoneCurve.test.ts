/** The curve of a wire: horizontal at its ends and monotone between points. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { monotoneCurve } from '../../../client/webview/src/layout/wires/monotoneCurve.ts';
import { arrowPath, wireMarks, wirePath } from '../../../client/webview/src/layout/wires/wire.ts';

function numbersOf(path: string): readonly number[] {
  return (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
}

test('a curve between two points is horizontal at its ends', () => {
  expect(
    monotoneCurve([
      { x: 0, y: 0 },
      { x: 110, y: 50 },
    ]),
  ).toBe('M0,0C50,0 60,50 110,50');
});

test('a curve passes through each point and is monotone between points', () => {
  const points = fc.array(fc.record({ x: fc.integer({ min: 1, max: 200 }), y: fc.integer({ min: -300, max: 300 }) }), {
    minLength: 2,
    maxLength: 8,
  });
  fc.assert(
    fc.property(points, (steps) => {
      const through = steps.map(({ y }, index) => ({ x: sum(steps.slice(0, index + 1).map((step) => step.x)), y }));
      const numbers = numbersOf(monotoneCurve(through));
      expect(numbers).toHaveLength(2 + 6 * (through.length - 1));
      for (const [index, end] of through.slice(1).entries()) {
        const start = through[index]!;
        const [x1, y1, x2, y2, x3, y3] = numbers.slice(2 + 6 * index, 8 + 6 * index) as [
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        expect([x3, y3]).toEqual([end.x, end.y]);
        const [low, high] = [Math.min(start.y, end.y) - 0.1, Math.max(start.y, end.y) + 0.1];
        for (const y of [y1, y2]) expect(y >= low && y <= high).toBe(true);
        for (const control of [x1, x2]) expect(control >= start.x && control <= end.x).toBe(true);
      }
    }),
  );
});

test('a wire ends at its arrow, whose tip is the last point', () => {
  const tip = { x: 100, y: 40 };
  expect(numbersOf(wirePath([{ x: 0, y: 0 }, tip])).slice(-2)).toEqual([92, 40]);
  expect(arrowPath(tip, 2)).toBe('M100,40l-9,-4.2v8.4z');
});

test('the numbers of adjacent wires are on opposite sides', () => {
  const [upper, lower] = [wireMarks({ x: 100, y: 32 }, true), wireMarks({ x: 100, y: 48 }, false)];
  expect(upper.gradient).toEqual({ x: 88, y: 22, anchor: 'end' });
  expect(lower.gradient).toEqual({ x: 88, y: 58, anchor: 'end' });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
