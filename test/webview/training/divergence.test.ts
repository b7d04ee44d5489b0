/** Curves of a run that diverges: the start stays readable, and the step is named. */
import { describe, expect, test } from 'vitest';
import { binLines } from '../../../client/webview/src/training/curves/bins.ts';
import { clampLines, divergenceText, magnitudeLimit } from '../../../client/webview/src/training/curves/divergence.ts';
import { extentOf, logRange, logTicks } from '../../../client/webview/src/training/curves/scales.ts';

/** Gradient descent on x² with a step that is too long: the loss grows ninefold at each step, to 1e30 and beyond. */
const losses = Array.from({ length: 40 }, (_, step) => 0.5 * 9 ** step);
const line = (values: readonly (number | null)[]) => ({
  name: 'L',
  steps: values.map((_, index) => index + 1),
  values,
});

describe('a loss that diverges to 1e37', () => {
  const lines = [line(losses)];
  const limit = magnitudeLimit(lines, true);
  const [drawn] = clampLines(binLines(lines, 200), limit).lines;

  test('keeps its start readable: it takes a visible part of the axis', () => {
    const [from, to] = logRange(extentOf(drawn!.mean)!);
    const heightOf = (value: number) => Math.log(value / from) / Math.log(to / from);
    expect(heightOf(losses[1]!) - heightOf(losses[0]!)).toBeGreaterThan(0.2);
    expect(logTicks([from, to], 4).length).toBeGreaterThanOrEqual(2);
  });

  test('says from which step it is off the scale', () => {
    const step = losses.findIndex((loss) => loss > limit) + 1;
    expect(divergenceText(lines, limit)).toBe(`L: off the scale from step ${step}`);
  });
});

test('a loss that stops being finite says at which step', () => {
  const lines = [line([0.5, 4.5, null, null])];
  expect(divergenceText(lines, magnitudeLimit(lines, true))).toBe('L: not finite from step 3');
});

test('a loss that does both is named once', () => {
  const lines = [line([0.5, 1e30, null])];
  expect(divergenceText(lines, magnitudeLimit(lines, true))).toBe(
    'L: off the scale from step 2, not finite from step 3',
  );
});

test('negative values keep a linear axis on which the start is visible', () => {
  const lines = [line([-1, 2, -1e30])];
  const limit = magnitudeLimit(lines, false);
  const [drawn] = clampLines(binLines(lines, 200), limit).lines;
  expect(drawn!.mean).toEqual([-1, 2, -10]);
});

test('lines that converge, and rise by less, are drawn as they are', () => {
  const lines = [line([1, 1e-9, 1e5]), line([null, 3, 2])];
  expect(magnitudeLimit(lines, true)).toBe(Number.POSITIVE_INFINITY);
  expect(divergenceText(lines, Number.POSITIVE_INFINITY)).toBeUndefined();
  expect(magnitudeLimit([line([])], true)).toBe(Number.POSITIVE_INFINITY);
});

test('at most two lines are named', () => {
  const lines = ['a', 'b', 'c'].map((name) => ({ ...line([1, null]), name }));
  expect(divergenceText(lines, Number.POSITIVE_INFINITY)).toBe(
    'a: not finite from step 2 · b: not finite from step 2 and 1 more',
  );
});
