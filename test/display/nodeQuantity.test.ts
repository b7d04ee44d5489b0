/** Summaries of large values: equal to a plain computation, made in slices, and kept with the values. */

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { nodeQuantity, prepareQuantities } from '../../server/src/display/nodeQuantity.ts';
import { quantityOf } from '../../server/src/display/quantity.ts';
import { constant } from '../../server/src/engine/ir/constant.ts';
import { Program } from '../../server/src/engine/ir/program.ts';
import type { Values } from '../../server/src/engine/ir/values.ts';

test('a summary equals that of plain loops to the bit', () => {
  const element = fc.oneof(fc.double(), fc.double({ min: -2, max: 2 }), fc.constantFrom(0, -0, 1e308, -1e308, 5e-324));
  const equal = fc.property(fc.array(element, { maxLength: 40 }), (elements) => {
    const values = Float64Array.from(elements);
    const { mean, std, norm } = quantityOf(values, [values.length]) as { mean: number; std: number; norm: number };
    const isConstant = values.length > 0 && values.every((value) => value === values[0] && Number.isFinite(value));
    const plainMean = isConstant ? values[0] + 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
    expect([mean, std, norm]).toEqual([
      plainMean,
      plainDistance(values, plainMean) / Math.sqrt(values.length),
      plainDistance(values, 0),
    ]);
  });
  fc.assert(equal, { seed: 8, numRuns: 2000 });
});

test('the summaries of a version are made in slices, and nothing is read again', () => {
  const size = 1_000_000;
  const program = new Program();
  const node = program.add(constant, [], { shape: [size], values: new Float64Array(size) });
  const values: Values = { data: Float64Array.from({ length: size }, (_, i) => i % 7), starts: Int32Array.of(0) };
  const slices = [...prepareQuantities(program, values, [node])].length;
  expect(slices).toBeGreaterThan(10);
  const subarray = vi.spyOn(values.data, 'subarray');
  const quantity = nodeQuantity(program, values, node);
  expect(nodeQuantity(program, values, node)).toBe(quantity);
  expect([...prepareQuantities(program, values, [node])].length).toBeLessThan(3);
  expect(subarray).not.toHaveBeenCalled();
  expect(quantity).toEqual(quantityOf(values.data, [size]));
});

function plainDistance(values: Float64Array, center: number): number {
  let greatest = 0;
  for (const value of values) greatest = Math.max(greatest, Math.abs(value - center));
  if (greatest === 0 || !Number.isFinite(greatest)) return greatest;
  let squares = 0;
  for (const value of values) squares += ((value - center) / greatest) ** 2;
  return greatest * Math.sqrt(squares);
}
