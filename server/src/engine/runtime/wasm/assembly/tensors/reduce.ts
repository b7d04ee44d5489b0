/** Sums, means and extrema over axes; in 64 bits in the order of `tensorLoops/reduce.ts`. */

import { reduceMax, reduceMin, sum } from '../../opcodes';
import { addTerm, roundingErrors } from './compensatedSum';
import { sumOf } from './sum';

export function reduce<T>(at: usize): void {
  const opcode = load<i32>(at);
  if (opcode == sum) reduceWith<T>(sum, at);
  else if (opcode == reduceMax) reduceWith<T>(reduceMax, at);
  else reduceWith<T>(reduceMin, at);
}

@inline
function reduceWith<T>(fold: i32, at: usize): void {
  let input: usize = load<u32>(at, 8);
  const output: usize = load<u32>(at, 12);
  const end = output + <usize>load<u32>(at, 16) * sizeof<T>();
  const divisor = load<i32>(at, 20);
  const errors: usize = load<u32>(at, 24);
  const axes = load<i32>(at, 28);
  const firstAxis = at + 32;
  const last = firstAxis + <usize>(axes - 1) * 8;
  const columns = load<i32>(last);
  const isContiguous = load<i32>(last, 4) == 0;
  const rows = axes > 1 ? load<i32>(last - 8) : 1;
  const rowStride = axes > 1 ? <usize>load<u32>(last - 4) * sizeof<T>() : 0;
  const blocks = countBlocks(firstAxis, last - 8);
  const identityElement: T = fold == sum ? <T>0 : fold == reduceMax ? <T>-Infinity : <T>Infinity;
  for (let offset = output; offset < end; offset += sizeof<T>()) store<T>(offset, identityElement);
  if (fold == sum && errors != 0) memory.fill(errors, 0, end - output);
  for (let block: i32 = 0; block < blocks; block++) {
    let offset = output + outputOffsetOf(block, firstAxis, last - 8) * sizeof<T>();
    if (isContiguous) {
      for (let row: i32 = 0; row < rows; row++) {
        const folded = fold == sum ? sumOf<T>(input, columns) : extremeOf<T>(fold, input, columns);
        if (fold == sum && errors != 0) addTerm<T>(offset, errors + (offset - output), folded);
        else store<T>(offset, foldScalars<T>(fold, load<T>(offset), folded));
        input += <usize>columns * sizeof<T>();
        offset += rowStride;
      }
    } else {
      if (fold == sum && errors != 0) sumRows<T>(input, rows, columns, offset, errors + (offset - output));
      else foldRows<T>(fold, input, rows, columns, offset);
      input += <usize>rows * columns * sizeof<T>();
    }
  }
  if (divisor == 1) return;
  for (let offset = output; offset < end; offset += sizeof<T>()) store<T>(offset, <T>(load<T>(offset) / <T>divisor));
}

/** The number of planes spanned by the last two axes. */
function countBlocks(axes: usize, end: usize): i32 {
  let blocks: i32 = 1;
  for (let axis = axes; axis < end; axis += 8) blocks *= load<i32>(axis);
  return blocks;
}

/** The output offset of a plane, in elements. */
function outputOffsetOf(block: i32, axes: usize, end: usize): usize {
  let offset: usize = 0;
  for (let axis = end; axis > axes; ) {
    axis -= 8;
    const length = load<i32>(axis);
    offset += <usize>(block % length) * load<u32>(axis, 4);
    block /= length;
  }
  return offset;
}

/** Folds the rows of a matrix into one, columns side by side. */
@inline
function foldRows<T>(fold: i32, input: usize, rows: i32, columns: i32, output: usize): void {
  const rowBytes = <usize>columns * sizeof<T>();
  const end = input + rowBytes;
  for (; input + 64 <= end; input += 64, output += 64) {
    let first = v128.load(output);
    let second = v128.load(output, 16);
    let third = v128.load(output, 32);
    let fourth = v128.load(output, 48);
    let at = input;
    for (let row: i32 = 0; row < rows; row++, at += rowBytes) {
      first = foldLanes<T>(fold, first, v128.load(at));
      second = foldLanes<T>(fold, second, v128.load(at, 16));
      third = foldLanes<T>(fold, third, v128.load(at, 32));
      fourth = foldLanes<T>(fold, fourth, v128.load(at, 48));
    }
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
  }
  for (; input + 16 <= end; input += 16, output += 16) {
    let folded = v128.load(output);
    let at = input;
    for (let row: i32 = 0; row < rows; row++, at += rowBytes) folded = foldLanes<T>(fold, folded, v128.load(at));
    v128.store(output, folded);
  }
  for (; input < end; input += sizeof<T>(), output += sizeof<T>()) {
    let folded = load<T>(output);
    let at = input;
    for (let row: i32 = 0; row < rows; row++, at += rowBytes) folded = foldScalars<T>(fold, folded, load<T>(at));
    store<T>(output, folded);
  }
}

/** Rows summed as a block. */
const rowsPerBlock: i32 = 32;

/** Adds the rows of a matrix to sums, columns side by side, block by block. */
function sumRows<T>(input: usize, rows: i32, columns: i32, sums: usize, errors: usize): void {
  const rowBytes = <usize>columns * sizeof<T>();
  const end = input + rowBytes;
  const zero = v128.splat<T>(0 as T);
  for (; input + 32 <= end; input += 32, sums += 32, errors += 32) {
    let sum0 = v128.load(sums);
    let sum1 = v128.load(sums, 16);
    let error0 = v128.load(errors);
    let error1 = v128.load(errors, 16);
    let at = input;
    for (let row: i32 = 0; row < rows; row += rowsPerBlock) {
      const blockEnd = at + <usize>min(rowsPerBlock, rows - row) * rowBytes;
      let term0 = zero;
      let term1 = zero;
      for (; at < blockEnd; at += rowBytes) {
        term0 = v128.add<T>(term0, v128.load(at));
        term1 = v128.add<T>(term1, v128.load(at, 16));
      }
      term0 = v128.add<T>(term0, error0);
      term1 = v128.add<T>(term1, error1);
      const next0 = v128.add<T>(sum0, term0);
      const next1 = v128.add<T>(sum1, term1);
      error0 = roundingErrors<T>(sum0, term0, next0);
      error1 = roundingErrors<T>(sum1, term1, next1);
      sum0 = next0;
      sum1 = next1;
    }
    v128.store(sums, sum0);
    v128.store(sums, sum1, 16);
    v128.store(errors, error0);
    v128.store(errors, error1, 16);
  }
  for (; input < end; input += sizeof<T>(), sums += sizeof<T>(), errors += sizeof<T>()) {
    let at = input;
    for (let row: i32 = 0; row < rows; row += rowsPerBlock) {
      const blockEnd = at + <usize>min(rowsPerBlock, rows - row) * rowBytes;
      let term: T = 0;
      for (; at < blockEnd; at += rowBytes) term = <T>(term + load<T>(at));
      addTerm<T>(sums, errors, term);
    }
  }
}

/** The maximum or minimum of a run; NaN if there is one, and of zeros the one with the more extreme sign. */
export function extremeOf<T>(fold: i32, at: usize, length: i32): T {
  const end = at + <usize>length * sizeof<T>();
  const start = at;
  let first = v128.load_splat<T>(at);
  let second = first;
  let nanMask = v128.splat<T>(0 as T);
  for (; at + 32 <= end; at += 32) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    nanMask = v128.or(nanMask, v128.or(v128.ne<T>(a, a), v128.ne<T>(b, b)));
    first = extremeLanes<T>(fold, first, a);
    second = extremeLanes<T>(fold, second, b);
  }
  for (; at < end; at += sizeof<T>()) {
    const x = v128.load_splat<T>(at);
    nanMask = v128.or(nanMask, v128.ne<T>(x, x));
    second = extremeLanes<T>(fold, second, x);
  }
  if (v128.any_true(nanMask)) return <T>NaN;
  const vector = extremeLanes<T>(fold, first, second);
  let extreme = foldScalars<T>(fold, v128.extract_lane<T>(vector, 0), v128.extract_lane<T>(vector, 1));
  if (sizeof<T>() == 4) {
    const others = foldScalars<T>(fold, <T>f32x4.extract_lane(vector, 2), <T>f32x4.extract_lane(vector, 3));
    extreme = foldScalars<T>(fold, extreme, others);
  }
  return extreme == 0 ? signedZeroOf<T>(fold, start, end) : extreme;
}

/** The zero of the more extreme sign, if the run whose extreme is 0 has one. */
function signedZeroOf<T>(fold: i32, at: usize, end: usize): T {
  let extreme: T = fold == reduceMax ? <T>-0.0 : <T>0;
  for (; at < end; at += sizeof<T>()) if (load<T>(at) == 0) extreme = foldScalars<T>(fold, extreme, load<T>(at));
  return extreme;
}

/** The more extreme lanes of two vectors, without regard to NaN or the signs of zeros. */
@inline
function extremeLanes<T>(fold: i32, a: v128, b: v128): v128 {
  return fold == reduceMax ? v128.pmax<T>(a, b) : v128.pmin<T>(a, b);
}

@inline
function foldLanes<T>(fold: i32, a: v128, b: v128): v128 {
  if (fold == sum) return v128.add<T>(a, b);
  return fold == reduceMax ? v128.max<T>(a, b) : v128.min<T>(a, b);
}

@inline
function foldScalars<T>(fold: i32, a: T, b: T): T {
  if (fold == sum) return <T>(a + b);
  return fold == reduceMax ? max<T>(a, b) : min<T>(a, b);
}
