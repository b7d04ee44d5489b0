/** Cross-entropies of samples, and optionally the softmax of their logits. */

import { exp as expOpcode, log as logOpcode } from '../../generated/elementwiseOpcodes';
import { applyUnaryFunction } from '../generated/blocks';
import { divideRow, minLongRow, rowsPerBlock, shiftRows, sumsOfExponentials } from './softmax';
import { sumOf } from './sum';
import { columnBytes, divideTransposed, pickTransposed, shiftTransposed, sumTransposed, transposeRows, transposeBack } from './transposedRows';

export function crossEntropyOfClasses<T>(at: usize): void {
  crossEntropyImpl<T>(false, at);
}

export function crossEntropyOfDistributions<T>(at: usize): void {
  crossEntropyImpl<T>(true, at);
}

/**
 * Transposes short rows in blocks. The scratch holds the exponents of a block, then their exponentials, and the sums of
 * these or their logarithms.
 */
@inline
function crossEntropyImpl<T>(hasDistributions: bool, at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let logits: usize = load<u32>(at, 16);
  let target: usize = load<u32>(at, 20);
  let output: usize = load<u32>(at, 24);
  let probabilities: usize = load<u32>(at, 28);
  const exponents: usize = load<u32>(at, 32);
  const rowBytes = <usize>columns * sizeof<T>();
  const isTransposed = columns < minLongRow;
  const maxRows = rowsPerBlock(columns);
  for (let first: i32 = 0; first < rows; first += maxRows) {
    const count = min(maxRows, rows - first);
    const rowStride = isTransposed ? sizeof<T>() : rowBytes;
    const columnStride = isTransposed ? columnBytes<T>(count) : sizeof<T>();
    const blockBytes = isTransposed ? columnStride * <usize>columns : rowBytes * <usize>count;
    const exponentials = exponents + blockBytes;
    const sums = exponentials + blockBytes;
    if (isTransposed) softmaxTransposed<T>(logits, probabilities, exponents, exponentials, sums, count, columns, columnStride);
    else softmaxOfRows<T>(logits, probabilities, exponents, exponentials, sums, count, columns);
    applyUnaryFunction<T>(logOpcode, <usize>count * sizeof<T>(), sums, sums, 16);
    if (hasDistributions) {
      distributionLosses<T>(exponents, rowStride, columnStride, target, sums, exponentials, output, count, columns);
      target += <usize>count * rowBytes;
    } else {
      const picks = exponentials;
      if (isTransposed) pickTransposed<T>(exponents, target, picks, columns, columnStride);
      else pickFromRows<T>(exponents, target, picks, count, columns);
      pickedLosses<T>(picks, sums, output, count);
      target += <usize>count * sizeof<T>();
    }
    logits += <usize>count * rowBytes;
    output += <usize>count * sizeof<T>();
    if (probabilities != 0) probabilities += <usize>count * rowBytes;
  }
}

@inline
function softmaxTransposed<T>(
  logits: usize,
  probabilities: usize,
  exponents: usize,
  exponentials: usize,
  sums: usize,
  rows: i32,
  columns: i32,
  bytes: usize,
): void {
  transposeRows<T>(logits, exponents, rows, columns, bytes);
  shiftTransposed<T>(exponents, columns, bytes);
  applyUnaryFunction<T>(expOpcode, bytes * <usize>columns, exponentials, exponents, 16);
  sumTransposed<T>(exponentials, sums, columns, bytes);
  if (probabilities == 0) return;
  divideTransposed<T>(exponentials, sums, columns, bytes);
  transposeBack<T>(exponentials, probabilities, rows, columns, bytes);
}

@inline
function softmaxOfRows<T>(
  logits: usize,
  probabilities: usize,
  exponents: usize,
  exponentials: usize,
  sums: usize,
  rows: i32,
  columns: i32,
): void {
  const rowBytes = <usize>columns * sizeof<T>();
  const bytes = <usize>rows * rowBytes;
  shiftRows<T>(logits, exponents, bytes, columns);
  sumsOfExponentials<T>(exponents, exponentials, sums, rows, columns);
  if (probabilities == 0) return;
  for (let row: usize = 0; row < bytes; row += rowBytes, sums += sizeof<T>()) {
    divideRow<T>(probabilities + row, exponentials + row, rowBytes, load<T>(sums));
  }
}

/** NaN for an invalid class. */
@inline
function pickFromRows<T>(exponents: usize, classes: usize, picks: usize, rows: i32, columns: i32): void {
  const end = classes + <usize>rows * sizeof<T>();
  for (; classes < end; classes += sizeof<T>(), picks += sizeof<T>()) {
    const chosen = <i32>load<T>(classes);
    const isClass = <T>chosen == load<T>(classes) && <u32>chosen < <u32>columns;
    store<T>(picks, isClass ? load<T>(exponents + <usize>chosen * sizeof<T>()) : <T>NaN);
    exponents += <usize>columns * sizeof<T>();
  }
}

@inline
function pickedLosses<T>(picks: usize, logSums: usize, losses: usize, rows: i32): void {
  const bytes = <usize>rows * sizeof<T>();
  for (let row: usize = 0; row < bytes; row += sizeof<T>()) {
    store<T>(losses + row, <T>(<T>0 - <T>(load<T>(picks + row) - load<T>(logSums + row))));
  }
}

/** Reads the target row by row; a long row's terms are written to `terms` and summed pairwise. */
@inline
function distributionLosses<T>(
  exponents: usize,
  rowStride: usize,
  columnStride: usize,
  target: usize,
  logSums: usize,
  terms: usize,
  losses: usize,
  rows: i32,
  columns: i32,
): void {
  const end = losses + <usize>rows * sizeof<T>();
  for (; losses < end; losses += sizeof<T>(), logSums += sizeof<T>(), exponents += rowStride) {
    let exponent = exponents;
    let term = terms;
    let sum: T = 0;
    for (let column: i32 = 0; column < columns; column++, exponent += columnStride, target += sizeof<T>()) {
      const product = <T>(load<T>(target) * <T>(load<T>(exponent) - load<T>(logSums)));
      if (columns < minLongRow) sum = <T>(sum + product);
      else store<T>(term, product);
      term += sizeof<T>();
    }
    store<T>(losses, <T>(<T>0 - (columns < minLongRow ? sum : sumOf<T>(terms, columns))));
  }
}
