/** Elements of small tensors as lines: brackets of the whole nest as in NumPy, and the lines fit the room reserved for them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementLinesOf, elementsSizeOf } from '../../server/src/display/elementLines.ts';
import { quantityOf } from '../../server/src/display/quantity.ts';

const linesOf = (elements: readonly number[], shape: readonly number[]) =>
  elementLinesOf(quantityOf(Float64Array.from(elements), shape), 4);

test.each([
  [[2], [0.5, -0.6], ['[0.5, −0.6]']],
  [[3], [1, 2, 3], ['[1, 2, 3]']],
  [[4], [1, 2, 3, 4], ['[1, 2,', ' 3, 4]']],
  [[5], [1, 2, 3, 4, 5], ['[1, 2, 3,', ' 4, 5]']],
  [
    [2, 2],
    [0.5, -0.6, 0.4, -0.3],
    ['[[ 0.5, −0.6],', ' [ 0.4, −0.3]]'],
  ],
  [
    [1, 4],
    [1, 2, 3, 4],
    ['[[1, 2,', '  3, 4]]'],
  ],
  [
    [3, 1],
    [1, 20, 3],
    ['[[ 1],', ' [20],', ' [ 3]]'],
  ],
  [
    [2, 1, 2],
    [1, 2, 3, 4],
    ['[[[1, 2]],', ' [[3, 4]]]'],
  ],
])('of shape %j', (shape, elements, lines) => expect(linesOf(elements, shape)).toEqual(lines));

test.each([
  [[], [1]],
  [[7], [1, 2, 3, 4, 5, 6, 7]],
  [[0], []],
])('there are none of shape %j', (shape, elements) => {
  expect(linesOf(elements, shape)).toBeUndefined();
  expect(elementsSizeOf(shape)).toBeUndefined();
});

const shapes = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })
  .filter((shape) => shape.reduce((size, length) => size * length, 1) <= 6);

/** The nested list of the elements. */
function nested(elements: readonly number[], [length = 1, ...rest]: readonly number[]): unknown {
  if (rest.length === 0) return elements;
  const part = elements.length / length;
  return Array.from({ length }, (_, i) => nested(elements.slice(i * part, (i + 1) * part), rest));
}

test('the lines are the nested list, and fit the reserved room', () => {
  fc.assert(
    fc.property(shapes, fc.infiniteStream(fc.integer({ min: -999, max: 999 })), (shape, numbers) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const elements = Array.from(numbers.take(size), (number) => number / 1000);
      const lines = linesOf(elements, shape)!;
      const columns = Math.max(...lines.map((line) => line.length));
      const room = elementsSizeOf(shape)!;
      expect(JSON.parse(lines.join('').replaceAll('−', '-'))).toEqual(nested(elements, shape));
      expect(lines).toHaveLength(room.lines);
      expect(columns).toBeLessThanOrEqual(room.columns);
    }),
  );
});
