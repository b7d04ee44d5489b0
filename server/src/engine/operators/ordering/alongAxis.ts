/** Gathering along an axis with indices of their own for every line, and its gradient. */

import * as l10n from '@vscode/l10n';
import type { Attributes, IndexBounds } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { formatShape, isShape, type Mismatch, type Shape, scalar, shapesEqual } from '../../ir/shape.ts';
import type { AxisBlocks } from '../../tensorLoops/gather.ts';
import { addAlong, takeAlong } from '../../tensorLoops/order.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { operandMismatch } from '../reductions/axes.ts';
import { axisBlocksOf, axisMismatch, axisOf } from '../reductions/singleAxis.ts';

export const takeAlongAxis = tensorOperator({
  name: 'take_along_axis',
  noun: 'picked',
  call: {
    name: 'take_along_axis',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'indices', kind: 'operand' },
      { name: 'axis', kind: 'axis', default: -1 },
    ],
  },
  doc: 'For every line along `axis` the elements at its own indices, as `argsort` gives them; a negative index counts from the end, and an index out of range gives NaN.',
  example: 'take_along_axis(x, argsort(x), axis = -1)',
  undefinedWhere: 'where an index is out of range',
  indexBounds: ([x], attributes) => boundsAlong(x, attributes),
  gradientDoc: 'take_along_axis adds the gradient to each element that was picked, once per pick',
  shape: ([x, indices], attributes) => linesMismatch('take_along_axis', x, indices, attributes) ?? indices,
  forward: ([x, indices], output, { operands: [shape, indexShape] }, attributes) =>
    takeAlong(x, blocksOf(shape, attributes), indices, indexShape[lineAxis(shape, attributes)], output),
  vjp: [
    (p, g, [x, indices], out) =>
      p.add(addAlongAxis, [g, indices], { axis: axisAttribute(p.attributes(out)), shape: p.shape(x) }),
    null,
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([x, indices], { axis: [axis] = [-1] }) =>
    `torch.take_along_dim(${x}, ${indices}.long() % ${x}.shape[${axis}], dim=${axis})`,
});

export const addAlongAxis = tensorOperator({
  name: 'add_along_axis',
  call: {
    name: 'add_along_axis',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'indices', kind: 'operand' },
      { name: 'shape', kind: 'shape' },
      { name: 'axis', kind: 'axis', default: -1 },
    ],
  },
  doc: 'Zeros of a given shape, where every line along `axis` gets the elements of `x` added at its own indices: the backward operation of take_along_axis.',
  example: 'add_along_axis(x, argsort(x), shape = [4, 3])',
  gradientDoc: 'add_along_axis passes back the gradient at the indices where it added',
  shape: ([updates, indices], { shape = scalar, ...attributes }) => {
    if (!isShape(shape)) return { mismatch: l10n.t`add_along_axis: ${formatShape(shape)} is not a valid shape` };
    const mismatch = linesMismatch('add_along_axis', shape, indices, attributes);
    if (mismatch) return mismatch;
    return shapesEqual(updates, indices)
      ? shape
      : { mismatch: l10n.t`add_along_axis: the updates must be ${formatShape(indices)}, not ${formatShape(updates)}` };
  },
  forward: ([updates, indices], output, { operands: [, indexShape], output: shape }, attributes) =>
    addAlong(updates, indices, indexShape[lineAxis(shape, attributes)], output, blocksOf(shape, attributes)),
  vjp: [
    (p, g, [, indices], out) => p.add(takeAlongAxis, [g, indices], { axis: axisAttribute(p.attributes(out)) }),
    null,
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([updates, indices], { shape = scalar, axis: [axis] = [-1] }) =>
    `torch.zeros(${toPythonTuple(shape)}).scatter_add(${axis}, ${indices}.long() % ${shape.at(axis)}, ${updates})`,
});

const lastAxis: readonly number[] = [-1];

function axisAttribute({ axis = lastAxis }: Attributes): readonly number[] {
  return axis;
}

function lineAxis({ length: rank }: Shape, attributes: Attributes): number {
  return axisOf({ axis: axisAttribute(attributes) }, rank);
}

function blocksOf(shape: Shape, attributes: Attributes): AxisBlocks {
  return axisBlocksOf(shape, { axis: axisAttribute(attributes) });
}

function boundsAlong(shape: Shape, attributes: Attributes): IndexBounds {
  const length = shape[lineAxis(shape, attributes)];
  return { operand: 1, low: -length, high: length - 1 };
}

/** The mismatch unless the shapes differ along the axis only. */
function linesMismatch(name: string, source: Shape, indices: Shape, attributes: Attributes): Mismatch | undefined {
  const axis = axisAttribute(attributes);
  const axisError = axisMismatch({ axis }, source.length);
  if (axisError) return operandMismatch(name, source, axisError.mismatch);
  const index = lineAxis(source, attributes);
  const fits = indices.length === source.length && shapesEqual(indices, source.with(index, indices[index]));
  return fits
    ? undefined
    : {
        mismatch: l10n.t`${name}: the indices ${formatShape(indices)} may differ from ${formatShape(source)} on axis ${index} only`,
      };
}
