/** Sorting along an axis. As in NumPy and PyTorch, NaN is larger than any number, and equal elements keep their order. */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId, Parameter, ProgramBuilder } from '../../ir/operator.ts';
import { isMismatch, type Mismatch, normalizeAxis, type Shape } from '../../ir/shape.ts';
import { orderIndices, takeAlong } from '../../tensorLoops/order.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { operandMismatch, resolveAxes } from '../reductions/axes.ts';
import { axisBlocksOf } from '../reductions/singleAxis.ts';
import { sliceAlongAxis } from '../shapes/slicing.ts';
import { addAlongAxis } from './alongAxis.ts';

const operandParameter: Parameter = { name: 'x', kind: 'operand' };
const axisParameter: Parameter = { name: 'axis', kind: 'axis', default: -1 };
const descendingParameter: Parameter = { name: 'descending', kind: 'switch' };

const lastAxis: readonly number[] = [-1];

export const sort = tensorOperator({
  name: 'sort',
  noun: 'sorted',
  call: { name: 'sort', parameters: [operandParameter, axisParameter, descendingParameter] },
  doc: 'The elements in ascending order along `axis`, or in descending order with `descending = 1`; NaN is the largest.',
  example: 'sort(x, axis = -1)',
  gradientDoc: 'sort passes each gradient back to the element that was moved',
  shape: ([x], attributes) => singleAxisMismatch('sort', x, attributes) ?? x,
  forward: ([x], output, { operands: [shape] }, { descending, ...attributes }) =>
    writeInOrder(x, shape, attributes, descending ?? false, shape[sortedAxis(shape, attributes)], output),
  vjp: [
    (p, g, [x], out) => {
      const attributes = p.attributes(out);
      return p.add(addAlongAxis, [g, p.add(argsort, [x], attributes)], alongOperand(p, x, attributes));
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { axis: [axis] = lastAxis, descending = false }) =>
    `torch.sort(${x}, dim=${axis}, descending=${toPython(descending)}, stable=True).values`,
});

export const argsort = tensorOperator({
  name: 'argsort',
  noun: 'order',
  call: { name: 'argsort', parameters: [operandParameter, axisParameter, descendingParameter] },
  doc: 'The indices of the elements in ascending order along `axis`, or in descending order with `descending = 1`.',
  example: 'argsort(x, axis = -1)',
  gradientDoc: 'argsort passes no gradient: a small change of its operand does not change the order',
  shape: ([x], attributes) => singleAxisMismatch('argsort', x, attributes) ?? x,
  forward: ([x], output, { operands: [shape] }, { axis = lastAxis, descending = false }) => {
    const blocks = axisBlocksOf(shape, { axis });
    orderIndices(x, blocks, descending, blocks.length, output);
  },
  vjp: [null],
  sampleIntervals: [realSamples],
  torch: ([x], { axis: [axis] = lastAxis, descending = false }) =>
    `torch.sort(${x}, dim=${axis}, descending=${toPython(descending)}, stable=True).indices.double()`,
});

export const topk = tensorOperator({
  name: 'topk',
  noun: 'top',
  call: {
    name: 'topk',
    parameters: [
      operandParameter,
      { name: 'k', kind: 'integer', isRequired: true },
      axisParameter,
      { name: 'largest', kind: 'switch', default: true },
    ],
  },
  doc: 'The `k` largest elements along `axis` in descending order, or the smallest in ascending order with `largest = 0`.',
  example: 'topk(x, 2, axis = -1)',
  gradientDoc: 'topk passes the gradient to the elements that it selects; the others receive 0',
  shape: ([x], attributes) => {
    const mismatch = singleAxisMismatch('topk', x, attributes);
    if (mismatch) return mismatch;
    const { k = 0 } = attributes;
    const axis = sortedAxis(x, attributes);
    return k <= x[axis]
      ? x.with(axis, k)
      : operandMismatch('topk', x, l10n.t`axis ${axis} has ${x[axis]} elements, fewer than ${k}`);
  },
  forward: ([x], output, { operands: [shape] }, { k = 0, largest = true, ...attributes }) =>
    writeInOrder(x, shape, attributes, largest, k, output),
  vjp: [
    (p, g, [x], out) => {
      const { k = 0, largest = true, axis = lastAxis } = p.attributes(out);
      const order = p.add(argsort, [x], { axis, ...(largest && { descending: true }) });
      const indices = sliceAlongAxis(p, order, sortedAxis(p.shape(x), { axis }), 0, k);
      return p.add(addAlongAxis, [g, indices], alongOperand(p, x, { axis }));
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { k, axis: [axis] = lastAxis, largest = true }) =>
    `torch.sort(${x}, dim=${axis}, descending=${toPython(largest)}, stable=True).values.narrow(${axis}, 0, ${k})`,
});

/** The attributes of the sum that takes the gradient back to an operand. */
function alongOperand(p: ProgramBuilder, x: NodeId, { axis = lastAxis }: Attributes): Attributes {
  return { axis, shape: p.shape(x) };
}

function singleAxisMismatch(name: string, operand: Shape, { axis = lastAxis }: Attributes): Mismatch | undefined {
  const axes = resolveAxes(name, operand, axis);
  if (isMismatch(axes)) return axes;
  return axes.length === 1 ? undefined : operandMismatch(name, operand, l10n.t`expected one axis, not ${axes.length}`);
}

function sortedAxis(shape: Shape, { axis: [axis] = lastAxis }: Attributes): number {
  return normalizeAxis(axis, shape.length);
}

/** Writes the first elements in order, `count` along the axis. */
function writeInOrder(
  x: Float64Array,
  shape: Shape,
  { axis = lastAxis }: Attributes,
  isDescending: boolean,
  count: number,
  output: Float64Array,
): void {
  const blocks = axisBlocksOf(shape, { axis });
  const indices = new Float64Array(output.length);
  orderIndices(x, blocks, isDescending, count, indices);
  takeAlong(x, blocks, indices, count, output);
}

function toPython(flag: boolean): string {
  return flag ? 'True' : 'False';
}
