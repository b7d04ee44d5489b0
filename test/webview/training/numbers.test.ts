/** Numbers in the training pane: parsing, scales, settings, and curves in words. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNumber } from '../../../client/webview/src/numbers.ts';
import { createBatchSizeSpec, createLearningRateSpec } from '../../../client/webview/src/training/controls/settings.ts';
import {
  extentOf,
  linearRange,
  linearTicks,
  logRange,
  logTicks,
} from '../../../client/webview/src/training/curves/scales.ts';
import { curveText, trendOf } from '../../../client/webview/src/training/curves/trend.ts';
import { stateSummary } from '../../../client/webview/src/training/stateLine.ts';
import { formatNumber as showInEditor } from '../../../server/src/display/numbers.ts';
import { info, state } from './pushes.ts';

test('a number is formatted as on every other surface', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect(formatNumber(value)).toBe(showInEditor(value, 4));
    }),
  );
  for (const value of [0.1 + 0.2, 1e-4, 9.9999e-5, 999_999, 1e6, -0.00123456, 123_456.7, 1e300]) {
    expect(formatNumber(value)).toBe(showInEditor(value, 4));
  }
});

describe('a logarithmic scale', () => {
  const positive = fc.double({ min: 1e-4, max: 1e4, noNaN: true });

  test('covers all values with margins, and is never empty', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const [from, to] = logRange([Math.min(a, b), Math.max(a, b)]);
        expect(from).toBeLessThanOrEqual(Math.min(a, b));
        expect(to).toBeGreaterThanOrEqual(Math.max(a, b));
        expect(to / from).toBeGreaterThan(1.9);
      }),
    );
  });

  test('has as many round ticks as fit', () => {
    expect(logTicks([0.008, 1.2], 4)).toEqual([0.01, 0.1, 1]);
    expect(logTicks([0.008, 1.2], 10)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
    expect(logTicks([1e-12, 1], 4)).toHaveLength(4);
    expect(logTicks([0.31, 0.38], 5)).toEqual([0.32, 0.34, 0.36, 0.38]);
  });

  test('starts above zero even if a value is zero', () => {
    expect(logRange([0, 1])[0]).toBeGreaterThan(1e-11);
  });
});

describe('a loss that diverges', () => {
  const huge = fc.double({ min: 1e290, max: Number.MAX_VALUE, noNaN: true });
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });

  test('has labels on a logarithmic axis', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }), huge, (a, b) => {
        const range = logRange([Math.min(a, b), Math.max(a, b)]);
        expect(range.every(Number.isFinite)).toBe(true);
        expect(logTicks(range, 5).length).toBeGreaterThan(0);
      }),
    );
  });

  test.each([-1e308, 1e308])('has labels on a linear axis at %d', (value) => {
    const range = linearRange([value, value]);
    expect(range[0]).toBeLessThan(range[1]);
    expect(linearTicks(range, 5).length).toBeGreaterThan(0);
  });

  test('has labels on a linear axis', () => {
    fc.assert(
      fc.property(any, any, huge, (a, b, c) => {
        const range = linearRange(extentOf([a, b, -c])!);
        expect(Number.isFinite(range[1] - range[0])).toBe(true);
        expect(linearTicks(range, 5).length).toBeGreaterThan(0);
      }),
    );
  });
});

test('a linear scale has round ticks', () => {
  expect(linearTicks([-1.5, 2.5], 5)).toEqual([-1, 0, 1, 2]);
  expect(linearTicks([0, 0.3], 4)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(linearRange([2, 2])).toEqual([1, 3]);
});

test('an extent ignores non-finite values', () => {
  expect(extentOf([null, 3, Number.NaN, -1])).toEqual([-1, 3]);
  expect(extentOf([null, Number.POSITIVE_INFINITY])).toBeNull();
});

describe('a learning rate', () => {
  const learningRateSpec = createLearningRateSpec(null);

  test('that follows a schedule is rounded, and is followed again when it is cleared', () => {
    const followed = createLearningRateSpec('followed');
    expect([0.5 * (1 - 2 / 6), 0.1, 1 / 6e4, 0].map(followed.format)).toEqual(['0.333', '0.1', '1.67e−5', '0']);
    expect(followed.parse('1.67e−5')).toEqual({ value: 1.67e-5 });
    expect(followed.nextValue(0, 1)).toBeGreaterThan(0);
    const replaced = createLearningRateSpec('replaced');
    expect(replaced.parse(' ')).toEqual({ value: null });
    expect(replaced.format(0.123456)).toBe('0.123456');
  });

  test.each([
    ['0.01', 0.01],
    [' 1e−3 ', 0.001],
    ['2', 2],
  ])('%j is accepted', (text, value) => expect(learningRateSpec.parse(text)).toEqual({ value }));

  test.each(['0', '-1', '', 'fast', 'Infinity', '0,1'])('%j is refused with a reason', (text) => {
    expect(learningRateSpec.parse(text)).toEqual({ reason: expect.stringMatching(/\.$/) });
  });

  test('moves to the next round number', () => {
    const up = [0.01, 0.02, 0.05, 0.1, 0.2];
    for (const [index, value] of up.slice(1).entries()) {
      expect(learningRateSpec.nextValue(up[index]!, 1)).toBe(value);
      expect(learningRateSpec.nextValue(value, -1)).toBe(up[index]);
    }
    expect(learningRateSpec.nextValue(0.03, 1)).toBe(0.05);
    expect(learningRateSpec.nextValue(0.03, -1)).toBe(0.02);
    expect(learningRateSpec.nextValue(0.1 + 0.2 - 0.1, 1)).toBe(0.5);
  });
});

describe('a batch size', () => {
  const batch = createBatchSizeSpec(160);

  test('accepts a number of samples, or all', () => {
    expect(batch.parse('20')).toEqual({ value: 20 });
    expect(batch.parse('all')).toEqual({ value: null });
    expect(batch.format(null)).toBe('all');
    for (const text of ['0', '2.5', 'some', '']) {
      expect(batch.parse(text)).toEqual({ reason: expect.stringMatching(/\.$/) });
    }
    expect(batch.parse('161')).toEqual({
      reason: 'The batch size must be at most 160, the number of training samples.',
    });
  });

  test('moves through the powers of two, and from the largest to all', () => {
    expect(batch.nextValue(20, 1)).toBe(32);
    expect(batch.nextValue(20, -1)).toBe(16);
    expect(batch.nextValue(128, 1)).toBeNull();
    expect(batch.nextValue(null, 1)).toBeNull();
    expect(batch.nextValue(null, -1)).toBe(128);
    expect(batch.nextValue(1, -1)).toBe(1);
    expect(createBatchSizeSpec(1).nextValue(null, -1)).toBe(1);
  });
});

describe('the text of a curve', () => {
  test('describes its trend', () => {
    const falling = Array.from({ length: 100 }, (_, step) => 1 / (1 + step));
    expect(curveText('L', falling)).toBe('L 0.01, falling');
    expect(trendOf([...falling].reverse())).toBe('rising');
    expect(trendOf(falling.map(() => 0.5))).toBe('steady');
  });

  test('omits missing parts', () => {
    expect(curveText('L', [])).toBe('L: no value yet');
    expect(curveText('L', [null])).toBe('L: no value yet');
    expect(curveText('L', [0.3])).toBe('L 0.3');
  });
});

test('the state is summarized in one line', () => {
  expect(stateSummary(info, state)).toBe('adam · step 1,240 of 2,000 · epoch 124 of 200 · 200 samples · 830 steps/s');
  expect(
    stateSummary(
      { ...info, samples: 160, heldOut: 40 },
      { ...state, phase: 'paused', lastStep: null, lastEpoch: null },
    ),
  ).toBe('adam · step 1,240 · epoch 124 · 160 samples and 40 held out · paused');
  expect(stateSummary(info, { ...state, step: 2003, epoch: 201, lastStep: 2003, lastEpoch: null, phase: 'done' })).toBe(
    'adam · step 2,003 of 2,003 · epoch 201 · 200 samples · done',
  );
  expect(
    stateSummary({ ...info, samples: 0 }, { ...state, stepsPerEpoch: 1, lastStep: null, stepsPerSecond: null }),
  ).toBe('adam · step 1,240');
});
