/** A matrix with fewer cells: the means of blocks of its elements. */

interface MatrixSize {
  readonly rows: number;
  readonly columns: number;
}

/**
 * The means row by row; undefined for a block without elements, after the end of a vector that is wrapped into rows.
 * @param offset index of the first element of the matrix.
 * @param cells number of blocks along each side, at most that of the elements.
 */
export function blockMeans(
  elements: Float64Array,
  offset: number,
  { rows, columns }: MatrixSize,
  cells: MatrixSize,
): (number | undefined)[] {
  const means: (number | undefined)[] = [];
  for (let row = 0; row < cells.rows; row++) {
    const rowBlock = blockOf(row, rows, cells.rows);
    for (let column = 0; column < cells.columns; column++) {
      means.push(meanOf(elements, offset, columns, rowBlock, blockOf(column, columns, cells.columns)));
    }
  }
  return means;
}

interface Block {
  readonly start: number;
  readonly end: number;
}

/** The elements of an axis that a cell covers. */
function blockOf(cell: number, length: number, cells: number): Block {
  return { start: Math.floor((cell * length) / cells), end: Math.floor(((cell + 1) * length) / cells) };
}

function meanOf(
  elements: Float64Array,
  offset: number,
  columns: number,
  rowBlock: Block,
  columnBlock: Block,
): number | undefined {
  let [sum, count] = [0, 0];
  for (let row = rowBlock.start; row < rowBlock.end; row++) {
    const rowStart = offset + row * columns;
    const end = Math.min(rowStart + columnBlock.end, elements.length);
    for (let i = rowStart + columnBlock.start; i < end; i++, count++) sum += elements[i];
  }
  return count === 0 ? undefined : sum / count;
}
