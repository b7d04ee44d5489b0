/** Matrix products of strided operands; transposes are never materialized. */

import { addTerms } from '../tensors/compensatedSum';
import { oneVectorWide, packTwoVectors, twoVectorsWide } from './tiles';
import { fourVectorsWide, packFourVectors } from './wideTiles';

/** Initial sums, as wide as a tile. */
const zeros = memory.data(64, 16);

/** The addend that leaves every sum unchanged, even -0. */
const negativeZeros64 = memory.data<f64>([-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0]);
const negativeZeros32 = memory.data<f32>([
  -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0,
]);

/**
 * Long products are divided as in `tensorLoops/matmul.ts` in 64 bits, and into shorter blocks in 32 bits: the sums of a
 * block's products are added to those of its group as they are stored, and the groups' sums with their rounding errors.
 */
const blockLength64: i32 = 128;
const blockLength32: i32 = 64;
const blocksPerGroup: i32 = 32;

/** Runs the products of a `matrixProduct` instruction one after another. */
export function matrixProduct<T>(at: usize): void {
  const size = <i32>sizeof<T>();
  const end = at + (load<i32>(at, 4) << 2);
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  const inner = load<i32>(at, 16);
  const aColumnStride = load<i32>(at, 28) * size;
  const bRowStride = load<i32>(at, 36) * size;
  const outputRowStride = load<i32>(at, 48) * size;
  const bias = load<usize>(at, 60);
  const groupSums = load<usize>(at, 64);
  const blockLength = sizeof<T>() == 8 ? blockLength64 : blockLength32;
  const groups = ceilDivide(inner, blockLength * blocksPerGroup);
  for (let starts = at + 68; starts < end; starts += 12) {
    const a = load<usize>(at, 20) + load<i32>(starts) * size;
    const b = load<usize>(at, 32) + load<i32>(starts, 4) * size;
    const output = load<usize>(at, 44) + load<i32>(starts, 8) * size;
    if (groups <= 1) {
      multiplyBlocks<T>(at, inner, a, b, output, outputRowStride, load<i32>(at, 56) != 0, bias);
      continue;
    }
    const rowBytes = columns * size;
    const errors = groupSums + rows * rowBytes;
    memory.fill(errors, 0, rows * rowBytes);
    for (let row = 0; row < rows; row++) memory.fill(output + row * outputRowStride, 0, rowBytes);
    const groupLength = ceilDivide(inner, groups);
    for (let first = 0; first < inner; first += groupLength) {
      const length = min(groupLength, inner - first);
      multiplyBlocks<T>(at, length, a + first * aColumnStride, b + first * bRowStride, groupSums, rowBytes, false, 0);
      for (let row = 0; row < rows; row++) {
        addTerms<T>(output + row * outputRowStride, errors + row * rowBytes, groupSums + row * rowBytes, columns);
      }
    }
    if (bias != 0) addBias<T>(output, outputRowStride, rows, columns, bias);
  }
}

function ceilDivide(length: i32, maxLength: i32): i32 {
  return (length + maxLength - 1) / maxLength;
}

/** Multiplies block by block. The bias is added as the only block is stored, or else in the end. */
function multiplyBlocks<T>(
  at: usize,
  inner: i32,
  a: usize,
  b: usize,
  output: usize,
  outputRowStride: i32,
  isAccumulating: bool,
  bias: usize,
): void {
  const size = <i32>sizeof<T>();
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  const aColumnStride = load<i32>(at, 28) * size;
  const bRowStride = load<i32>(at, 36) * size;
  const blocks = max(1, ceilDivide(inner, sizeof<T>() == 8 ? blockLength64 : blockLength32));
  const length = ceilDivide(inner, blocks);
  for (let block = 0; block < blocks; block++) {
    const first = min(inner, block * length);
    const isAdded = isAccumulating || block > 0;
    multiply<T>(
      rows,
      columns,
      min(length, inner - first),
      a + first * aColumnStride,
      load<i32>(at, 24) * size,
      aColumnStride,
      b + first * bRowStride,
      bRowStride,
      load<i32>(at, 40) * size,
      output,
      outputRowStride,
      load<usize>(at, 52),
      isAdded ? output : blocks == 1 ? bias : 0,
      isAdded ? outputRowStride : 0,
    );
  }
  if (bias != 0 && blocks > 1) addBias<T>(output, outputRowStride, rows, columns, bias);
}

/** Adds a bias to every row. */
function addBias<T>(output: usize, rowStride: i32, rows: i32, columns: i32, bias: usize): void {
  for (; rows > 0; rows--, output += rowStride) {
    let at = output;
    let addend = bias;
    const end = at + <usize>columns * sizeof<T>();
    for (; at + 16 <= end; at += 16, addend += 16) v128.store(at, v128.add<T>(v128.load(at), v128.load(addend)));
    for (; at < end; at += sizeof<T>(), addend += sizeof<T>()) store<T>(at, load<T>(at) + load<T>(addend));
  }
}

/**
 * Multiplies by panels of columns, so that the panel of the right operand stays in the first-level cache for all rows.
 * @param addend rows that are added to those of the result, or 0.
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
  addend: usize,
  addendRowStride: i32,
): void {
  const size = <i32>sizeof<T>();
  const lanes = 16 / size;
  const hasAddend = addend != 0;
  if (!hasAddend) addend = sizeof<T>() == 8 ? negativeZeros64 : negativeZeros32;
  let remaining = columns;
  while (remaining > 0) {
    const vectors = isPaired && remaining > 2 * lanes ? 4 : remaining > lanes ? 2 : 1;
    const width = vectors * lanes;
    const panelColumns = min(width, remaining);
    if (scratch != 0 && bColumnStride == size && vectors > 1 && rows >= 4) {
      if (vectors == 2) {
        packTwoVectors<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, b, bRowStride, scratch, zeros, addend, addendRowStride, output, outputRowStride);
      } else if (isPaired) {
        packFourVectors<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, b, bRowStride, scratch, zeros, addend, addendRowStride, output, outputRowStride);
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
        oneVectorWide<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, panel, panelRowStride, zeros, addend, addendRowStride, output, outputRowStride);
      } else if (vectors == 2) {
        twoVectorsWide<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, panel, panelRowStride, zeros, addend, addendRowStride, output, outputRowStride);
      } else if (isPaired) {
        fourVectorsWide<T>(panelColumns, rows, inner, a, aRowStride, aColumnStride, panel, panelRowStride, zeros, addend, addendRowStride, output, outputRowStride);
      }
    }
    b += panelColumns * bColumnStride;
    if (hasAddend) addend += panelColumns * size;
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
