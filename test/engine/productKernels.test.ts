/** Products of matrices on the kernels: in 64 bits, those of the plain path to the last bit; in 32 bits, as near as that allows. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multiplyMatrices } from '../../server/src/engine/kernels/matmul.ts';
import { type Kernels, kernelsOf, type Level, levels, Machine } from '../../server/src/engine/kernels/native.ts';
import { emissions } from '../../server/src/engine/native/emissions.ts';
import type { Attributes } from '../../server/src/engine/operator.ts';
import { matmul } from '../../server/src/engine/ops/products.ts';
import { type Shape, sizeOf } from '../../server/src/engine/shape.ts';

const builds = levels.map((level) => [level, kernelsOf(level)] as const);

interface Product {
  readonly left: Shape;
  readonly right: Shape;
  readonly attributes: Attributes;
  readonly numbers: readonly number[];
}

const lengths = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.integer({ min: 10, max: 40 }));
const batches = fc.constantFrom<[Shape, Shape]>(
  [[], []],
  [[3], []],
  [[], [2]],
  [[2, 1], [3]],
  [
    [2, 1, 2],
    [1, 3, 1],
  ],
  [[0], []],
);
const edges = fc.constantFrom(0, -0, 1, -1, Number.NaN, Infinity, -Infinity, 5e-324, -2.5e-310, 1.7e308, 1e-200);
const anyNumber = fc.oneof({ weight: 20, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) }, edges);

const matrices = fc
  .record({
    rows: lengths,
    inner: lengths,
    columns: lengths,
    batch: batches,
    flips: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map(({ rows, inner, columns, batch: [first, second], flips: [transposeLeft, transposeRight] }) => ({
    left: [...first, ...(transposeLeft ? [inner, rows] : [rows, inner])],
    right: [...second, ...(transposeRight ? [columns, inner] : [inner, columns])],
    attributes: { transposeLeft, transposeRight },
  }));
const withVectors = fc
  .tuple(lengths, lengths, fc.constantFrom('left', 'right', 'both'))
  .map(([inner, other, which]) => ({
    left: which === 'right' ? [other, inner] : [inner],
    right: which === 'left' ? [inner, other] : [inner],
    attributes: {},
  }));

const products = (number: fc.Arbitrary<number>): fc.Arbitrary<Product> =>
  fc
    .record({
      shapes: fc.oneof({ weight: 3, arbitrary: matrices }, withVectors),
      numbers: fc.array(number, { minLength: 1, maxLength: 300 }),
    })
    .map(({ shapes, numbers }) => ({ ...shapes, numbers }));

describe.each(builds)('the build %s', (_level: Level, kernels: Kernels | null) => {
  test('runs here', () => expect(kernels).not.toBeNull());

  test('gives the bits of the plain path in 64 bits', () => {
    fc.assert(
      fc.property(products(anyNumber), (product) => {
        expect(onKernels(product, kernels!, Float64Array)).toEqual(plainly(product));
      }),
      { numRuns: 600 },
    );
  });

  test('is as exact as 32 bits are', () => {
    fc.assert(
      fc.property(products(fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround)), (product) => {
        const inner = product.left[product.left.length - (product.attributes.transposeLeft ? 2 : 1)];
        const bounds = plainly({ ...product, numbers: product.numbers.map(Math.abs) });
        const exact = plainly(product);
        for (const [i, value] of onKernels(product, kernels!, Float32Array).entries()) {
          expect(Math.abs(value - exact[i])).toBeLessThanOrEqual((inner + 1) * 2 ** -24 * bounds[i] + 1e-44);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('takes matrices whose panels are packed, and products that are made in blocks', () => {
    const left = [70, 1030];
    const right = [1030, 45];
    const numbers = Array.from({ length: 997 }, (_, i) => Math.sin(i) * 10 ** (i % 5));
    for (const attributes of [{}, { transposeLeft: true }, { transposeRight: true }]) {
      const product = {
        left: 'transposeLeft' in attributes ? [...left].reverse() : left,
        right: 'transposeRight' in attributes ? [...right].reverse() : right,
        attributes,
        numbers,
      };
      expect(onKernels(product, kernels!, Float64Array)).toEqual(plainly(product));
    }
  });
});

function operandsOf<T extends Float64Array | Float32Array>(
  { left, right, numbers }: Product,
  make: (length: number) => T,
): [T, T] {
  const values = [make(sizeOf(left)), make(sizeOf(right))] as [T, T];
  let place = 0;
  for (const operand of values) for (let i = 0; i < operand.length; i++) operand[i] = numbers[place++ % numbers.length];
  return values;
}

const shapeOf = ({ left, right, attributes }: Product): Shape => matmul.shape([left, right], attributes) as Shape;

function plainly(product: Product): Float64Array {
  const [left, right] = operandsOf(product, (length) => new Float64Array(length));
  const output = new Float64Array(sizeOf(shapeOf(product)));
  multiplyMatrices(left, product.left, right, product.right, output, product.attributes);
  return output;
}

/** The output is written from end to end, whatever lay there. */
function onKernels<T extends Float64Array | Float32Array>(
  product: Product,
  kernels: Kernels,
  Numbers: { new (buffer: ArrayBuffer, start: number, length: number): T; readonly BYTES_PER_ELEMENT: number },
): T {
  const machine = new Machine(kernels, () => undefined);
  const reserve = (shape: Shape): number => machine.reserve(Numbers.BYTES_PER_ELEMENT * sizeOf(shape));
  const shapes = { operands: [product.left, product.right], output: shapeOf(product) };
  const operands = shapes.operands.map(reserve);
  const output = reserve(shapes.output);
  const instructions = emissions.get(matmul)!({
    operands,
    output,
    shapes,
    attributes: product.attributes,
    scratch: (elements) => machine.reserve(8 * elements),
    numbers: () => machine.reserve(0),
  })!;
  const words = instructions.flatMap(([opcode, ...values]) => [opcode, values.length + 2, ...values]);
  const start = machine.reserve(4 * words.length);
  new Int32Array(machine.buffer, start, words.length).set(words);
  const values = operandsOf(product, (length) => new Numbers(new ArrayBuffer(8 * length), 0, length));
  for (const [i, operand] of values.entries()) new Numbers(machine.buffer, operands[i], operand.length).set(operand);
  const result = new Numbers(machine.buffer, output, sizeOf(shapes.output));
  result.fill(Number.NaN);
  if (Numbers.BYTES_PER_ELEMENT === 8) machine.run64(start, start + 4 * words.length);
  else machine.run32(start, start + 4 * words.length);
  return result;
}
