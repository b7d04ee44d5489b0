/** The softmax of every row of a matrix, and what is made of it: in 64 bits in the order of `kernels/softmax.ts`. */

import { largest } from '../opcodes';
import { blockLength, exp as expStep, log as logStep } from '../steps';
import { applyFunction } from './functions';
import { extremeOf } from './reduce';
import { sumOf } from './sum';

export function softmax<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let input: usize = load<u32>(at, 16);
  let output: usize = load<u32>(at, 20);
  const rowBytes = <usize>columns * sizeof<T>();
  const most = max(1, blockLength / columns);
  for (let first: i32 = 0; first < rows; first += most) {
    const bytes = <usize>min(most, rows - first) * rowBytes;
    const end = output + bytes;
    shiftRows<T>(input, output, end, columns);
    applyFunction<T>(expStep, bytes, output, output, 16);
    for (; output < end; output += rowBytes) {
      const total = sumOf<T>(output, columns);
      const totals = v128.splat<T>(total);
      let place = output;
      for (; place + 16 <= output + rowBytes; place += 16) v128.store(place, v128.div<T>(v128.load(place), totals));
      for (; place < output + rowBytes; place += sizeof<T>()) store<T>(place, <T>(load<T>(place) / total));
    }
    input += bytes;
  }
}

/** The scratch holds the exponentials of a block of rows, and then their sums. */
export function logSoftmax<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let input: usize = load<u32>(at, 16);
  let output: usize = load<u32>(at, 20);
  const exponentials: usize = load<u32>(at, 24);
  const rowBytes = <usize>columns * sizeof<T>();
  const most = max(1, blockLength / columns);
  const sums = exponentials + <usize>most * rowBytes;
  for (let first: i32 = 0; first < rows; first += most) {
    const count = min(most, rows - first);
    const bytes = <usize>count * rowBytes;
    const end = output + bytes;
    shiftRows<T>(input, output, end, columns);
    logsOfSums<T>(output, exponentials, sums, count, columns);
    for (let logOfSum = sums; output < end; output += rowBytes, logOfSum += sizeof<T>()) {
      subtractFrom<T>(output, output, rowBytes, load<T>(logOfSum));
    }
    input += bytes;
  }
}

/** The scratch holds the exponents of a block of rows, of which it makes the exponentials, and then their sums. */
export function logSumExp<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let input: usize = load<u32>(at, 16);
  let output: usize = load<u32>(at, 20);
  const exponentials: usize = load<u32>(at, 24);
  const rowBytes = <usize>columns * sizeof<T>();
  const most = max(1, blockLength / columns);
  const sums = exponentials + <usize>most * rowBytes;
  for (let first: i32 = 0; first < rows; first += most) {
    const count = min(most, rows - first);
    for (let row: i32 = 0; row < count; row++, input += rowBytes) {
      const shift = finiteOr0<T>(extremeOf<T>(largest, input, columns));
      store<T>(output + <usize>row * sizeof<T>(), shift);
      subtractFrom<T>(exponentials + <usize>row * rowBytes, input, rowBytes, shift);
    }
    logsOfSums<T>(exponentials, exponentials, sums, count, columns);
    for (let row: i32 = 0; row < count; row++, output += sizeof<T>()) {
      store<T>(output, <T>(load<T>(output) + load<T>(sums + <usize>row * sizeof<T>())));
    }
  }
}

/** Each row less its largest element. */
function shiftRows<T>(input: usize, output: usize, end: usize, columns: i32): void {
  const rowBytes = <usize>columns * sizeof<T>();
  for (; output < end; input += rowBytes, output += rowBytes) {
    subtractFrom<T>(output, input, rowBytes, extremeOf<T>(largest, input, columns));
  }
}

function subtractFrom<T>(output: usize, input: usize, bytes: usize, shift: T): void {
  const shifts = v128.splat<T>(shift);
  const end = output + bytes;
  for (; output + 16 <= end; output += 16, input += 16) v128.store(output, v128.sub<T>(v128.load(input), shifts));
  for (; output < end; output += sizeof<T>(), input += sizeof<T>()) store<T>(output, <T>(load<T>(input) - shift));
}

/** The logarithms of the sums of rows' exponentials. */
function logsOfSums<T>(exponents: usize, exponentials: usize, sums: usize, rows: i32, columns: i32): void {
  const rowBytes = <usize>columns * sizeof<T>();
  applyFunction<T>(expStep, <usize>rows * rowBytes, exponentials, exponents, 16);
  for (let row: i32 = 0; row < rows; row++) {
    store<T>(sums + <usize>row * sizeof<T>(), sumOf<T>(exponentials + <usize>row * rowBytes, columns));
  }
  applyFunction<T>(logStep, <usize>rows * sizeof<T>(), sums, sums, 16);
}

@inline
function finiteOr0<T>(x: T): T {
  return isFinite<T>(x) ? x : <T>0;
}
