/** Operators that create tensors from a few numbers. */

import * as l10n from '@vscode/l10n';
import type { Attributes, Parameter } from '../../ir/operator.ts';
import { toPythonFloat, toPythonTuple } from '../../ir/pythonLiterals.ts';
import { formatShape, isShape, type Mismatch, type Shape, scalar } from '../../ir/shape.ts';
import { repeatElements } from '../../tensorLoops/broadcast.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { expandedShape, sumTo } from './shaping.ts';

const shapeParameter: Parameter = { name: 'shape', kind: 'shape' };

export const zeros = fillOperator('zeros', 0);
export const ones = fillOperator('ones', 1);

function fillOperator(name: string, value: number) {
  return tensorOperator({
    name,
    call: { name, parameters: [shapeParameter] },
    scalarSource: () => String(value),
    doc: `A tensor of ${name}.`,
    example: `${name}([2, 3])`,
    gradientDoc: `${name} is constant, so it passes no gradient`,
    shape: (_, attributes) => requestedShape(name, attributes),
    forward: (_, output) => output.fill(value),
    vjp: [],
    sampleIntervals: [],
    torch: (_, { shape = scalar }) => `torch.${name}(${toPythonTuple(shape)})`,
  });
}

export const full = tensorOperator({
  name: 'full',
  call: { name: 'full', parameters: [shapeParameter, { name: 'value', kind: 'operand' }] },
  doc: 'A tensor filled with a value.',
  example: 'full([2, 3], 0.5)',
  gradientDoc: 'full sums the gradient over all elements',
  shape: ([value], attributes) => expandedShape('full', value, attributes),
  forward: ([value], output, shapes) => repeatElements(value, shapes.operands[0], output, shapes.output),
  vjp: [(p, g, [value]) => p.add(sumTo, [g], { shape: p.shape(value) })],
  sampleIntervals: [realSamples],
  torch: ([value], { shape = scalar }) => `${value}.expand(${toPythonTuple(shape)})`,
});

export const eye = tensorOperator({
  name: 'eye',
  call: { name: 'eye', parameters: [{ name: 'count', kind: 'integer', isRequired: true }] },
  doc: 'The identity matrix with `count` rows: 1 on the diagonal, 0 elsewhere.',
  example: 'eye(3)',
  gradientDoc: 'eye is constant, so it passes no gradient',
  shape: (_, { count }) =>
    count === undefined ? { mismatch: l10n.t('eye: the number of rows is missing') } : [count, count],
  forward: (_, output, __, { count = 0 }) => {
    output.fill(0);
    for (let index = 0; index < output.length; index += count + 1) output[index] = 1;
  },
  vjp: [],
  sampleIntervals: [],
  torch: (_, { count }) => `torch.eye(${count})`,
});

export const arange = tensorOperator({
  name: 'arange',
  call: {
    name: 'arange',
    parameters: [
      { name: 'start', kind: 'number' },
      { name: 'stop', kind: 'number' },
      { name: 'by', kind: 'number', default: 1 },
    ],
  },
  doc: 'The numbers from `start` up to, but not including, `stop`, in steps of `by`; `arange(n)` counts from 0 to n − 1.',
  example: 'arange(0, 1, 0.25)',
  gradientDoc: 'arange is constant, so it passes no gradient',
  shape: (_, attributes) => {
    const { start, stop, by } = rangeOf(attributes);
    const count = Math.max(0, Math.ceil((stop - start) / by));
    if (Number.isFinite(start) && Number.isFinite(count)) return [count];
    return { mismatch: l10n.t`arange: there is no range from ${start} to ${stop} in steps of ${by}` };
  },
  forward: (_, output, __, attributes) => {
    const { start, by } = rangeOf(attributes);
    for (let i = 0; i < output.length; i++) output[i] = start + i * by;
  },
  vjp: [],
  sampleIntervals: [],
  torch: (_, attributes) => {
    const { start, stop, by } = rangeOf(attributes);
    const isEmpty = (stop - start) / by <= 0;
    return isEmpty ? 'torch.empty((0,))' : `torch.arange(${[start, stop, by].map(toPythonFloat).join(', ')})`;
  },
});

export const linspace = tensorOperator({
  name: 'linspace',
  call: {
    name: 'linspace',
    parameters: [
      { name: 'start', kind: 'number', isRequired: true },
      { name: 'stop', kind: 'number', isRequired: true },
      { name: 'count', kind: 'integer', isRequired: true },
    ],
  },
  doc: '`count` evenly spaced numbers from `start` to `stop`, both included.',
  example: 'linspace(0, 1, 5)',
  gradientDoc: 'linspace is constant, so it passes no gradient',
  shape: (_, { start, stop, count }) => {
    if (start !== undefined && stop !== undefined && count !== undefined) return [count];
    return { mismatch: l10n.t('linspace needs a start, a stop and a count') };
  },
  forward: (_, output, __, { start = 0, stop = 0 }) => {
    const last = output.length - 1;
    for (let i = 0; i < last; i++) output[i] = start + i * ((stop - start) / last);
    if (last >= 0) output[last] = last === 0 ? start : stop;
  },
  vjp: [],
  sampleIntervals: [],
  torch: (_, { start = 0, stop = 0, count }) =>
    `torch.linspace(${toPythonFloat(start)}, ${toPythonFloat(stop)}, ${count})`,
});

function requestedShape(name: string, { shape = scalar }: Attributes): Shape | Mismatch {
  return isShape(shape) ? shape : { mismatch: l10n.t`${name}: ${formatShape(shape)} is not a valid shape` };
}

/** As in Python's `range`, a single number is the end. */
function rangeOf({ start, stop, by = 1 }: Attributes): { start: number; stop: number; by: number } {
  return stop === undefined ? { start: 0, stop: start ?? Number.NaN, by } : { start: start ?? 0, stop, by };
}
