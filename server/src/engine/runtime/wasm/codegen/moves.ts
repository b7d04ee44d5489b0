/** The operators that put elements elsewhere and change none of them, and how they become instructions. */

import type { Operator } from '../../../ir/operator.ts';
import { broadcastStrides, type Shape, sizeOf } from '../../../ir/shape.ts';
import { concat, stack } from '../../../operators/layout/joining.ts';
import {
  expand,
  lastTwoExchanged,
  matrixTranspose,
  permutation,
  transpose,
} from '../../../operators/layout/shaping.ts';
import { slice, spacingOf, unslice } from '../../../operators/layout/slicing.ts';
import { axisOf } from '../../../operators/reductions/oneAxis.ts';
import { move } from '../opcodes.ts';
import type { Emit, Instruction, Site } from './instruction.ts';

/** Where elements lie: an address, how many elements behind it the first one is, and how far they are apart along each axis. */
interface Lying {
  readonly address: number;
  readonly first?: number;
  readonly strides: readonly number[];
}

function moved(shape: Shape, from: Lying, to: Lying): readonly Instruction[] {
  if (sizeOf(shape) === 0) return [];
  const axes = mergedAxes(shape, from.strides, to.strides);
  while (axes.length < 2) axes.unshift([1, 0, 0]);
  const rows = axes.flatMap((axis) => [...axis, 0]);
  return [[move, from.address, from.first ?? 0, to.address, to.first ?? 0, axes.length, ...rows]];
}

/** Its length, and how far elements are apart on either side. */
type Axis = readonly [length: number, from: number, to: number];

/** The axes without those of length 1, and with those as one whose elements lie behind each other all through, on both sides. */
function mergedAxes(shape: Shape, from: readonly number[], to: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  for (const [place, length] of shape.entries()) {
    if (length === 1) continue;
    const outer = axes.at(-1);
    const isOne = outer && outer[1] === length * from[place] && outer[2] === length * to[place];
    if (isOne) axes.pop();
    axes.push([isOne ? outer[0] * length : length, from[place], to[place]]);
  }
  return axes;
}

const rowMajor = (shape: Shape): number[] => broadcastStrides(shape, shape);

/** Along each axis of the output, the operand's axis that it comes from. */
function permuted({ operands: [address], output, shapes }: Site, order: readonly number[]): readonly Instruction[] {
  const strides = rowMajor(shapes.operands[0]);
  return moved(
    shapes.output,
    { address, strides: order.map((axis) => strides[axis]) },
    { address: output, strides: rowMajor(shapes.output) },
  );
}

const repeated: Emit = ({ operands: [address], output, shapes }) =>
  moved(
    shapes.output,
    { address, strides: broadcastStrides(shapes.operands[0], shapes.output) },
    { address: output, strides: rowMajor(shapes.output) },
  );

/** The part of a tensor that a slice reads and an unslice writes. */
function part(address: number, whole: Shape, shape: Shape, attributes: Site['attributes']): Lying {
  const { begin, step } = spacingOf(shape, attributes);
  const strides = rowMajor(whole);
  const first = strides.reduce((place, stride, axis) => place + stride * begin[axis], 0);
  return { address, first, strides: strides.map((stride, axis) => stride * step[axis]) };
}

const cut: Emit = ({ operands: [operand], output, shapes, attributes }) =>
  moved(shapes.output, part(operand, shapes.operands[0], shapes.output, attributes), {
    address: output,
    strides: rowMajor(shapes.output),
  });

/** Zeros everywhere, and then the operand. */
const putBack: Emit = ({ operands: [operand], output, shapes, attributes, numbers }) => {
  const [shape] = shapes.operands;
  const zeros = { address: numbers([0]), strides: shapes.output.map(() => 0) };
  return [
    ...moved(shapes.output, zeros, { address: output, strides: rowMajor(shapes.output) }),
    ...moved(shape, { address: operand, strides: rowMajor(shape) }, part(output, shapes.output, shape, attributes)),
  ];
};

/** Each operand into blocks of the output, one for each place along the axes before the joined one. */
const joined: Emit = ({ operands, output, shapes, attributes }) => {
  if (sizeOf(shapes.output) === 0) return [];
  const blocks = sizeOf(shapes.output.slice(0, axisOf(attributes, shapes.output.length)));
  const blockLength = sizeOf(shapes.output) / blocks;
  let first = 0;
  return operands.flatMap((address, position) => {
    const length = sizeOf(shapes.operands[position]) / blocks;
    const to = { address: output, first, strides: [blockLength, 1] };
    first += length;
    return moved([blocks, length], { address, strides: [length, 1] }, to);
  });
};

export const moves: readonly (readonly [Operator, Emit])[] = [
  [transpose, (site) => permuted(site, permutation(site.shapes.operands[0], site.attributes.axis))],
  [matrixTranspose, (site) => permuted(site, lastTwoExchanged(site.shapes.operands[0]))],
  [expand, repeated],
  [slice, cut],
  [unslice, putBack],
  [concat, joined],
  [stack, joined],
];
