/** Layout of matrices as pictures, in a grid that fits an area. */

import type { MatrixSize } from './matrices.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PictureLayout {
  /** Side of an element, in pixels; below 1 for a large matrix. */
  readonly cell: number;
  /** Number of matrices in a row of the grid. */
  readonly gridColumns: number;
  /** Distance between the corners of neighboring matrices. */
  readonly pitch: Size;
  readonly width: number;
  readonly height: number;
}

/** An element of the drawn matrices. */
export interface PictureElement {
  /** Index of the matrix among the drawn ones. */
  readonly matrix: number;
  readonly row: number;
  readonly column: number;
}

const gap = 4;
const maxCell = 24;

/** The grid with the largest elements. */
export function layOutPicture(count: number, { rows, columns }: MatrixSize, area: Size): PictureLayout {
  let best: PictureLayout | undefined;
  for (let gridColumns = 1; gridColumns <= count; gridColumns++) {
    const gridRows = Math.ceil(count / gridColumns);
    const widest = (area.width - gap * (gridColumns - 1)) / (gridColumns * columns);
    const highest = (area.height - gap * (gridRows - 1)) / (gridRows * rows);
    const cell = Math.min(maxCell, widest, highest);
    if (best && cell <= best.cell) continue;
    const pitch = { width: columns * cell + gap, height: rows * cell + gap };
    best = { cell, gridColumns, pitch, width: gridColumns * pitch.width - gap, height: gridRows * pitch.height - gap };
  }
  return best ?? { cell: 0, gridColumns: 1, pitch: { width: 0, height: 0 }, width: 0, height: 0 };
}

/** The element at a point of the picture; undefined between matrices and outside. */
export function elementAt(
  { cell, gridColumns, pitch }: PictureLayout,
  count: number,
  { rows, columns }: MatrixSize,
  x: number,
  y: number,
): PictureElement | undefined {
  if (x < 0 || y < 0 || cell <= 0) return undefined;
  const [gridColumn, gridRow] = [Math.floor(x / pitch.width), Math.floor(y / pitch.height)];
  const [column, row] = [
    Math.floor((x - gridColumn * pitch.width) / cell),
    Math.floor((y - gridRow * pitch.height) / cell),
  ];
  const matrix = gridRow * gridColumns + gridColumn;
  if (gridColumn >= gridColumns || matrix >= count || column >= columns || row >= rows) return undefined;
  return { matrix, row, column };
}
