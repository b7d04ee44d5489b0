/** Convolutions and pooling: random cases against PyTorch, and the messages for mismatched shapes. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Mismatch, type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { add, multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { conv2d, conv2dInput, conv2dKernel } from '../../../server/src/engine/operators/windows/convolution.ts';
import {
  avgPool2d,
  avgPool2dInput,
  maxPool2d,
  maxPool2dInput,
  maxPool2dPick,
} from '../../../server/src/engine/operators/windows/pooling.ts';
import { convTranspose2d } from '../../../server/src/engine/operators/windows/transposedConvolution.ts';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { backendDifferences } from '../../support/oracles/bothBackends.ts';
import { onKernels } from '../../support/oracles/onKernels.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { pytorchDifferences } from '../../support/oracles/pytorchComparison.ts';
import { apply } from '../../support/programs/applyOperator.ts';
import {
  convolution,
  pooling,
  transposed,
  type WindowCase,
  windowCases,
} from '../../support/programs/cases/windows.ts';

const convolutions = fc
  .tuple(images(), fc.record({ filters: from(1, 3), stride: from(1, 3), padding: fc.nat(2) }))
  .chain(([input, { filters, stride, padding }]) => {
    const [channels, height, width] = input.slice(-3);
    return fc
      .tuple(from(1, height + 2 * padding), from(1, width + 2 * padding))
      .map(([kernelHeight, kernelWidth]) =>
        convolution(input, [filters, channels, kernelHeight, kernelWidth], { stride, padding }),
      );
  });

const transposedConvolutions = fc
  .tuple(
    images(),
    fc.record({ filters: from(1, 3), stride: from(1, 3), kernelHeight: from(1, 4), kernelWidth: from(1, 4) }),
  )
  .chain(([input, { filters, stride, kernelHeight, kernelWidth }]) => {
    const [channels, height, width] = input.slice(-3);
    const shortest = Math.min((height - 1) * stride + kernelHeight, (width - 1) * stride + kernelWidth);
    return from(0, (shortest - 1) >> 1).map((padding) =>
      transposed(input, [channels, filters, kernelHeight, kernelWidth], { stride, padding }),
    );
  });

const poolings = images().chain((input) => {
  const shortest = Math.min(...input.slice(-2));
  return fc
    .record({ size: from(1, 5), stride: from(1, 3) })
    .chain(({ size, stride }) =>
      from(Math.max(0, Math.ceil((size - shortest) / 2)), size >> 1).map((padding) =>
        pooling(input, { size, stride, padding }),
      ),
    );
});

const samples = [
  ['convolutions', convolutions],
  ['transposed convolutions', transposedConvolutions],
  ['poolings', poolings],
] as const;

describe.runIf(isPytorchRequired)('windows compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(samples)('every value and gradient of 60 random %s matches, also of second order', async (_, cases) => {
    const agrees = fc.asyncProperty(cases, halves(), async (windows, values) => {
      const { program, root } = sumOfSquares(windows, values);
      expect(await pytorchDifferences(program, root, 1e-13)).toEqual([]);
    });
    await fc.assert(agrees, { seed: 3, numRuns: 60 });
  });
});

describe('the window kernels', () => {
  const special = [-0, Infinity, -Infinity, Number.NaN, 5e-324, 1e308];
  const number = fc.oneof({ weight: 20, arbitrary: half() }, fc.constantFrom(...special));
  const numbers = fc.array(number, { minLength: 500, maxLength: 500 });

  test.each(samples)('match JavaScript to the last bit for random %s and their backward passes', (_, cases) => {
    const agrees = fc.property(cases, numbers, (windows, values) => {
      expect(backendDifferences(sumOfSquares(windows, values).program)).toEqual([]);
    });
    fc.assert(agrees, { numRuns: 200 });
  });

  test.each(samples)('match JavaScript in 32 bits for random %s, in which only divisions round', (_, cases) => {
    const agrees = fc.property(cases, halves(), (windows, values) => {
      for (const { operator, shapes, attributes } of windows) {
        const operands = shapes.map((shape) => ({ shape, values: values.slice(0, sizeOf(shape)) }));
        const found = onKernels(wasmKernels()!, operator, operands, attributes, Float32Array);
        const expected = apply(operator, operands, attributes).values;
        expect(expected.filter((value, i) => !(Math.abs(value - found[i]) <= 1e-5))).toEqual([]);
      }
    });
    fc.assert(agrees, { numRuns: 50 });
  });

  test.each([{}, { stride: 2 }, { padding: 3 }])(
    'match JavaScript to the last bit for large convolutions with %j',
    (moves) => {
      const windows = convolution([2, 3, 40, 33], [5, 3, 5, 4], moves);
      const values = Array.from({ length: 997 }, (_, i) => Math.sin(i) * 10 ** (i % 5));
      expect(backendDifferences(sumOfSquares(windows, values).program)).toEqual([]);
    },
  );
});

test('every operator excluded from random programs is tested here', () => {
  const sampled = samples
    .flatMap(([, cases]) => fc.sample<readonly WindowCase[]>(cases, { seed: 3, numRuns: 1 }))
    .flat();
  expect(sampled.map(({ operator }) => operator.name).sort()).toEqual(Object.keys(windowCases).sort());
});

describe('mismatched shapes', () => {
  test.each([
    [
      'conv2d [8, 3, 28, 28] with kernel [16, 1, 3, 3]: the input has 3 channels, but the kernel has 1',
      shapeOf(conv2d, {}, [8, 3, 28, 28], [16, 1, 3, 3]),
    ],
    [
      'conv2d [1, 4, 2] with kernel [1, 1, 3, 3]: a kernel of 3 × 3 is larger than the input of 4 × 2',
      shapeOf(conv2d, {}, [1, 4, 2], [1, 1, 3, 3]),
    ],
    [
      'conv2d [1, 4, 2] with kernel [1, 1, 7, 5]: a kernel of 7 × 5 is larger than the padded input of 6 × 4',
      shapeOf(conv2d, { padding: 1 }, [1, 4, 2], [1, 1, 7, 5]),
    ],
    [
      'conv2d [1, 4, 2] with kernel [1, 1, 2, 2]: the stride must be at least 1, not 0',
      shapeOf(conv2d, { stride: 0 }, [1, 4, 2], [1, 1, 2, 2]),
    ],
    [
      'conv2d [1, 4, 2] with kernel [1, 1, 2, 0]: a kernel of 2 × 0 is empty',
      shapeOf(conv2d, {}, [1, 4, 2], [1, 1, 2, 0]),
    ],
    [
      'conv2d [1, 0, 2] with kernel [1, 1, 1, 1]: the 0 × 2 input is empty',
      shapeOf(conv2d, { padding: 1 }, [1, 0, 2], [1, 1, 1, 1]),
    ],
    [
      'conv2d [28, 28] with kernel [1, 1, 3, 3]: the input must be [n, c, h, w] or [c, h, w], not [28, 28]',
      shapeOf(conv2d, {}, [28, 28], [1, 1, 3, 3]),
    ],
    [
      'conv2d [1, 28, 28] with kernel [3, 3]: the kernel must be [o, c, kh, kw], not [3, 3]',
      shapeOf(conv2d, {}, [1, 28, 28], [3, 3]),
    ],
    [
      'conv2d_input: the upstream gradient must be [1, 3, 3], not [1, 2, 2]',
      shapeOf(conv2dInput, { shape: [1, 4, 4] }, [1, 2, 2], [1, 1, 2, 2]),
    ],
    [
      'conv2d_input: conv2d [1, -1, 4] with kernel [1, 1, 2, 2]: the -1 × 4 input is empty',
      shapeOf(conv2dInput, { shape: [1, -1, 4], padding: 2 }, [1, 4, 7], [1, 1, 2, 2]),
    ],
    [
      'conv2d_kernel: the upstream gradient must be [3, 3, 3], not [1, 2, 2]',
      shapeOf(conv2dKernel, { shape: [3, 1, 2, 2] }, [1, 2, 2], [1, 4, 4]),
    ],
    [
      'max_pool2d [4, 4]: the input must be [n, c, h, w] or [c, h, w], not [4, 4]',
      shapeOf(maxPool2d, { size: 2 }, [4, 4]),
    ],
    [
      'max_pool2d [1, 4, 2]: a window of 3 × 3 is larger than the input of 4 × 2',
      shapeOf(maxPool2d, { size: 3 }, [1, 4, 2]),
    ],
    [
      'conv_transpose2d [2, 4, 4] with kernel [3, 1, 2, 2]: the input has 2 channels, but the kernel has 3',
      shapeOf(convTranspose2d, {}, [2, 4, 4], [3, 1, 2, 2]),
    ],
    [
      'conv_transpose2d [2, 4, 4] with kernel [2, 2]: the kernel must be [c, o, kh, kw], not [2, 2]',
      shapeOf(convTranspose2d, {}, [2, 4, 4], [2, 2]),
    ],
    [
      'conv_transpose2d [1, 2, 2] with kernel [1, 1, 2, 2]: a result of −1 × −1 is empty; reduce the padding',
      shapeOf(convTranspose2d, { padding: 2 }, [1, 2, 2], [1, 1, 2, 2]),
    ],
    [
      'conv_transpose2d [1, 2, 2] with kernel [1, 1, 2, 2]: the stride must be at least 1, not 0',
      shapeOf(convTranspose2d, { stride: 0 }, [1, 2, 2], [1, 1, 2, 2]),
    ],
    ['max_pool2d [1, 4, 4]: a window of 0 × 0 is empty', shapeOf(maxPool2d, { size: 0 }, [1, 4, 4])],
    [
      'max_pool2d [1, 4, 4]: the stride must be at least 1, not 0',
      shapeOf(maxPool2d, { size: 2, stride: 0 }, [1, 4, 4]),
    ],
    [
      'avg_pool2d [1, 4, 4]: the padding 2 is more than half of the window size 3',
      shapeOf(avgPool2d, { size: 3, padding: 2 }, [1, 4, 4]),
    ],
    [
      'max_pool2d_input: the upstream gradient must be [1, 2, 3], not [1, 2, 2]',
      shapeOf(maxPool2dInput, { size: 2 }, [1, 2, 2], [1, 4, 6]),
    ],
    ['max_pool2d_pick: [1, 2, 2] ≠ [1, 4, 4]', shapeOf(maxPool2dPick, { size: 2 }, [1, 2, 2], [1, 4, 4])],
    [
      'avg_pool2d_input: the upstream gradient must be [1, 2, 3], not [1, 2, 2]',
      shapeOf(avgPool2dInput, { shape: [1, 4, 6], size: 2 }, [1, 2, 2]),
    ],
  ])('are reported: %s', (mismatch, shape) => {
    expect(shape).toEqual({ mismatch });
  });
});

function shapeOf(operator: Operator, attributes: Attributes, ...operands: readonly Shape[]): Shape | Mismatch {
  return operator.shape(operands, attributes);
}

/** All windows over one tensor for each of their shapes; the root is the sum of the squares of their outputs. */
function sumOfSquares(windows: readonly WindowCase[], values: readonly number[]): { program: Program; root: NodeId } {
  const program = new Program();
  let used = 0;
  const nextLeaf = (shape: Shape): NodeId => {
    const start = Array.from({ length: sizeOf(shape) }, () => values[used++ % values.length]);
    return program.add(leaf, [program.add(constant, [], { shape, values: start })]);
  };
  const outputs = windows.map(({ operator, shapes, attributes }) =>
    program.add(operator, shapes.map(nextLeaf), attributes),
  );
  const root = outputs
    .map((output) => program.add(sum, [program.add(multiply, [output, output])]))
    .reduce((total, part) => program.add(add, [total, part]), program.addConstant(0));
  return { program, root };
}

/** The shapes of images of up to 5 × 5, alone or in a batch. */
function images(): fc.Arbitrary<Shape> {
  const batch = fc.constantFrom<Shape>([], [1], [2]);
  return fc
    .tuple(batch, from(1, 2), from(1, 5), from(1, 5))
    .map(([batch, channels, height, width]) => [...batch, channels, height, width]);
}

/** Numbers with many duplicates, whose products and sums are exact. */
function halves(): fc.Arbitrary<readonly number[]> {
  return fc.array(half(), { minLength: 1500, maxLength: 1500 });
}

function half(): fc.Arbitrary<number> {
  return fc.integer({ min: -8, max: 8 }).map((whole) => whole / 2);
}

function from(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}
