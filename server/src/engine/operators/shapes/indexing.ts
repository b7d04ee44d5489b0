/** Operators that select elements by index, and one-hot codes. */

import * as l10n from '@vscode/l10n';
import type { Attributes, IndexBounds } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { formatShape, isShape, type Mismatch, type Shape, scalar, shapesEqual } from '../../ir/shape.ts';
import { gatherRuns, scatterRuns } from '../../tensorLoops/gather.ts';
import { callSignature, realSamples, tensorOperator } from '../operatorRows.ts';
import { axisBlocksOf, axisMismatch, axisOf } from '../reductions/singleAxis.ts';

export const gather = tensorOperator({
  name: 'gather',
  call: {
    name: 'gather',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'indices', kind: 'operand' },
      { name: 'axis', kind: 'axis', default: 0 },
    ],
  },
  doc: 'The elements at the given indices along `axis`, as in `numpy.take`; a negative index counts from the end, and an index out of range gives NaN.',
  example: 'gather(x, [0, 2, -1], axis = 1)',
  undefinedWhere: 'where an index is out of range',
  indexBounds: ([x], attributes) => ({ operand: 1, ...boundsAlong(x, axisOf(attributes, x.length)) }),
  gradientDoc: 'gather adds the gradient to each element that was picked, once per pick',
  shape: ([x, indices], attributes) => gatheredShape('gather', x, indices, attributes),
  forward: ([x, indices], output, shapes, attributes) =>
    gatherRuns(x, axisBlocksOf(shapes.operands[0], attributes), indices, output),
  vjp: [
    (p, g, [x, indices], out) =>
      p.add(scatterAdd, [g, indices], { ...axisAttribute(p.attributes(out)), shape: p.shape(x) }),
    null,
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([x, indices], attributes) => torchIndexing(x, indices, attributes),
});

export const scatterAdd = tensorOperator({
  name: 'scatter_add',
  call: {
    name: 'scatter_add',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'indices', kind: 'operand' },
      { name: 'shape', kind: 'shape' },
      { name: 'axis', kind: 'axis', default: 0 },
    ],
  },
  doc: 'Zeros of a given shape, to which `x` is added at the indices along `axis`: the backward operation of gather.',
  example: 'scatter_add(x, [0, 2, 0], shape = [4])',
  gradientDoc: 'scatter_add passes back the gradient at the indices where it added',
  shape: ([updates, indices], { shape = scalar, ...attributes }) => {
    if (!isShape(shape)) return { mismatch: l10n.t`scatter_add: ${formatShape(shape)} is not a valid shape` };
    const expectedShape = gatheredShape('scatter_add', shape, indices, attributes);
    if ('mismatch' in expectedShape) return expectedShape;
    if (shapesEqual(updates, expectedShape)) return shape;
    return {
      mismatch: l10n.t`scatter_add: the updates must be ${formatShape(expectedShape)}, not ${formatShape(updates)}`,
    };
  },
  forward: ([updates, indices], output, shapes, attributes) =>
    scatterRuns(updates, indices, output, axisBlocksOf(shapes.output, attributes)),
  vjp: [(p, g, [, indices], out) => p.add(gather, [g, indices], axisAttribute(p.attributes(out))), null],
  sampleIntervals: [realSamples, realSamples],
  torch: ([updates, indices], { shape = scalar, ...attributes }) => {
    const axis = axisOf(attributes, shape.length);
    const [leadingLengths, trailingLengths] = [shape.slice(0, axis), shape.slice(axis + 1)];
    const rows = `${updates}.reshape((${[...leadingLengths, `${indices}.numel()`, ...trailingLengths].join(', ')},))`;
    const wrappedIndices = `${indices}.long().flatten() % ${shape[axis]}`;
    return `torch.zeros(${toPythonTuple(shape)}).index_add(${axis}, ${wrappedIndices}, ${rows})`;
  },
});

export const embedding = tensorOperator({
  name: 'embedding',
  call: callSignature('embedding', 'indices', 'table'),
  doc: 'The rows of a table at the given indices; a negative index counts from the end, and an index out of range gives NaN.',
  example: 'embedding([3, 0, 3], table)',
  undefinedWhere: 'where an index is out of range',
  indexBounds: ([, table]) => ({ operand: 0, ...boundsAlong(table, 0) }),
  gradientDoc: 'embedding adds the gradient to each row that was looked up, once per lookup',
  shape: ([indices, table]) => gatheredShape('embedding', table, indices, {}),
  forward: ([indices, table], output, shapes) =>
    gatherRuns(table, axisBlocksOf(shapes.operands[1], {}), indices, output),
  vjp: [null, (p, g, [indices, table]) => p.add(scatterAdd, [g, indices], { shape: p.shape(table) })],
  sampleIntervals: [realSamples, realSamples],
  torch: ([indices, table]) => torchIndexing(table, indices, {}),
});

export const oneHot = tensorOperator({
  name: 'one_hot',
  call: {
    name: 'one_hot',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'count', kind: 'integer', isRequired: true },
    ],
  },
  doc: 'Each class index, counted from 0, as a row of `count` numbers along a new last axis: 1 at the index, 0 elsewhere; NaN where an index is not a class.',
  example: 'one_hot([2, 0], count = 3)',
  undefinedWhere: 'where an index is not a class: a whole number from 0 to `count` − 1',
  indexBounds: (_, { count = 0 }) => ({ operand: 0, low: 0, high: count - 1 }),
  gradientDoc: 'one_hot passes no gradient',
  shape: ([x], { count }) =>
    count === undefined ? { mismatch: l10n.t('one_hot: the number of classes is missing') } : [...x, count],
  forward: ([x], output, _, { count = 0 }) => {
    output.fill(0);
    for (let i = 0; i < x.length; i++) {
      const isClass = Number.isInteger(x[i]) && x[i] >= 0 && x[i] < count;
      if (isClass) output[i * count + x[i]] = 1;
      else output.fill(Number.NaN, i * count, (i + 1) * count);
    }
  },
  vjp: [null],
  sampleIntervals: [realSamples],
  torch: ([x], { count }) => `torch.nn.functional.one_hot(${x}.long(), ${count}).double()`,
});

/** The source's shape with the indexed axis replaced by the shape of the indices. */
function gatheredShape(name: string, source: Shape, indices: Shape, attributes: Attributes): Shape | Mismatch {
  const axisError = axisMismatch(attributes, source.length);
  if (axisError) return { mismatch: l10n.t`${name} of ${formatShape(source)}: ${axisError.mismatch}` };
  return source.toSpliced(axisOf(attributes, source.length), 1, ...indices);
}

/** A negative index counts from the end. */
function boundsAlong(source: Shape, axis: number): Omit<IndexBounds, 'operand'> {
  return { low: -source[axis], high: source[axis] - 1 };
}

function axisAttribute({ axis }: Attributes): Attributes {
  return axis ? { axis } : {};
}

function torchIndexing(source: string, indices: string, { axis: [axis] = [0] }: Attributes): string {
  const leadingEntries = axis < 0 ? ['...'] : new Array<string>(axis).fill(':');
  const trailingEntries = axis < 0 ? new Array<string>(-1 - axis).fill(':') : [];
  return `${source}[${[...leadingEntries, `${indices}.long()`, ...trailingEntries].join(', ')}]`;
}
