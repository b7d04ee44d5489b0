/** Batches: the samples of each step, in the order drawn from the seed's two streams. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../server/src/engine/math/random.ts';
import { type Batch, Batches, splitSamples } from '../../../server/src/engine/training/batches.ts';
import { epochLengths } from '../../../server/src/engine/training/epochs.ts';

const samplesOf = ({ indices: order, start, length }: Batch): number[] =>
  Array.from(order.slice(start, start + length));

test('every step takes all samples in file order without a batch size', () => {
  for (const batch of [undefined, 5, 6]) {
    const batches = new Batches(5, { ...(batch && { batch }), seed: 1, holdout: 0 });
    expect(batches.stepsPerEpoch).toBe(1);
    expect([0, 1, 7].map((step) => samplesOf(batches.at(step)))).toEqual(Array(3).fill([0, 1, 2, 3, 4]));
    expect(batches.lengths(0, 9)).toEqual(new Set([5]));
  }
});

test('every step is an epoch without data', () => {
  const batches = new Batches(0, { batch: 4, seed: 1, holdout: 0.5 });
  expect([batches.stepsPerEpoch, batches.at(3).length, batches.heldOutSamples.length]).toEqual([1, 0, 0]);
});

test('each epoch is shuffled again, and its last batch can be smaller', () => {
  const batches = new Batches(7, { batch: 3, seed: 5, holdout: 0 });
  const random = new Random(5, 'batches');
  for (let epoch = 0; epoch < 3; epoch++) {
    const order = Array.from(random.permutation(7));
    const taken = [0, 1, 2].map((step) => samplesOf(batches.at(3 * epoch + step)));
    expect(taken).toEqual([order.slice(0, 3), order.slice(3, 6), order.slice(6)]);
  }
  expect([0, 1, 2, 3, 4, 5].filter((step) => batches.endsEpoch(step))).toEqual([2, 5]);
});

test('each epoch visits the samples in the order of the file if it is sequential', () => {
  const batches = new Batches(7, { batch: 3, seed: 5, holdout: 0, isSequential: true });
  for (const step of [4, 0, 3]) expect(samplesOf(batches.at(step))).toEqual(step % 3 === 0 ? [0, 1, 2] : [3, 4, 5]);
  expect([samplesOf(batches.at(5)), batches.cursor, batches.epochsToDraw(2 ** 40, undefined)]).toEqual([
    [6],
    undefined,
    0,
  ]);
  const { heldOut } = splitSamples(7, { seed: 5, holdout: 0.3 });
  const rest = [0, 1, 2, 3, 4, 5, 6].filter((sample) => !heldOut.includes(sample));
  const sequential = new Batches(7, { batch: 2, seed: 5, holdout: 0.3, isSequential: true });
  expect([0, 1, 2].flatMap((step) => samplesOf(sequential.at(step)))).toEqual(rest);
});

test('held-out samples are the first of a permutation, and no step takes them', () => {
  const batches = new Batches(10, { batch: 4, seed: 3, holdout: 0.35 });
  const heldOut = Array.from(new Random(3, 'holdout').permutation(10).slice(0, 3)).sort((a, b) => a - b);
  const training = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((sample) => !heldOut.includes(sample));
  expect(samplesOf(batches.heldOutSamples)).toEqual(heldOut);
  expect(samplesOf(batches.trainingSamples)).toEqual(training);
  const order = Array.from(new Random(3, 'batches').permutation(7), (index) => training[index]);
  expect([0, 1].map((step) => samplesOf(batches.at(step)))).toEqual([order.slice(0, 4), order.slice(4)]);
});

test('a decimal share of the samples is held out, rounded down', () => {
  const countOf = (samples: number, holdout: number) => splitSamples(samples, { seed: 0, holdout }).heldOut.length;
  expect([countOf(100, 0.29), countOf(100, 0.57), countOf(100, 0.285), countOf(50, 0.58)]).toEqual([29, 57, 28, 29]);
  for (const digits of [1, 2, 3])
    for (let samples = 1; samples <= 120; samples++)
      for (let share = 0; share < 10 ** digits; share += digits === 3 ? 7 : 1) {
        // In integers, which are exact.
        const exact = (samples * share - ((samples * share) % 10 ** digits)) / 10 ** digits;
        const actual = countOf(samples, Number(`${share}e-${digits}`));
        if (actual !== exact) expect([samples, share, actual]).toEqual([samples, share, exact]);
      }
  expect([countOf(1, 1 - 2 ** -53), countOf(10, 1 - 2 ** -53)]).toEqual([0, 9]);
});

test.each([
  [0, 2, [4]],
  [0, 3, [4, 2]],
  [1, 1, [4]],
  [2, 1, [2]],
  [2, 2, [2, 4]],
  [31, 1, [4]],
  [0, 1000, [4, 2]],
])('from step %d on, %d steps take batches of %j samples', (from, steps, lengths) => {
  expect(new Batches(10, { batch: 4, seed: 0, holdout: 0 }).lengths(from, steps)).toEqual(new Set(lengths));
});

test('the batch lengths of an epoch are known without its order', () => {
  const samples = fc.nat({ max: 30 });
  const settings = fc.record(
    { batch: fc.integer({ min: 1, max: 32 }), holdout: fc.constantFrom(0, 0.1, 0.5, 0.99) },
    { requiredKeys: ['holdout'] },
  );
  fc.assert(
    fc.property(samples, settings, (samples, settings) => {
      const batches = new Batches(samples, { ...settings, seed: 0 });
      expect(epochLengths(samples, settings)).toEqual(batches.lengths(0, batches.stepsPerEpoch));
    }),
  );
});

test('a step takes the same samples in any order of requests', () => {
  const order = fc.record({
    samples: fc.integer({ min: 1, max: 20 }),
    batch: fc.integer({ min: 1, max: 22 }),
    seed: fc.integer(),
    holdout: fc.constantFrom(0, 0.1, 0.5, 0.99),
    isSequential: fc.constantFrom(true as const, undefined),
    steps: fc.array(fc.nat({ max: 60 }), { minLength: 1 }),
  });
  fc.assert(
    fc.property(order, ({ samples, steps, isSequential, ...others }) => {
      const rest = { ...others, ...(isSequential && { isSequential }) };
      const requested = new Batches(samples, rest);
      const inOrder = new Batches(samples, rest);
      const expected = Array.from({ length: 61 }, (_, step) => samplesOf(inOrder.at(step)));
      for (const step of steps) expect(samplesOf(requested.at(step))).toEqual(expected[step]);
      for (let step = 0; step + requested.stepsPerEpoch <= 61; step += requested.stepsPerEpoch) {
        const epoch = expected.slice(step, step + requested.stepsPerEpoch).flat();
        expect(epoch.sort((a, b) => a - b)).toEqual(samplesOf(requested.trainingSamples));
      }
    }),
  );
});
