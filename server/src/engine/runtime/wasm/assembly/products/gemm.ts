/** Matrix products of strided operands; transposes are never materialized. */

import { oneVectorWide, packTwoVectors, twoVectorsWide } from './tiles';
import { fourVectorsWide, packFourVectors } from './wideTiles';

/** Initial sums of a product that isn't accumulated, as wide as a tile. */
const zeros = memory.data(64, 16);

/** The bias that leaves every sum unchanged, even -0. */
const negativeZeros64 = memory.data<f64>([-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0]);
const negativeZeros32 = memory.data<f32>([
  -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0,
]);

/** Runs the products of a `matrixProduct` instruction one after another. */
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

/**
 * Multiplies by panels of columns, so that the panel of the right operand stays in the first-level cache for all rows.
 */
function multiply<T>(
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  aRowStride: i32,
  aColumnStride: i32,
  b: usize,
  bRowStride: i32,
  bColumnStride: i32,
  output: usize,
  outputRowStride: i32,
  scratch: usize,
  isAccumulating: i32,
  bias: usize,
): void {
  const size = <i32>sizeof<T>();
  const lanes = 16 / size;
  let start = isAccumulating ? output : zeros;
  const startRowStride = isAccumulating ? outputRowStride : 0;
  const hasBias = bias != 0;
  if (!hasBias) bias = sizeof<T>() == 8 ? negativeZeros64 : negativeZeros32;
  let remaining = columns;
  while (remaining > 0) {
    const vectors = isPaired && remaining > 2 * lanes ? 4 : remaining > lanes ? 2 : 1;
    const width = vectors * lanes;
    const panelColumns = min(width, remaining);
    if (scratch != 0 && bColumnStride == size && vectors > 1 && rows >= 4) {
      if (vectors == 2) {
        packTwoVectors<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, b, bRowStride, scratch, start, startRowStride, bias, output, outputRowStride);
      } else if (isPaired) {
        packFourVectors<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, b, bRowStride, scratch, start, startRowStride, bias, output, outputRowStride);
      }
    } else {
      let panel = b;
      let panelRowStride = bRowStride;
      if (scratch != 0) {
        packPanel<T>(b, bRowStride, bColumnStride, inner, panelColumns, width, scratch);
        panel = scratch;
        panelRowStride = width * size;
      }
      if (vectors == 1) {
        oneVectorWide<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, panel, panelRowStride, start, startRowStride, bias, output, outputRowStride);
      } else if (vectors == 2) {
        twoVectorsWide<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, panel, panelRowStride, start, startRowStride, bias, output, outputRowStride);
      } else if (isPaired) {
        fourVectorsWide<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, panel, panelRowStride, start, startRowStride, bias, output, outputRowStride);
      }
    }
    b += panelColumns * bColumnStride;
    if (isAccumulating) start += panelColumns * size;
    if (hasBias) bias += panelColumns * size;
    output += panelColumns * size;
    remaining -= panelColumns;
  }
}

/** Copies a panel of any strides into contiguous rows and pads them with zeros. */
function packPanel<T>(from: usize, rowStride: i32, columnStride: i32, rows: i32, columns: i32, width: i32, to: usize): void {
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
