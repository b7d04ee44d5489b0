/** Operators that move or repeat elements and compute nothing. */

import { repeatElements } from '../kernels/broadcast.ts';
import { permuteAxes } from '../kernels/permute.ts';
import { sumElements } from '../kernels/reduce.ts';
import type { Attributes } from '../operator.ts';
import type { NodeId, Program } from '../program.ts';
import { broadcast, isMismatch, type Mismatch, type Shape, sameShape, scalar, showShape, sizeOf } from '../shape.ts';
import { number, showTuple } from './leaves.ts';
import { real, tensor } from './rows.ts';

export const reshape = tensor({
  name: 'reshape',
  doc: 'The same elements in the same order, in another shape.',
  localRule: 'reshape hands the gradient back in the old shape',
  shape: ([operand], { shape = scalar }) =>
    sizeOf(operand) === sizeOf(shape)
      ? shape
      : { mismatch: `reshape: ${showShape(operand)} doesn't have as many elements as ${showShape(shape)}` },
  forward: ([operand], output) => output.set(operand),
  vjp: [(p, g, [operand]) => p.add(reshape, [g], { shape: p.shape(operand) })],
  domain: [real],
  torch: ([operand], { shape = scalar }) => `${operand}.reshape(${showTuple(shape)})`,
});

export const expand = tensor({
  name: 'expand',
  doc: 'The value repeated along the axes of a larger shape.',
  localRule: 'expand sums the gradient over the copies',
  shape: expandedShape,
  forward: ([operand], output, shapes) => repeatElements(operand, shapes.operands[0], output, shapes.output),
  vjp: [(p, g, [operand]) => p.add(sumTo, [g], { shape: p.shape(operand) })],
  domain: [real],
  torch: ([operand], { shape = scalar }) => `${operand}.expand(${showTuple(shape)})`,
});

export const sumTo = tensor({
  name: 'sum_to',
  doc: 'The sum over what a broadcast repeated: the way back of expand.',
  localRule: 'sum_to hands every summand the same gradient',
  shape: ([operand], { shape = scalar }) => {
    const back = expandedShape([shape], { shape: operand });
    return isMismatch(back) ? back : shape;
  },
  forward: ([operand], output, shapes) => sumElements(operand, shapes.operands[0], output, shapes.output),
  vjp: [(p, g, [operand]) => p.add(expand, [g], { shape: p.shape(operand) })],
  domain: [real],
  // A clone, as sum_to_size hands its operand back where there is nothing to sum, and their gradients would be one.
  torch: ([operand], { shape = scalar }) => `${operand}.clone().sum_to_size(${showTuple(shape)})`,
});

function expandedShape([operand]: readonly Shape[], { shape = scalar }: Attributes): Shape | Mismatch {
  const together = broadcast([operand, shape]);
  const fits = !isMismatch(together) && sameShape(together, shape);
  return fits ? shape : { mismatch: `expand: ${showShape(operand)} doesn't broadcast to ${showShape(shape)}` };
}

export const transpose = tensor({
  name: 'transpose',
  symbol: { kind: 'postfix', text: '.T' },
  doc: 'The tensor with its axes in reverse order.',
  example: 'W.T',
  localRule: 'transpose hands the gradient back transposed',
  shape: ([operand], { axis }) => permutation(operand, axis).map((from) => operand[from]),
  forward: ([operand], output, shapes, { axis }) =>
    permuteAxes(operand, shapes.operands[0], permutation(shapes.operands[0], axis), output),
  vjp: [
    (p, g, [operand], output) => {
      const { axis } = p.attributes(output);
      return p.add(transpose, [g], axis === undefined ? {} : { axis: inverse(permutation(p.shape(operand), axis)) });
    },
  ],
  domain: [real],
  torch: ([operand], { axis }) =>
    axis === undefined
      ? `${operand}.permute(tuple(reversed(range(${operand}.dim()))))`
      : `${operand}.permute(${showTuple(axis)})`,
});

/** For each axis of the output, the axis of the operand that it comes from. */
function permutation(operand: Shape, axis: readonly number[] | undefined): readonly number[] {
  return axis ?? operand.map((_, position) => operand.length - 1 - position);
}

function inverse(axes: readonly number[]): readonly number[] {
  const back = new Array<number>(axes.length);
  axes.forEach((from, to) => {
    back[from] = to;
  });
  return back;
}

/** Appends a tensor filled with one number. */
export function filled(program: Program, value: number, shape: Shape): NodeId {
  const single = number(program, value);
  return shape.length === 0 ? single : program.add(expand, [single], { shape });
}
