/** The matrix product, of operands that are read through strides: no transpose is ever made. */

import { oneVectorWide, packTwoVectors, twoVectorsWide } from './tiles';
import { fourVectorsWide, packFourVectors } from './wideTiles';

/** Where sums start that are added to nothing: as wide as a tile. */
const zeros = memory.data(64, 16);

/** What is added to sums that are to stay what they are, be it -0. */
const doubles = memory.data<f64>([-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0]);
const floats = memory.data<f32>([
  -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0,
]);

/** What `matrixProduct` says, one product after another. */
export function matrixProduct<T>(at: usize): void {
  const size = <i32>sizeof<T>();
  const end = at + (load<i32>(at, 4) << 2);
  for (let starts = at + 64; starts < end; starts += 12) {
    multiply<T>(
      load<i32>(at, 8),
      load<i32>(at, 12),
      load<i32>(at, 16),
      load<usize>(at, 20) + load<i32>(starts) * size,
      load<i32>(at, 24) * size,
      load<i32>(at, 28) * size,
      load<usize>(at, 32) + load<i32>(starts, 4) * size,
      load<i32>(at, 36) * size,
      load<i32>(at, 40) * size,
      load<usize>(at, 44) + load<i32>(starts, 8) * size,
      load<i32>(at, 48) * size,
      load<usize>(at, 52),
      load<i32>(at, 56),
      load<usize>(at, 60),
    );
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
  outputRow: i32,
  scratch: usize,
  isAdded: i32,
  shift: usize,
): void {
  const size = <i32>sizeof<T>();
  const lanes = 16 / size;
  let start = isAdded ? output : zeros;
  const startRow = isAdded ? outputRow : 0;
  const isShifted = shift != 0;
  if (!isShifted) shift = sizeof<T>() == 8 ? doubles : floats;
  let rest = columns;
  while (rest > 0) {
    const vectors = isPaired && rest > 2 * lanes ? 4 : rest > lanes ? 2 : 1;
    const width = vectors * lanes;
    const some = min(width, rest);
    if (scratch != 0 && bColumn == size && vectors > 1 && rows >= 4) {
      if (vectors == 2) {
        packTwoVectors<T>(some, rows, inner, a, aRow, aColumn, b, bRow, scratch, start, startRow, shift, output, outputRow);
      } else if (isPaired) {
        packFourVectors<T>(some, rows, inner, a, aRow, aColumn, b, bRow, scratch, start, startRow, shift, output, outputRow);
      }
    } else {
      let panel = b;
      let panelRow = bRow;
      if (scratch != 0) {
        pack<T>(b, bRow, bColumn, inner, some, width, scratch);
        panel = scratch;
        panelRow = width * size;
      }
      if (vectors == 1) {
        oneVectorWide<T>(some, rows, inner, a, aRow, aColumn, panel, panelRow, start, startRow, shift, output, outputRow);
      } else if (vectors == 2) {
        twoVectorsWide<T>(some, rows, inner, a, aRow, aColumn, panel, panelRow, start, startRow, shift, output, outputRow);
      } else if (isPaired) {
        fourVectorsWide<T>(some, rows, inner, a, aRow, aColumn, panel, panelRow, start, startRow, shift, output, outputRow);
      }
    }
    b += some * bColumn;
    if (isAdded) start += some * size;
    if (isShifted) shift += some * size;
    output += some * size;
    rest -= some;
  }
}

/** Puts a panel, whose columns may lie anywhere, row after row, where it is read in one go; what it is too narrow for is zero. */
function pack<T>(from: usize, rowStride: i32, columnStride: i32, rows: i32, columns: i32, width: i32, to: usize): void {
  const size = <i32>sizeof<T>();
  const bytes = width * size;
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
