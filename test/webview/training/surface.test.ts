/** The decision surface: colors, boundary and samples. */
import { describe, expect, test } from 'vitest';
import { mixColors, parseColor, toCss } from '../../../client/webview/src/theme/colors.ts';
import { lineStyleAt } from '../../../client/webview/src/training/curves/lineStyles.ts';
import {
  classesOf,
  classText,
  labelPosition,
  regionShares,
  type SurfacePlane,
} from '../../../client/webview/src/training/surface/classes.ts';
import { contourSegments } from '../../../client/webview/src/training/surface/grid.ts';
import {
  createHeatScale,
  type HeatColors,
  heatPixels,
  regionPixels,
  scalePosition,
} from '../../../client/webview/src/training/surface/heat.ts';
import { classColor, pointShape } from '../../../client/webview/src/training/surface/pointShapes.ts';

const colors: HeatColors = { low: [255, 0, 0], middle: [0, 0, 0], high: [0, 0, 255] };

function planeOf(labels: readonly number[]): SurfacePlane {
  return {
    kind: 'plane',
    x: { name: 'x1', from: 0, to: 1 },
    y: { name: 'x2', from: 0, to: 1 },
    columns: 2,
    rows: 2,
    output: 'p',
    boundary: 0.5,
    classes: null,
    label: 'y',
    points: labels.map((label) => ({ x: 0, y: 0, label })),
  };
}

test('colors are parsed and mixed as a canvas returns them', () => {
  expect(parseColor('#59a4f9')).toEqual([89, 164, 249]);
  expect(parseColor('rgba(255, 255, 255, 0.7)')).toEqual([255, 255, 255]);
  expect(toCss(mixColors([0, 0, 0], [100, 200, 50], 0.5))).toBe('rgb(50, 100, 25)');
});

describe('the color scale', () => {
  test('spans 0 to 1 for a probability, and a fixed range for a logit', () => {
    expect(createHeatScale(0.5, [0.4, 0.6])).toEqual({ low: 0, middle: 0.5, high: 1 });
    expect(createHeatScale(0, [-9, 9])).toEqual({ low: -4, middle: 0, high: 4 });
  });

  test('spans the outputs and labels for any other output', () => {
    expect(createHeatScale(null, [-2, 6])).toEqual({ low: -2, middle: 2, high: 6 });
  });

  test('maps a value to its side and distance from the middle', () => {
    const scale = { low: -4, middle: 0, high: 2 };
    expect([-9, -2, 0, 1, 2].map((value) => scalePosition(value, scale))).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(scalePosition(3, { low: 3, middle: 3, high: 3 })).toBe(0);
  });
});

test('pixels start with the highest row, and non-finite values are transparent', () => {
  const pixels = heatPixels({ columns: 2, rows: 2, values: [0, 1, 0.5, null] }, createHeatScale(0.5, null), colors);
  const pixelAt = (index: number) => [...pixels.slice(4 * index, 4 * index + 4)];
  expect([pixelAt(0), pixelAt(1)]).toEqual([
    [0, 0, 0, 255],
    [0, 0, 0, 0],
  ]);
  const [red = 0] = pixelAt(2);
  expect(red).toBeGreaterThan(150);
  expect(pixelAt(3)).toEqual([0, 0, red, 255]);
});

describe('the decision boundary', () => {
  test('is where the output equals the boundary value', () => {
    const values = [0, 1, 2, 0, 1, 2];
    expect(contourSegments({ columns: 3, rows: 2, values }, 0.25)).toEqual([[0.25, 0, 0.25, 1]]);
  });

  test('is empty if the output stays on one side', () => {
    expect(contourSegments({ columns: 2, rows: 2, values: [1, 2, 3, 4] }, 0)).toEqual([]);
  });

  test('stays inside the grid', () => {
    expect(contourSegments({ columns: 2, rows: 3, values: [-1, -1, 1, 1, 1, 1] }, 0)).toEqual([[1, 0.5, 0, 0.5]]);
  });

  test('skips cells with non-finite values', () => {
    expect(contourSegments({ columns: 2, rows: 2, values: [-1, 1, null, 1] }, 0)).toEqual([]);
  });

  test('has two segments at a saddle', () => {
    expect(contourSegments({ columns: 2, rows: 2, values: [1, -1, -1, 1] }, 0)).toHaveLength(2);
  });
});

describe('samples', () => {
  test('are classes in label order if there are few labels', () => {
    expect(classesOf(planeOf([1, 0, 1]))).toEqual([
      { label: 0, count: 1 },
      { label: 1, count: 2 },
    ]);
  });

  test('have no classes if there are many labels', () => {
    expect(classesOf(planeOf([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]))).toBeNull();
  });

  test('have the end colors if there are two classes, even for logits', () => {
    const classes = classesOf(planeOf([0, 1]));
    const logit = createHeatScale(0, null);
    expect([0, 1].map((label) => labelPosition(label, classes, logit))).toEqual([-1, 1]);
    expect(labelPosition(1, null, logit)).toBe(0.25);
  });
});

test('adjacent lines differ in color and dashes', () => {
  for (let index = 0; index < 12; index++) {
    const [one, next] = [lineStyleAt(index), lineStyleAt(index + 1)];
    expect(one.color).not.toBe(next.color);
    expect(one.dash).not.toEqual(next.dash);
  }
});

describe('predicted classes', () => {
  const plane = { ...planeOf([0, 2, 2, 1]), label: 'species', classes: ['cat', 'dog', 'fox', 'owl'] };

  test('are all in the legend, by name, also without samples', () => {
    expect(classesOf(plane)?.map(({ label, count }) => [classText(plane, label), count])).toEqual([
      ['cat', 1],
      ['dog', 1],
      ['fox', 2],
      ['owl', 0],
    ]);
    expect(classText({ ...plane, classes: ['0', '1'] }, 1)).toBe('species 1');
  });

  test('differ in color and shape, and no two of ten share both', () => {
    const styles = Array.from({ length: 10 }, (_, index) => [classColor(index), pointShape(index)]);
    expect(new Set(styles.map((style) => style.join(' '))).size).toBe(10);
    expect(new Set(styles.slice(0, 5).map(([color]) => color)).size).toBe(5);
    expect(new Set(styles.slice(0, 5).map(([, shape]) => shape)).size).toBe(5);
  });

  test('tint their regions, and are told in percent', () => {
    const values = [0, 1, null, 1];
    const pixels = regionPixels(
      { columns: 2, rows: 2, values },
      [
        [100, 0, 0],
        [0, 100, 0],
      ],
      [0, 0, 0],
    );
    expect([...pixels]).toEqual([0, 0, 0, 0, 0, 45, 0, 255, 45, 0, 0, 255, 0, 45, 0, 255]);
    expect(regionShares(3, values)).toEqual([25, 50, 0]);
  });

  test.each([-1, 1, 0.5, 1e308])('leave a cell transparent if its class is %d of one', (value) => {
    expect([...regionPixels({ columns: 1, rows: 1, values: [value] }, [[100, 0, 0]], [0, 0, 0])]).toEqual([0, 0, 0, 0]);
  });
});
