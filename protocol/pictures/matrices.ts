/** The part of a tensor that is drawn: a matrix, or the matrices along one axis side by side. */

/** For each axis before the last two, the index on it, or `all` for at most one whose matrices are side by side. */
export type Slice = readonly (number | 'all')[];

/** A matrix of consecutive elements, row by row. */
export interface Matrix {
  /** The index of its first element in the tensor, in row-major order. */
  readonly offset: number;
  /** The index on the axis whose matrices are side by side; undefined for a single matrix. */
  readonly index: number | undefined;
}

export interface MatrixSize {
  readonly rows: number;
  readonly columns: number;
}

/** A longer vector is wrapped into rows of this many elements, or more if that makes it square. */
const vectorColumns = 32;

/** The last two axes. A vector is one row, or is wrapped into rows if it is long; its last row may be incomplete. */
export function matrixSizeOf(shape: readonly number[]): MatrixSize {
  const [rows, columns] = [shape.at(-2), shape.at(-1) ?? 1];
  if (rows !== undefined) return { rows, columns };
  if (columns <= vectorColumns) return { rows: 1, columns };
  const wrapped = Math.max(vectorColumns, Math.ceil(Math.sqrt(columns)));
  return { rows: Math.ceil(columns / wrapped), columns: wrapped };
}

/** The matrices along the last of the leading axes with several are side by side; of the others the first is drawn. */
export function initialSlice(shape: readonly number[]): Slice {
  const leadingAxes = shape.slice(0, -2);
  const faceted = leadingAxes.findLastIndex((length) => length > 1);
  return leadingAxes.map((_, axis) => (axis === faceted ? 'all' : 0));
}

export function matricesOf(shape: readonly number[], slice: Slice): readonly Matrix[] {
  const { rows, columns } = matrixSizeOf(shape);
  let stride = shape.length < 2 ? 0 : rows * columns;
  let offset = 0;
  let facet: { readonly stride: number; readonly length: number } | undefined;
  for (let axis = slice.length - 1; axis >= 0; axis--) {
    const choice = slice[axis]!;
    if (choice === 'all') facet = { stride, length: shape[axis]! };
    else offset += choice * stride;
    stride *= shape[axis]!;
  }
  if (facet === undefined) return [{ offset, index: undefined }];
  const { stride: facetStride, length } = facet;
  return Array.from({ length }, (_, index) => ({ offset: offset + index * facetStride, index }));
}
