/** Instruction selection for operators that only move elements: strided copies. */

import type { Operator } from '../../../ir/operator.ts';
import { broadcastStrides, type Shape, sizeOf } from '../../../ir/shape.ts';
import { axisOf } from '../../../operators/reductions/singleAxis.ts';
import { concat, stack } from '../../../operators/shapes/joining.ts';
import {
  expand,
  matrixTranspose,
  matrixTransposePermutation,
  permutationOf,
  transpose,
} from '../../../operators/shapes/shaping.ts';
import { slice, spacingOf, unslice } from '../../../operators/shapes/slicing.ts';
import { stridedCopy } from '../opcodes.ts';
import type { EmitContext, Emitter, Instruction } from './instruction.ts';

/** A tensor in memory: an address, an offset in elements, and a stride for each axis. */
interface StridedView {
  readonly address: number;
  readonly offset?: number;
  readonly strides: readonly number[];
}

function emitStridedCopy(shape: Shape, from: StridedView, to: StridedView): readonly Instruction[] {
  if (sizeOf(shape) === 0) return [];
  const axes = mergedAxes(shape, from.strides, to.strides);
  while (axes.length < 2) axes.unshift([1, 0, 0]);
  const axisArgs = axes.flatMap((axis) => [...axis, 0]);
  return [[stridedCopy, from.address, from.offset ?? 0, to.address, to.offset ?? 0, axes.length, ...axisArgs]];
}

/** The length of an axis and its strides on both sides. */
type Axis = readonly [length: number, from: number, to: number];

/** Drops axes of length 1 and merges axes that are contiguous on both sides. */
function mergedAxes(shape: Shape, from: readonly number[], to: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  for (const [axis, length] of shape.entries()) {
    if (length === 1) continue;
    const outer = axes.at(-1);
    const isContiguous = outer && outer[1] === length * from[axis] && outer[2] === length * to[axis];
    if (isContiguous) axes.pop();
    axes.push([isContiguous ? outer[0] * length : length, from[axis], to[axis]]);
  }
  return axes;
}

const rowMajorStrides = (shape: Shape): number[] => broadcastStrides(shape, shape);

/** @param order the axis of the operand that each axis of the output comes from. */
function emitPermutation(
  { operands: [address], output, shapes }: EmitContext,
  order: readonly number[],
): readonly Instruction[] {
  const strides = rowMajorStrides(shapes.operands[0]);
  return emitStridedCopy(
    shapes.output,
    { address, strides: order.map((axis) => strides[axis]) },
    { address: output, strides: rowMajorStrides(shapes.output) },
  );
}

const emitExpand: Emitter = ({ operands: [address], output, shapes }) =>
  emitStridedCopy(
    shapes.output,
    { address, strides: broadcastStrides(shapes.operands[0], shapes.output) },
    { address: output, strides: rowMajorStrides(shapes.output) },
  );

/** The part of a tensor that a slice reads and an unslice writes. */
function sliceView(
  address: number,
  fullShape: Shape,
  shape: Shape,
  attributes: EmitContext['attributes'],
): StridedView {
  const { begin, step } = spacingOf(shape, attributes);
  const strides = rowMajorStrides(fullShape);
  const offset = strides.reduce((sum, stride, axis) => sum + stride * begin[axis], 0);
  return { address, offset, strides: strides.map((stride, axis) => stride * step[axis]) };
}

const emitSlice: Emitter = ({ operands: [operand], output, shapes, attributes }) =>
  emitStridedCopy(shapes.output, sliceView(operand, shapes.operands[0], shapes.output, attributes), {
    address: output,
    strides: rowMajorStrides(shapes.output),
  });

/** Fills the output with zeros, then copies the operand. */
const emitUnslice: Emitter = ({ operands: [operand], output, shapes, attributes, constants }) => {
  const [shape] = shapes.operands;
  const zeros = { address: constants([0]), strides: shapes.output.map(() => 0) };
  return [
    ...emitStridedCopy(shapes.output, zeros, { address: output, strides: rowMajorStrides(shapes.output) }),
    ...emitStridedCopy(
      shape,
      { address: operand, strides: rowMajorStrides(shape) },
      sliceView(output, shapes.output, shape, attributes),
    ),
  ];
};

/** Copies each operand into blocks of the output, one block for each index of the axes before the joined one. */
const emitConcat: Emitter = ({ operands, output, shapes, attributes }) => {
  if (sizeOf(shapes.output) === 0) return [];
  const blocks = sizeOf(shapes.output.slice(0, axisOf(attributes, shapes.output.length)));
  const blockLength = sizeOf(shapes.output) / blocks;
  let offset = 0;
  return operands.flatMap((address, operandIndex) => {
    const length = sizeOf(shapes.operands[operandIndex]) / blocks;
    const target = { address: output, offset, strides: [blockLength, 1] };
    offset += length;
    return emitStridedCopy([blocks, length], { address, strides: [length, 1] }, target);
  });
};

export const stridedCopies: readonly (readonly [Operator, Emitter])[] = [
  [
    transpose,
    (context) => emitPermutation(context, permutationOf(context.shapes.operands[0], context.attributes.axis)),
  ],
  [matrixTranspose, (context) => emitPermutation(context, matrixTransposePermutation(context.shapes.operands[0]))],
  [expand, emitExpand],
  [slice, emitSlice],
  [unslice, emitUnslice],
  [concat, emitConcat],
  [stack, emitConcat],
];
