/** The fit of a model of one input: the range of the axis, the curve and the samples. */
import { describe, expect, test } from 'vitest';
import {
  createScales,
  curvePath,
  type Fit,
  fitRange,
  missingCurve,
  pointsPath,
} from '../../../client/webview/src/training/fit/fitGeometry.ts';

const fitWith = (labels: readonly number[], more: Partial<Fit> = {}): Fit => ({
  kind: 'fit',
  x: { name: 'x', from: 0, to: 2 },
  columns: 3,
  output: 'f',
  boundary: null,
  label: 'y',
  points: labels.map((label, x) => ({ x, label, isHeldOut: false })),
  ...more,
});

describe('the range', () => {
  test('has the labels, the curve and a margin', () => {
    expect(fitRange(fitWith([0, 10]), [-5, 15, null])).toEqual([-6, 16]);
  });

  test('ends near the labels if the curve diverges', () => {
    expect(fitRange(fitWith([0, 10]), [-1e300, 0, 1e300])).toEqual([-11.5, 21.5]);
    expect(fitRange(fitWith([0, 10]), [1e6, 2e6])).toEqual([-1, 21]);
    expect(fitRange(fitWith([4]), [-1e300, 0, 1e300])).toEqual([-0.4, 8.4]);
  });

  test('is that of a probability from 0 to 1', () => {
    expect(fitRange(fitWith([0, 1], { boundary: 0.5 }), [0.4, 0.5, 0.6])).toEqual([-0.05, 1.05]);
  });

  test('is there without samples and without a curve', () => {
    expect(fitRange(fitWith([]), [])).toEqual([-0.05, 1.05]);
    expect(fitRange(fitWith([]), [0, null, 10])).toEqual([-0.5, 10.5]);
    expect(fitRange(fitWith([2]), [])).toEqual([1, 3]);
  });
});

describe('the curve', () => {
  const fit = fitWith([]);
  const scales = createScales(fit, [0, 1], { width: 100, height: 50 });

  test('goes from one end of the axis to the other', () => {
    expect(curvePath(fit, [0, 0.5, 1], scales)).toBe('M0,50h0L50,25L100,0');
  });

  test('has a gap where the output is not finite', () => {
    expect(curvePath(fit, [0, null, 1], scales)).toBe('M0,50h0M100,0h0');
  });

  test('stays within what SVG can draw', () => {
    expect(curvePath(fit, [-1e308, 1e308], scales)).toBe('M0,100000h0L50,-100000');
  });

  test.each([fitWith([], { columns: 1 }), fitWith([], { x: { name: 'x', from: 1, to: 1 } })])(
    'has no point without a position',
    (unplaced) => {
      const path = curvePath(unplaced, [0, 1], createScales(unplaced, [0, 1], { width: 100, height: 50 }));
      expect(path).not.toMatch(/NaN|Infinity/);
    },
  );

  test('is told if none of it is on the plot', () => {
    expect(missingCurve([0, 1], [null, null])).toBe('notFinite');
    expect(missingCurve([0, 1], [2, 3, null])).toBe('offScale');
    expect(missingCurve([0, 1], [-2, 3])).toBeUndefined();
    expect(missingCurve([0, 1], [])).toBeUndefined();
  });
});

test('samples are circles around their points', () => {
  const fit = fitWith([1]);
  const scales = createScales(fit, [0, 2], { width: 100, height: 50 });
  expect(pointsPath(fit.points, 4, scales)).toBe('M-4,25a4,4 0 1 0 8,0a4,4 0 1 0 -8,0');
  const unplaced = createScales({ ...fit, x: { name: 'x', from: 0, to: 0 } }, [0, 2], { width: 100, height: 50 });
  expect(pointsPath(fit.points, 4, unplaced)).toBe('');
});
