/** Matrix product kernels: identical to JavaScript in 64 bits, and accurate in 32 bits. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../../server/src/engine/ir/operator.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { paired } from '../../../server/src/engine/runtime/wasm/generated/kernelBinaries.ts';
import {
  compileKernels,
  type Kernels,
  registerPairedBuild,
  type SimdLevel,
  simdLevels,
} from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { multiplyMatrices } from '../../../server/src/engine/tensorLoops/matmul.ts';
import { onKernels, type Precision } from '../../support/oracles/onKernels.ts';
import type { Tensor } from '../../support/programs/operatorCases.ts';

// It runs on any machine with relaxed SIMD, but more slowly if the machine pairs no vectors.
registerPairedBuild(paired);
const builds = simdLevels.map((level) => [level, compileKernels(level)] as const);

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

describe.each(builds)('the build %s', (_level: SimdLevel, kernels: Kernels | null) => {
  test('is supported on this machine', () => expect(kernels).not.toBeNull());

  test('computes the same bits as JavaScript in 64 bits', () => {
    fc.assert(
      fc.property(products(anyNumber), (product) => {
        expect(onWasm(product, kernels!, Float64Array)).toEqual(inJavaScript(product));
      }),
      { numRuns: 600 },
    );
  });

  test('has the accuracy of 32-bit floats', () => {
    fc.assert(
      fc.property(products(fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround)), (product) => {
        const inner = product.left[product.left.length - (product.attributes.transposeLeft ? 2 : 1)];
        const bounds = inJavaScript({ ...product, numbers: product.numbers.map(Math.abs) });
        const exact = inJavaScript(product);
        for (const [i, value] of onWasm(product, kernels!, Float32Array).entries()) {
          const rounding = 2 ** -24 * bounds[i];
          const underflow = 2 ** -150;
          expect(Math.abs(value - exact[i])).toBeLessThanOrEqual((inner + 1) * (rounding + underflow));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('computes the same bits for packed panels and blocked products', () => {
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
      expect(onWasm(product, kernels!, Float64Array)).toEqual(inJavaScript(product));
    }
  });
});

/** Both operands take their elements from the numbers, which repeat as needed. */
function operandsOf({ left, right, numbers }: Product): Tensor[] {
  let index = 0;
  return [left, right].map((shape) => ({
    shape,
    values: Array.from({ length: sizeOf(shape) }, () => numbers[index++ % numbers.length]),
  }));
}

function inJavaScript(product: Product): Float64Array {
  const [left, right] = operandsOf(product);
  const output = new Float64Array(sizeOf(matmul.shape([left.shape, right.shape], product.attributes) as Shape));
  const [a, b] = [left, right].map(({ values }) => Float64Array.from(values));
  multiplyMatrices(a, left.shape, b, right.shape, output, product.attributes);
  return output;
}

function onWasm<Values extends Float64Array | Float32Array>(
  product: Product,
  kernels: Kernels,
  precision: Precision<Values>,
): Values {
  return onKernels(kernels, matmul, operandsOf(product), product.attributes, precision);
}
