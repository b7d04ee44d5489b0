/** Thumbnails of tensors: geometry and opacity of cells and bars. */
import { expect, test } from 'vitest';
import { thumbnailParts } from '../../../client/webview/src/canvas/nodes/thumbnailParts.ts';

test("a cell's opacity is its magnitude and its color the sign; zero shows the background", () => {
  expect(thumbnailParts({ kind: 'heat', rows: 2, columns: 3, cells: [1, -0.5, 0, 0.5, null, 0.01] })).toEqual([
    { tone: 'ground', opacity: 1, path: 'M0,2.67h40v26.67h-40z' },
    { tone: 'positive', opacity: 1, path: 'M0,2.67h13.33v13.33h-13.33z' },
    { tone: 'negative', opacity: 0.5, path: 'M13.33,2.67h13.33v13.33h-13.33z' },
    { tone: 'positive', opacity: 0.5, path: 'M0,16h13.33v13.33h-13.33z' },
    { tone: 'missing', opacity: 1, path: 'M13.33,16h13.33v13.33h-13.33z' },
  ]);
});

test('cells of the same tone are merged into one path', () => {
  const [, part, ...others] = thumbnailParts({ kind: 'heat', rows: 1, columns: 2, cells: [1, 1] });
  expect(part?.path).toBe('M0,6h20v20h-20zM20,6h20v20h-20z');
  expect(others).toEqual([]);
});

test('a single row or column has a minimum width', () => {
  const cells = Array.from({ length: 16 }, () => 1);
  expect(thumbnailParts({ kind: 'heat', rows: 1, columns: 16, cells })[1]?.path).toMatch(/^M0,6h2.5v20h-2.5z/);
  expect(thumbnailParts({ kind: 'heat', rows: 16, columns: 1, cells })[1]?.path).toMatch(/^M10,0h20v2h-20z/);
});

test('bars stand side by side, and the lowest one is visible', () => {
  expect(thumbnailParts({ kind: 'bars', bars: [0, 1] })).toEqual([
    { tone: 'bar', opacity: 1, path: 'M0.5,31h19v1h-19zM20.5,0h19v32h-19z' },
  ]);
});
