/** Initializers: their values, and their spread compared with PyTorch. */

import { beforeAll, describe, expect, test } from 'vitest';
import { formatShape, type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { type Initializer, initializers } from '../../../server/src/engine/training/initializers.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

const shapes: readonly Shape[] = [[], [3], [0], [4, 8], [1, 5], [0, 2], [2, 4, 3], [6, 3, 5, 5], [2, 2, 2, 4, 3]];

describe.each(initializers.map((initializer) => [initializer.name, initializer] as const))('%s', (_, initializer) => {
  test.each(shapes.map((shape) => [formatShape(shape), shape] as const))(
    'fills %s or rejects it with a reason',
    (_, shape) => {
      const misfit = initializer.shapeMismatch?.(shape);
      if (misfit) expect(() => drawn(initializer, shape)).toThrow(misfit.mismatch);
      else expect(drawn(initializer, shape)).toHaveLength(sizeOf(shape));
    },
  );

  test('draws the same numbers from the same stream', () => {
    expect(drawn(initializer, [4, 3])).toEqual(drawn(initializer, [4, 3]));
  });
});

test('normal has the given mean and deviation', () => {
  const random = stream();
  const numbers = Array.from({ length: 6 }, () => 3 + 0.5 * random.normal());
  expect(drawn(named('normal'), [2, 3], { mean: 3, std: 0.5 })).toEqual(Float64Array.from(numbers));
  expect(drawn(named('normal'), [3], { std: 0 })).toEqual(Float64Array.of(0, 0, 0));
});

test('uniform stays between its bounds', () => {
  const random = stream();
  const numbers = Array.from({ length: 6 }, () => -2 + 5 * random.uniform());
  expect(drawn(named('uniform'), [6], { lo: -2, hi: 3 })).toEqual(Float64Array.from(numbers));
  const many = drawn(named('uniform'), [10_000], { lo: -2, hi: 3 });
  expect([Math.floor(Math.min(...many)), Math.ceil(Math.max(...many))]).toEqual([-2, 3]);
});

test('zeros and ones fill the shape with 0 and 1', () => {
  expect(drawn(named('zeros'), [2, 2])).toEqual(Float64Array.of(0, 0, 0, 0));
  expect(drawn(named('ones'), [3])).toEqual(Float64Array.of(1, 1, 1));
});

test.each(['glorot', 'he'])('%s needs a fan-in and a fan-out', (name) => {
  const { shapeMismatch: misfit } = named(name);
  expect([[], [3]].map((shape) => misfit?.(shape))).toEqual([
    { mismatch: 'it needs a shape with a fan-in and a fan-out, such as [in, out], not scalar' },
    { mismatch: 'it needs a shape with a fan-in and a fan-out, such as [in, out], not [3]' },
  ]);
  expect(
    [
      [2, 3],
      [4, 2, 3],
      [8, 3, 5, 5],
    ].map((shape) => misfit?.(shape)),
  ).toEqual([undefined, undefined, undefined]);
});

test('each matrix of a batch is initialized as if it were alone', () => {
  for (const name of ['glorot', 'he']) {
    const batch = drawn(named(name), [5, 4, 3]);
    expect(batch.subarray(0, 12)).toEqual(drawn(named(name), [4, 3]));
  }
});

const weights: readonly Shape[] = [
  [4, 8],
  [100, 3],
  [1, 1],
  [6, 3, 5, 5],
  [3, 6, 1, 2],
];

describe.runIf(isPytorchRequired)('the spread of weights compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(weights.map((shape) => [formatShape(shape), shape] as const))('glorot of %s matches', async (_, shape) => {
    const [low, high] = await torchAsksFor('xavier_uniform_', 'uniform_', shape);
    const random = stream();
    const expected = Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random.uniform());
    expectNear(drawn(named('glorot'), shape), expected);
  });

  test.each(weights.map((shape) => [formatShape(shape), shape] as const))('he of %s matches', async (_, shape) => {
    const [mean, std] = await torchAsksFor('kaiming_normal_', 'normal_', shape);
    const random = stream();
    const expected = Array.from({ length: sizeOf(shape) }, () => mean + std * random.normal());
    expectNear(drawn(named('he'), shape), expected);
  });
});

/** The two numbers that a PyTorch initializer passes to its distribution. Its matrices are [out, in]. */
async function torchAsksFor(initializer: string, distribution: string, shape: Shape): Promise<[number, number]> {
  const theirs = shape.length === 2 ? shape.toReversed() : shape;
  const printed = await runPython(`
import json, torch

class Recorder(torch.Tensor):
    def ${distribution}(self, first, second, generator=None):
        print(json.dumps([first, second]))
        return self

torch.nn.init.${initializer}(torch.empty(${theirs.join(', ')}).as_subclass(Recorder))
`);
  return JSON.parse(printed);
}

function expectNear(found: Float64Array, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  const far = expected.filter((x, i) => Math.abs(found[i] - x) > 1e-14 * Math.max(1, Math.abs(x)));
  expect(far).toEqual([]);
}

function named(name: string): Initializer {
  return initializers.find((initializer) => initializer.name === name)!;
}

function stream(): Random {
  return new Random(1, 'W');
}

function drawn(initializer: Initializer, shape: Shape, given: Readonly<Record<string, number>> = {}): Float64Array {
  const defaults = Object.fromEntries(initializer.parameters.map((parameter) => [parameter.name, parameter.default]));
  return runToCompletion(initializer.draw(stream(), shape, { ...defaults, ...given }));
}
