/** The cross-entropies of samples, and the softmax of their logits where that is asked for. */

import { exp as expStep, log as logStep } from '../../elementwiseOpcodes';
import { applyFunction } from '../elementwise/functions';
import { divideRow, longRow, rowsPerBlock, shiftRows, sumsOfExponentials } from './softmax';
import { columnBytes, divideTurned, pickTurned, shiftTurned, sumTurned, turn, turnBack } from './transposedRows';

export function crossEntropyOfClasses<T>(at: usize): void {
  crossEntropyBy<T>(false, at);
}

export function crossEntropyOfDistributions<T>(at: usize): void {
  crossEntropyBy<T>(true, at);
}

/**
 * Where rows are short, blocks of them are turned. The scratch holds the exponents of a block, then their exponentials, and the sums
 * of these or their logarithms.
 */
@inline
function crossEntropyBy<T>(isOfDistributions: bool, at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let logits: usize = load<u32>(at, 16);
  let target: usize = load<u32>(at, 20);
  let output: usize = load<u32>(at, 24);
  let probabilities: usize = load<u32>(at, 28);
  const exponents: usize = load<u32>(at, 32);
  const rowBytes = <usize>columns * sizeof<T>();
  const isTurned = columns < longRow;
  const most = rowsPerBlock(columns);
  for (let first: i32 = 0; first < rows; first += most) {
    const count = min(most, rows - first);
    const rowStep = isTurned ? sizeof<T>() : rowBytes;
    const columnStep = isTurned ? columnBytes<T>(count) : sizeof<T>();
    const blockBytes = isTurned ? columnStep * <usize>columns : rowBytes * <usize>count;
    const exponentials = exponents + blockBytes;
    const sums = exponentials + blockBytes;
    if (isTurned) softmaxTurned<T>(logits, probabilities, exponents, exponentials, sums, count, columns, columnStep);
    else softmaxOfRows<T>(logits, probabilities, exponents, exponentials, sums, count, columns);
    applyFunction<T>(logStep, <usize>count * sizeof<T>(), sums, sums, 16);
    if (isOfDistributions) {
      lossesOfDistributions<T>(exponents, rowStep, columnStep, target, sums, output, count, columns);
      target += <usize>count * rowBytes;
    } else {
      const picks = exponentials;
      if (isTurned) pickTurned<T>(exponents, target, picks, columns, columnStep);
      else pickOfRows<T>(exponents, target, picks, count, columns);
      lossesOfPicks<T>(picks, sums, output, count);
      target += <usize>count * sizeof<T>();
    }
    logits += <usize>count * rowBytes;
    output += <usize>count * sizeof<T>();
    if (probabilities != 0) probabilities += <usize>count * rowBytes;
  }
}

@inline
function softmaxTurned<T>(
  logits: usize,
  probabilities: usize,
  exponents: usize,
  exponentials: usize,
  sums: usize,
  rows: i32,
  columns: i32,
  bytes: usize,
): void {
  turn<T>(logits, exponents, rows, columns, bytes);
  shiftTurned<T>(exponents, columns, bytes);
  applyFunction<T>(expStep, bytes * <usize>columns, exponentials, exponents, 16);
  sumTurned<T>(exponentials, sums, columns, bytes);
  if (probabilities == 0) return;
  divideTurned<T>(exponentials, sums, columns, bytes);
  turnBack<T>(exponentials, probabilities, rows, columns, bytes);
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

/** NaN for what is no class. */
@inline
function pickOfRows<T>(exponents: usize, classes: usize, picks: usize, rows: i32, columns: i32): void {
  const end = classes + <usize>rows * sizeof<T>();
  for (; classes < end; classes += sizeof<T>(), picks += sizeof<T>()) {
    const chosen = <i32>load<T>(classes);
    const isClass = <T>chosen == load<T>(classes) && <u32>chosen < <u32>columns;
    store<T>(picks, isClass ? load<T>(exponents + <usize>chosen * sizeof<T>()) : <T>NaN);
    exponents += <usize>columns * sizeof<T>();
  }
}

@inline
function lossesOfPicks<T>(picks: usize, logsOfSums: usize, losses: usize, rows: i32): void {
  const bytes = <usize>rows * sizeof<T>();
  for (let row: usize = 0; row < bytes; row += sizeof<T>()) {
    store<T>(losses + row, <T>(<T>0 - <T>(load<T>(picks + row) - load<T>(logsOfSums + row))));
  }
}

@inline
function lossesOfDistributions<T>(
  exponents: usize,
  rowStep: usize,
  columnStep: usize,
  target: usize,
  logsOfSums: usize,
  losses: usize,
  rows: i32,
  columns: i32,
): void {
  const end = losses + <usize>rows * sizeof<T>();
  for (; losses < end; losses += sizeof<T>(), logsOfSums += sizeof<T>(), exponents += rowStep) {
    let exponent = exponents;
    let loss: T = 0;
    for (let column: i32 = 0; column < columns; column++, exponent += columnStep, target += sizeof<T>()) {
      loss = <T>(loss - load<T>(target) * <T>(load<T>(exponent) - load<T>(logsOfSums)));
    }
    store<T>(losses, loss);
  }
}
