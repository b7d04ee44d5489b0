/** Sums, means and other folds over axes. `assembly/tensors/reduce.ts` does the same in the same order. */

import { broadcastStrides, type Shape } from '../ir/shape.ts';
import { forEachRun } from './broadcast.ts';
import { addTerms } from './compensatedSum.ts';
import { sumOf } from './sum.ts';

/** The axes of a tensor under a reduction: adjacent reduced axes are merged, and so are adjacent kept ones. */
export interface ReducedAxes {
  readonly lengths: readonly number[];
  /** The stride of each axis in the output; 0 for reduced axes. */
  readonly outputStrides: number[];
}

/** @param outputShape broadcasts to the operand's: every axis of length 1 there is reduced. */
export function reducedAxes(operandShape: Shape, outputShape: Shape): ReducedAxes {
  const strides = broadcastStrides(outputShape, operandShape);
  const lengths: number[] = [];
  const outputStrides: number[] = [];
  for (const [axis, length] of operandShape.entries()) {
    if (length === 1) continue;
    const last = lengths.length - 1;
    const canMerge = last >= 0 && (strides[axis] === 0) === (outputStrides[last] === 0);
    if (canMerge) {
      lengths[last] *= length;
      outputStrides[last] = strides[axis];
    } else {
      lengths.push(length);
      outputStrides.push(strides[axis]);
    }
  }
  return { lengths, outputStrides };
}

/** Sums over the axes that have length 1 in the output or are missing there. */
export function sumElements(
  operand: Float64Array,
  operandShape: Shape,
  output: Float64Array,
  outputShape: Shape,
): void {
  if (operand.length === output.length) {
    output.set(operand);
    return;
  }
  output.fill(0);
  if (operand.length === 0) return;
  const axes = reducedAxes(operandShape, outputShape);
  const { rows, rowStride, columns, isContiguous, planeLengths, planeStrides } = matricesOf(axes);
  const block = new Float64Array(isContiguous ? 1 : columns);
  const errors = isCompensated(axes) ? new Float64Array(output.length) : undefined;
  forEachRun([...planeLengths, rows * columns], [[...planeStrides, 0]], (start, [offset]) => {
    if (isContiguous) {
      for (let row = 0; row < rows; row++) {
        const sum = sumOf(operand, start + row * columns, columns);
        const index = offset + row * rowStride;
        block[0] = sum;
        if (errors) addTerms(output, index, errors, index, block, 1);
        else output[index] = sum;
      }
    } else if (errors === undefined) {
      addRows(operand, start, rows, columns, output, offset);
    } else {
      for (let row = 0; row < rows; row += rowsPerBlock) {
        block.fill(0);
        addRows(operand, start + row * columns, Math.min(rowsPerBlock, rows - row), columns, block, 0);
        addTerms(output, offset, errors, offset, block, columns);
      }
    }
  });
}

/** A tensor under a reduction as matrices of its last two axes, one of which is reduced. */
interface ReducedMatrices {
  readonly rows: number;
  /** The stride of the rows in the output; 0 if they are reduced. */
  readonly rowStride: number;
  readonly columns: number;
  /** True if the columns are reduced. */
  readonly isContiguous: boolean;
  readonly planeLengths: readonly number[];
  readonly planeStrides: number[];
}

function matricesOf({ lengths, outputStrides }: ReducedAxes): ReducedMatrices {
  const last = lengths.length - 1;
  return {
    rows: last > 0 ? lengths[last - 1] : 1,
    rowStride: last > 0 ? outputStrides[last - 1] : 0,
    columns: lengths[last],
    isContiguous: outputStrides[last] === 0,
    planeLengths: lengths.slice(0, Math.max(0, last - 1)),
    planeStrides: outputStrides.slice(0, Math.max(0, last - 1)),
  };
}

/** Longer columns are summed in blocks of this many rows. */
const rowsPerBlock = 32;

/** So many rows are summed without blocks. */
const maxPlainRows = 64;

/** True if each sum consists of several partial sums, which are added with their rounding errors. */
export function isCompensated(axes: ReducedAxes): boolean {
  const { rows, isContiguous, planeLengths, planeStrides } = matricesOf(axes);
  const reducedPlanes = planeLengths.reduce(
    (count, length, axis) => (planeStrides[axis] === 0 ? count * length : count),
    1,
  );
  return reducedPlanes > 1 || (!isContiguous && rows > maxPlainRows);
}

function addRows(
  operand: Float64Array,
  start: number,
  rows: number,
  columns: number,
  output: Float64Array,
  offset: number,
): void {
  for (let row = 0, index = start; row < rows; row++) {
    for (let i = 0; i < columns; i++) output[offset + i] += operand[index++];
  }
}

/** The mean over the axes that `sumElements` would sum over; NaN for no elements. */
export function averageElements(
  operand: Float64Array,
  operandShape: Shape,
  output: Float64Array,
  outputShape: Shape,
): void {
  sumElements(operand, operandShape, output, outputShape);
  const count = operand.length / output.length;
  for (let i = 0; i < output.length; i++) output[i] /= count;
}

/** Folds elements in order over the axes that `sumElements` would sum over. */
export function foldElements(
  operand: Float64Array,
  operandShape: Shape,
  output: Float64Array,
  outputShape: Shape,
  initial: number,
  combine: (accumulator: number, element: number) => number,
): void {
  output.fill(initial);
  if (operand.length === output.length) {
    for (let i = 0; i < output.length; i++) output[i] = combine(initial, operand[i]);
    return;
  }
  if (operand.length === 0) return;
  const { lengths, outputStrides } = reducedAxes(operandShape, outputShape);
  const last = lengths.length - 1;
  const [length, outputStride] = [lengths[last], outputStrides[last]];
  forEachRun(lengths, [outputStrides], (first, [offset]) => {
    for (let i = 0; i < length; i++) {
      const index = offset + i * outputStride;
      output[index] = combine(output[index], operand[first + i]);
    }
  });
}
