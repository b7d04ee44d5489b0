/** The matrix product, of operands that are read through strides: no transpose is ever made. */

import { oneVectorWide, twoVectorsWide } from './tiles';
import { fourVectorsWide } from './wideTiles';

/** What `matrixProduct` says, one product after another. */
export function matrixProduct<T>(at: usize): void {
  const size = <i32>sizeof<T>();
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  const end = at + (load<i32>(at, 4) << 2);
  let output = load<usize>(at, 44);
  for (let offsets = at + 52; offsets < end; offsets += 8) {
    multiply<T>(
      rows,
      columns,
      load<i32>(at, 16),
      load<usize>(at, 20) + load<i32>(offsets) * size,
      load<i32>(at, 24) * size,
      load<i32>(at, 28) * size,
      load<usize>(at, 32) + load<i32>(offsets, 4) * size,
      load<i32>(at, 36) * size,
      load<i32>(at, 40) * size,
      output,
      load<usize>(at, 48),
    );
    output += rows * columns * size;
  }
}

/** Panel by panel of columns, so that what is read of the right operand stays in the nearest cache for all rows. */
function multiply<T>(
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  output: usize,
  scratch: usize,
): void {
  const size = <i32>sizeof<T>();
  const lanes = 16 / size;
  const outputRow = columns * size;
  let rest = columns;
  while (rest > 0) {
    const vectors = isPaired && rest > 2 * lanes ? 4 : rest > lanes ? 2 : 1;
    const width = vectors * lanes;
    const taken = min(width, rest);
    let panel = b;
    let panelRow = bRow;
    if (scratch != 0) {
      pack<T>(b, bRow, bColumn, inner, taken, width, scratch);
      panel = scratch;
      panelRow = width * size;
    }
    if (vectors == 1) oneVectorWide<T>(taken, rows, inner, a, aRow, aColumn, panel, panelRow, output, outputRow);
    else if (vectors == 2) twoVectorsWide<T>(taken, rows, inner, a, aRow, aColumn, panel, panelRow, output, outputRow);
    else if (isPaired) fourVectorsWide<T>(taken, rows, inner, a, aRow, aColumn, panel, panelRow, output, outputRow);
    b += taken * bColumn;
    output += taken * size;
    rest -= taken;
  }
}

/** Puts a panel of the right operand, row after row, where it is read in one go; what it is too narrow for is zero. */
function pack<T>(from: usize, rowStride: i32, columnStride: i32, rows: i32, columns: i32, width: i32, to: usize): void {
  const size = <i32>sizeof<T>();
  const bytes = width * size;
  if (columnStride == size && columns == width) {
    for (; rows > 0; rows--) {
      for (let i = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
      from += rowStride;
      to += bytes;
    }
    return;
  }
  for (let column = 0; column < columns; column++) {
    let source = from + column * columnStride;
    let target = to + column * size;
    for (let row = rows; row > 0; row--) {
      store<T>(target, load<T>(source));
      source += rowStride;
      target += bytes;
    }
  }
  for (let column = columns; column < width; column++) {
    let target = to + column * size;
    for (let row = rows; row > 0; row--) {
      store<T>(target, 0);
      target += bytes;
    }
  }
}
