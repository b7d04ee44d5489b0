/** Max and average pooling of images, and their gradients. */

import * as l10n from '@vscode/l10n';
import type { Attributes, Parameter } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { formatShape, isMismatch, type Mismatch, type Shape, scalar, shapesEqual } from '../../ir/shape.ts';
import { backwardShape, imageMismatch, windowGrid } from '../../ir/slidingWindows.ts';
import {
  averageWindows,
  gatherMaxima,
  type PoolParameters,
  scatterEvenly,
  scatterToMaxima,
} from '../../tensorLoops/pooling.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';

/** Without a stride, windows are adjacent. */
const poolingParameters: readonly Parameter[] = [
  { name: 'size', kind: 'integer', isRequired: true },
  { name: 'stride', kind: 'integer' },
  { name: 'padding', kind: 'integer', default: 0 },
];

export const maxPool2d = tensorOperator({
  name: 'max_pool2d',
  call: { name: 'max_pool2d', parameters: [{ name: 'x', kind: 'operand' }, ...poolingParameters] },
  doc: 'The largest element of each square window of images `[n, c, h, w]` or `[c, h, w]`; `stride` defaults to the size of the window.',
  example: 'max_pool2d(x, size = 2)',
  gradientDoc: 'max_pool2d passes the gradient of each window to its first maximum',
  shape: ([input], attributes) => pooledShape('max_pool2d', input, poolParametersOf(attributes)),
  forward: ([input], output, shapes, attributes) =>
    gatherMaxima(input, input, shapes.operands[0], output, shapes.output, poolParametersOf(attributes)),
  vjp: [(p, g, [input], out) => p.add(maxPool2dInput, [g, input], poolParametersOf(p.attributes(out)))],
  sampleIntervals: [realSamples],
  torch: ([input], attributes) => `torch.nn.functional.max_pool2d(${input}, ${torchArguments(attributes)})`,
});

export const maxPool2dInput = tensorOperator({
  name: 'max_pool2d_input',
  call: {
    name: 'max_pool2d_input',
    parameters: [{ name: 'adjoint', kind: 'operand' }, { name: 'x', kind: 'operand' }, ...poolingParameters],
  },
  doc: 'The gradient of max_pool2d: the upstream gradient of each window, added at the first maximum of `x`, and 0 elsewhere.',
  example: 'max_pool2d_input(adjoint, x, size = 2)',
  gradientDoc: 'max_pool2d_input picks the gradient at the maximum of each window',
  shape: ([adjoint, input], attributes) =>
    backwardShape('max_pool2d_input', input, pooledShape('max_pool2d', input, poolParametersOf(attributes)), adjoint),
  forward: ([adjoint, input], output, shapes, attributes) =>
    scatterToMaxima(adjoint, shapes.operands[0], input, output, shapes.output, poolParametersOf(attributes)),
  vjp: [(p, g, [, input], out) => p.add(maxPool2dPick, [g, input], poolParametersOf(p.attributes(out))), null],
  sampleIntervals: [realSamples, realSamples],
  torch: ([adjoint, input], attributes) =>
    `torch.zeros_like(${input}).flatten(-2).scatter_add(-1, ${torchMaxIndices(input, attributes)}.flatten(-2), ${adjoint}.flatten(-2)).reshape(${input}.shape)`,
});

export const maxPool2dPick = tensorOperator({
  name: 'max_pool2d_pick',
  call: {
    name: 'max_pool2d_pick',
    parameters: [{ name: 'values', kind: 'operand' }, { name: 'x', kind: 'operand' }, ...poolingParameters],
  },
  doc: 'The elements of `values` at the first maximum of each window of `x`.',
  example: 'max_pool2d_pick(values, x, size = 2)',
  gradientDoc: 'max_pool2d_pick passes the gradient to the element that it picked',
  shape: ([values, input], attributes) =>
    shapesEqual(values, input)
      ? pooledShape('max_pool2d_pick', input, poolParametersOf(attributes))
      : { mismatch: `max_pool2d_pick: ${formatShape(values)} ≠ ${formatShape(input)}` },
  forward: ([values, input], output, shapes, attributes) =>
    gatherMaxima(values, input, shapes.operands[1], output, shapes.output, poolParametersOf(attributes)),
  vjp: [(p, g, [, input], out) => p.add(maxPool2dInput, [g, input], poolParametersOf(p.attributes(out))), null],
  sampleIntervals: [realSamples, realSamples],
  torch: ([values, input], attributes) =>
    `(lambda at: ${values}.flatten(-2).gather(-1, at.flatten(-2)).reshape(at.shape))(${torchMaxIndices(input, attributes)})`,
});

export const avgPool2d = tensorOperator({
  name: 'avg_pool2d',
  call: { name: 'avg_pool2d', parameters: [{ name: 'x', kind: 'operand' }, ...poolingParameters] },
  doc: 'The mean of each square window of images `[n, c, h, w]` or `[c, h, w]`, with padding counted as zeros; `stride` defaults to the size of the window.',
  example: 'avg_pool2d(x, size = 2)',
  gradientDoc: 'avg_pool2d divides the gradient evenly among the elements of each window',
  shape: ([input], attributes) => pooledShape('avg_pool2d', input, poolParametersOf(attributes)),
  forward: ([input], output, shapes, attributes) =>
    averageWindows(input, shapes.operands[0], output, shapes.output, poolParametersOf(attributes)),
  vjp: [
    (p, g, [input], out) =>
      p.add(avgPool2dInput, [g], { shape: p.shape(input), ...poolParametersOf(p.attributes(out)) }),
  ],
  sampleIntervals: [realSamples],
  torch: ([input], attributes) => `torch.nn.functional.avg_pool2d(${input}, ${torchArguments(attributes)})`,
});

export const avgPool2dInput = tensorOperator({
  name: 'avg_pool2d_input',
  call: {
    name: 'avg_pool2d_input',
    parameters: [{ name: 'adjoint', kind: 'operand' }, { name: 'shape', kind: 'shape' }, ...poolingParameters],
  },
  doc: 'The gradient of avg_pool2d for an input of this shape: each element sums its share of the upstream gradients of its windows.',
  example: 'avg_pool2d_input(adjoint, shape = [8, 3, 28, 28], size = 2)',
  gradientDoc: 'avg_pool2d_input passes back the mean of the gradient in each window',
  shape: ([adjoint], { shape = scalar, ...attributes }) =>
    backwardShape('avg_pool2d_input', shape, pooledShape('avg_pool2d', shape, poolParametersOf(attributes)), adjoint),
  forward: ([adjoint], output, shapes, attributes) =>
    scatterEvenly(adjoint, shapes.operands[0], output, shapes.output, poolParametersOf(attributes)),
  vjp: [(p, g, _, out) => p.add(avgPool2d, [g], poolParametersOf(p.attributes(out)))],
  sampleIntervals: [realSamples],
  torch: ([adjoint], { shape = scalar, ...attributes }) => {
    const { size, stride, padding } = poolParametersOf(attributes);
    return `torch.ops.aten.avg_pool2d_backward(${adjoint}, torch.empty(${toPythonTuple(shape)}), [${size}], [${stride}], [${padding}], False, True, None)`;
  },
});

function poolParametersOf({ size = 0, stride = size, padding = 0 }: Attributes): PoolParameters {
  return { size, stride, padding };
}

function pooledShape(name: string, input: Shape, pool: PoolParameters): Shape | Mismatch {
  const { size, padding } = pool;
  const title = `${name} ${formatShape(input)}`;
  const mismatch = imageMismatch(title, input);
  if (mismatch) return mismatch;
  const grid = windowGrid(title, input, 'window', [size, size], pool);
  if (isMismatch(grid)) return grid;
  if (2 * padding > size) {
    return { mismatch: l10n.t`${title}: the padding ${padding} is more than half of the window size ${size}` };
  }
  return [...input.slice(0, -2), ...grid];
}

function torchArguments(attributes: Attributes): string {
  const { size, stride, padding } = poolParametersOf(attributes);
  return `${size}, stride=${stride}, padding=${padding}`;
}

/** The index of each window's maximum within its plane. */
function torchMaxIndices(input: string, attributes: Attributes): string {
  return `torch.nn.functional.max_pool2d(${input}, ${torchArguments(attributes)}, return_indices=True)[1]`;
}
