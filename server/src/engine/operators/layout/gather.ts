/** Operators that pick elements by their index, and codes of indices. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../../ir/operator.ts';
import { isShape, type Mismatch, type Shape, sameShape, scalar, showShape, sizeOf } from '../../ir/shape.ts';
import { gatherRuns, type Picked, scatterRuns } from '../../kernels/gather.ts';
import { showTuple } from '../leaves.ts';
import { axisMismatch, axisOf } from '../reductions/oneAxis.ts';
import { call, real, tensor } from '../row.ts';

export const gather = tensor({
  name: 'gather',
  call: {
    name: 'gather',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'indices', kind: 'operand' },
      { name: 'axis', kind: 'axis', default: 0 },
    ],
  },
  doc: 'What stands at the indices along `axis`, as by `numpy.take`; an index below 0 counts from the end, and where there is none is NaN.',
  example: 'gather(x, [0, 2, -1], axis = 1)',
  hasNone: 'where an index is not on the axis',
  localRule: 'gather adds the gradient to each element that was picked, once for each time',
  shape: ([x, indices], attributes) => pickedShape('gather', x, indices, attributes),
  forward: ([x, indices], output, shapes, attributes) =>
    gatherRuns(x, pickedFrom(shapes.operands[0], attributes), indices, output),
  vjp: [
    (p, g, [x, indices], out) => p.add(scatterAdd, [g, indices], { ...axisFrom(p.attributes(out)), shape: p.shape(x) }),
    null,
  ],
  domain: [real, real],
  torch: ([x, indices], attributes) => torchPick(x, indices, attributes),
});

export const scatterAdd = tensor({
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
  doc: 'Zeros of a shape, to which `x` is added at the indices along `axis`: the way back of gather.',
  example: 'scatter_add(x, [0, 2, 0], shape = [4])',
  localRule: 'scatter_add hands back what stands where it added',
  shape: ([picked, indices], { shape = scalar, ...attributes }) => {
    if (!isShape(shape)) return { mismatch: l10n.t`scatter_add: ${showShape(shape)} is no shape` };
    const fitting = pickedShape('scatter_add', shape, indices, attributes);
    if ('mismatch' in fitting) return fitting;
    if (sameShape(picked, fitting)) return shape;
    return { mismatch: l10n.t`scatter_add: ${showShape(picked)} is not ${showShape(fitting)}` };
  },
  forward: ([picked, indices], output, shapes, attributes) =>
    scatterRuns(picked, indices, output, pickedFrom(shapes.output, attributes)),
  vjp: [(p, g, [, indices], out) => p.add(gather, [g, indices], axisFrom(p.attributes(out))), null],
  domain: [real, real],
  torch: ([picked, indices], { shape = scalar, ...attributes }) => {
    const axis = axisOf(attributes, shape.length);
    const [before, after] = [shape.slice(0, axis), shape.slice(axis + 1)];
    const rows = `${picked}.reshape((${[...before, `${indices}.numel()`, ...after].join(', ')},))`;
    const places = `${indices}.long().flatten() % ${shape[axis]}`;
    return `torch.zeros(${showTuple(shape)}).index_add(${axis}, ${places}, ${rows})`;
  },
});

export const embedding = tensor({
  name: 'embedding',
  call: call('embedding', 'indices', 'table'),
  doc: 'The rows of a table at the indices; an index below 0 counts from the end, and where there is none is NaN.',
  example: 'embedding([3, 0, 3], table)',
  hasNone: 'where an index is not on the axis',
  localRule: 'embedding adds the gradient to each row that was picked, once for each time',
  shape: ([indices, table]) => pickedShape('embedding', table, indices, {}),
  forward: ([indices, table], output, shapes) => gatherRuns(table, pickedFrom(shapes.operands[1], {}), indices, output),
  vjp: [null, (p, g, [indices, table]) => p.add(scatterAdd, [g, indices], { shape: p.shape(table) })],
  domain: [real, real],
  torch: ([indices, table]) => torchPick(table, indices, {}),
});

export const oneHot = tensor({
  name: 'one_hot',
  call: {
    name: 'one_hot',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'count', kind: 'whole', isRequired: true },
    ],
  },
  doc: 'Each class index from 0 as a row of `count` numbers along a new last axis: 1 at the index, 0 elsewhere; NaN where there is no such class.',
  example: 'one_hot([2, 0], count = 3)',
  hasNone: 'where what it codes is no class, a whole number from 0 to below `count`',
  localRule: 'one_hot passes no gradient',
  shape: ([x], { count }) => (count === undefined ? { mismatch: l10n.t('one_hot: how many classes?') } : [...x, count]),
  forward: ([x], output, _, { count = 0 }) => {
    output.fill(0);
    for (let i = 0; i < x.length; i++) {
      const isClass = Number.isInteger(x[i]) && x[i] >= 0 && x[i] < count;
      if (isClass) output[i * count + x[i]] = 1;
      else output.fill(Number.NaN, i * count, (i + 1) * count);
    }
  },
  vjp: [null],
  domain: [real],
  torch: ([x], { count }) => `torch.nn.functional.one_hot(${x}.long(), ${count}).double()`,
});

/** The picked axis of the shape is replaced by those of the indices. */
function pickedShape(name: string, source: Shape, indices: Shape, attributes: Attributes): Shape | Mismatch {
  const wrong = axisMismatch(attributes, source.length);
  if (wrong) return { mismatch: l10n.t`${name} from ${showShape(source)}: ${wrong.mismatch}` };
  return source.toSpliced(axisOf(attributes, source.length), 1, ...indices);
}

function pickedFrom(source: Shape, attributes: Attributes): Picked {
  const axis = axisOf(attributes, source.length);
  return { blocks: sizeOf(source.slice(0, axis)), length: source[axis], run: sizeOf(source.slice(axis + 1)) };
}

function axisFrom({ axis }: Attributes): Attributes {
  return axis ? { axis } : {};
}

function torchPick(source: string, indices: string, { axis: [axis] = [0] }: Attributes): string {
  const before = axis < 0 ? ['...'] : new Array<string>(axis).fill(':');
  const after = axis < 0 ? new Array<string>(-1 - axis).fill(':') : [];
  return `${source}[${[...before, `${indices}.long()`, ...after].join(', ')}]`;
}
