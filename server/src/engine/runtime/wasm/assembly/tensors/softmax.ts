/** Softmax of matrix rows and its relatives; in 64 bits in the order of `tensorLoops/softmax.ts`. */

import { reduceMax } from '../../opcodes';
import { blockLength } from '../../fusedElementwiseFormat';
import { exp as expOpcode, log as logOpcode } from '../../generated/elementwiseOpcodes';
import { applyUnaryFunction } from '../generated/blocks';
import { extremeOf } from './reduce';
import { sumOf } from './sum';

export function softmax<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let input: usize = load<u32>(at, 16);
  let output: usize = load<u32>(at, 20);
  const rowBytes = <usize>columns * sizeof<T>();
  const maxRows = rowsPerBlock(columns);
  for (let first: i32 = 0; first < rows; first += maxRows) {
    const bytes = <usize>min(maxRows, rows - first) * rowBytes;
    const end = output + bytes;
    shiftRows<T>(input, output, bytes, columns);
    applyUnaryFunction<T>(expOpcode, bytes, output, output, 16);
    for (; output < end; output += rowBytes) divideRow<T>(output, output, rowBytes, sumOfRow<T>(output, columns));
    input += bytes;
  }
}

/** The scratch holds the exponentials of a block of rows, then their sums. */
export function logSoftmax<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let input: usize = load<u32>(at, 16);
  let output: usize = load<u32>(at, 20);
  const exponentials: usize = load<u32>(at, 24);
  const rowBytes = <usize>columns * sizeof<T>();
  const maxRows = rowsPerBlock(columns);
  const sums = exponentials + <usize>maxRows * rowBytes;
  for (let first: i32 = 0; first < rows; first += maxRows) {
    const count = min(maxRows, rows - first);
    const bytes = <usize>count * rowBytes;
    const end = output + bytes;
    shiftRows<T>(input, output, bytes, columns);
    logSums<T>(output, exponentials, sums, count, columns);
    for (let logOfSum = sums; output < end; output += rowBytes, logOfSum += sizeof<T>()) {
      subtractFromRow<T>(output, output, rowBytes, load<T>(logOfSum));
    }
    input += bytes;
  }
}

/** The scratch holds the exponents of a block of rows, then their exponentials, then their sums. */
export function logSumExp<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let input: usize = load<u32>(at, 16);
  let output: usize = load<u32>(at, 20);
  const exponentials: usize = load<u32>(at, 24);
  const rowBytes = <usize>columns * sizeof<T>();
  const maxRows = rowsPerBlock(columns);
  const sums = exponentials + <usize>maxRows * rowBytes;
  for (let first: i32 = 0; first < rows; first += maxRows) {
    const count = min(maxRows, rows - first);
    for (let row: i32 = 0; row < count; row++, input += rowBytes) {
      const rowMax = maxOfRow<T>(input, columns);
      const shift = isFinite<T>(rowMax) ? rowMax : <T>0;
      store<T>(output + <usize>row * sizeof<T>(), shift);
      subtractFromRow<T>(exponentials + <usize>row * rowBytes, input, rowBytes, shift);
    }
    logSums<T>(exponentials, exponentials, sums, count, columns);
    for (let row: i32 = 0; row < count; row++, output += sizeof<T>()) {
      store<T>(output, <T>(load<T>(output) + load<T>(sums + <usize>row * sizeof<T>())));
    }
  }
}

/** Subtracts from each row its largest element. */
export function shiftRows<T>(input: usize, output: usize, bytes: usize, columns: i32): void {
  const rowBytes = <usize>columns * sizeof<T>();
  const end = output + bytes;
  for (; output < end; input += rowBytes, output += rowBytes) {
    subtractFromRow<T>(output, input, rowBytes, maxOfRow<T>(input, columns));
  }
}

/** Logarithms of the sums of the rows' exponentials. */
function logSums<T>(exponents: usize, exponentials: usize, sums: usize, rows: i32, columns: i32): void {
  sumsOfExponentials<T>(exponents, exponentials, sums, rows, columns);
  applyUnaryFunction<T>(logOpcode, <usize>rows * sizeof<T>(), sums, sums, 16);
}

export function sumsOfExponentials<T>(exponents: usize, exponentials: usize, sums: usize, rows: i32, columns: i32): void {
  const rowBytes = <usize>columns * sizeof<T>();
  applyUnaryFunction<T>(expOpcode, <usize>rows * rowBytes, exponentials, exponents, 16);
  for (let row: i32 = 0; row < rows; row++) {
    store<T>(sums + <usize>row * sizeof<T>(), sumOfRow<T>(exponentials + <usize>row * rowBytes, columns));
  }
}

/** Rows at least this long are worth a function call each. */
export const minLongRow: i32 = 8;

/** May miss a NaN in a short row, which doesn't matter: the NaN stays in the row and makes its sum NaN. */
@inline
function maxOfRow<T>(row: usize, columns: i32): T {
  if (columns >= minLongRow) return extremeOf<T>(reduceMax, row, columns);
  const end = row + <usize>columns * sizeof<T>();
  let maxima = v128.load_splat<T>(row);
  for (let at = row + sizeof<T>(); at < end; at += sizeof<T>()) maxima = v128.pmax<T>(maxima, v128.load_splat<T>(at));
  return v128.extract_lane<T>(maxima, 0);
}

@inline
function sumOfRow<T>(row: usize, columns: i32): T {
  if (columns >= minLongRow) return sumOf<T>(row, columns);
  const end = row + <usize>columns * sizeof<T>();
  let total: T = 0;
  for (let at = row; at < end; at += sizeof<T>()) total = <T>(total + load<T>(at));
  return total;
}

@inline
function subtractFromRow<T>(output: usize, input: usize, bytes: usize, shift: T): void {
  const shifts = v128.splat<T>(shift);
  const end = output + bytes;
  for (; output + 16 <= end; output += 16, input += 16) v128.store(output, v128.sub<T>(v128.load(input), shifts));
  for (; output < end; output += sizeof<T>(), input += sizeof<T>()) store<T>(output, <T>(load<T>(input) - shift));
}

@inline
export function divideRow<T>(output: usize, input: usize, bytes: usize, divisor: T): void {
  const divisors = v128.splat<T>(divisor);
  const end = output + bytes;
  for (; output + 16 <= end; output += 16, input += 16) v128.store(output, v128.div<T>(v128.load(input), divisors));
  for (; output < end; output += sizeof<T>(), input += sizeof<T>()) store<T>(output, <T>(load<T>(input) / divisor));
}

@inline
export function rowsPerBlock(columns: i32): i32 {
  return max(1, blockLength / columns);
}
