/** The cells of a tensor that a hover has room for: the matrices that the panel draws at first, of large ones means of blocks. */

import { initialSlice, type MatrixSize, matricesOf, matrixSizeOf } from '../../../../../protocol/pictures/matrices.ts';
import { blockMeans } from '../../../display/blockMeans.ts';
import type { Shape } from '../../../engine/ir/shape.ts';

export interface Sampling {
  /** Size of a matrix before and after sampling. */
  readonly size: MatrixSize;
  readonly cells: MatrixSize;
  /** Index of the first element of each matrix. */
  readonly offsets: readonly number[];
  /** The sampled part in NumPy's notation, `[0, :32]`; empty for all of the tensor. */
  readonly subscript: string;
}

/** Maximum number of cells along each side of a matrix, and in all matrices. */
const maxSide = 64;
const maxCells = 8192;
const maxMatrices = 32;

export function samplingOf(shape: Shape): Sampling {
  const slice = initialSlice(shape);
  const size = matrixSizeOf(shape);
  const matrices = matricesOf(shape, slice);
  const offsets = matrices.slice(0, maxMatrices).map(({ offset }) => offset);
  const isCut = offsets.length < matrices.length;
  const subscript = subscriptOf(slice.map((index) => (index === 'all' ? (isCut ? `:${offsets.length}` : ':') : '0')));
  return { size, cells: cellsOf(size, offsets.length), offsets, subscript };
}

/** The largest size within the limits whose blocks have equal sides. */
function cellsOf({ rows, columns }: MatrixSize, count: number): MatrixSize {
  for (let side = maxSide; ; side--) {
    const cells = { rows: blocksOf(rows, side), columns: blocksOf(columns, side) };
    if (count * cells.rows * cells.columns <= maxCells) return cells;
  }
}

/** Number of blocks of an axis, of equal length but for rounding, and at most `maxBlocks`. */
function blocksOf(length: number, maxBlocks: number): number {
  return Math.ceil(length / Math.ceil(length / maxBlocks));
}

function subscriptOf(indices: readonly string[]): string {
  const end = indices.findLastIndex((index) => index !== ':') + 1;
  return end === 0 ? '' : `[${indices.slice(0, end).join(', ')}]`;
}

/** The cells of all matrices, matrix by matrix and row by row; undefined after the end of a wrapped vector. */
export function sample(elements: Float64Array, { offsets, size, cells }: Sampling): readonly (number | undefined)[] {
  return offsets.flatMap((offset) => blockMeans(elements, offset, size, cells));
}
