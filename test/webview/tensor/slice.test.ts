/** The matrices of a tensor that are drawn, and their layout. */

import { describe, expect, test } from 'vitest';
import { formatIndices, indicesOf } from '../../../client/webview/src/tensor/elements.ts';
import { fittedSlice, withChoice } from '../../../client/webview/src/tensor/slice.ts';
import { initialSlice, matricesOf, matrixSizeOf } from '../../../protocol/pictures/matrices.ts';
import { elementAt, layOutPicture } from '../../../protocol/pictures/pictureLayout.ts';

describe('the drawn matrices', () => {
  test('are one for a matrix, and one row for a short vector', () => {
    expect(matricesOf([3, 4], [])).toEqual([{ offset: 0, index: undefined }]);
    expect(matrixSizeOf([5])).toEqual({ rows: 1, columns: 5 });
    expect(matricesOf([5], [])).toEqual([{ offset: 0, index: undefined }]);
  });

  test('wrap a long vector', () => {
    expect(matrixSizeOf([70])).toEqual({ rows: 3, columns: 32 });
    expect(matrixSizeOf([10_000])).toEqual({ rows: 100, columns: 100 });
  });

  test('are all channels of the first sample for images, and all samples for one channel', () => {
    expect(initialSlice([8, 6, 5, 5])).toEqual([0, 'all']);
    expect(initialSlice([8, 1, 5, 5])).toEqual(['all', 0]);
    expect(matricesOf([8, 6, 5, 5], [2, 'all']).map(({ offset }) => offset)).toEqual(
      [0, 1, 2, 3, 4, 5].map((channel) => (2 * 6 + channel) * 25),
    );
    expect(matricesOf([8, 6, 5, 5], ['all', 3]).map(({ offset }) => offset)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((sample) => (sample * 6 + 3) * 25),
    );
  });

  test('are side by side along one axis at most', () => {
    expect(withChoice([0, 'all'], 0, 'all')).toEqual(['all', 0]);
    expect(withChoice([0, 'all'], 0, 4)).toEqual([4, 'all']);
  });

  test('stay in a tensor whose shape has changed', () => {
    expect(fittedSlice([7, 'all'], [4, 6, 5, 5])).toEqual([3, 'all']);
    expect(fittedSlice([7, 'all'], [4, 5, 5])).toEqual(['all']);
    expect(fittedSlice([], [4])).toEqual([]);
  });
});

test('an element is named by its index on each axis', () => {
  expect(indicesOf([2, 3, 4], 23)).toEqual([1, 2, 3]);
  expect(formatIndices({ shape: [2, 3, 4], first: 0 }, 12)).toBe('[1, 0, 0]');
});

describe('the layout of pictures', () => {
  test.each([
    [6, { rows: 24, columns: 24 }, { width: 400, height: 300 }],
    [64, { rows: 28, columns: 28 }, { width: 400, height: 600 }],
    [1, { rows: 1000, columns: 10 }, { width: 300, height: 300 }],
  ])('puts %i matrices of %o into %o', (count, size, area) => {
    const layout = layOutPicture(count, size, area);
    expect(layout.width).toBeLessThanOrEqual(area.width + 1e-9);
    expect(layout.height).toBeLessThanOrEqual(area.height + 1e-9);
    const last = { matrix: count - 1, row: size.rows - 1, column: size.columns - 1 };
    const gridColumn = last.matrix % layout.gridColumns;
    const gridRow = Math.floor(last.matrix / layout.gridColumns);
    const x = gridColumn * layout.pitch.width + (last.column + 0.5) * layout.cell;
    const y = gridRow * layout.pitch.height + (last.row + 0.5) * layout.cell;
    expect(elementAt(layout, count, size, x, y)).toEqual(last);
  });

  test('has no element between two matrices or after the last one', () => {
    const size = { rows: 2, columns: 2 };
    const layout = layOutPicture(3, size, { width: 52, height: 52 });
    expect(layout).toMatchObject({ cell: 12, gridColumns: 2 });
    expect(elementAt(layout, 3, size, 26, 5)).toBeUndefined();
    expect(elementAt(layout, 3, size, 40, 40)).toBeUndefined();
    expect(elementAt(layout, 3, size, 29, 13)).toEqual({ matrix: 1, row: 1, column: 0 });
  });
});
