/**
 * Convolution of images with a kernel, and its gradients with respect to input and kernel. All three are linear in each
 * operand and derivatives of the same trilinear sum, so the gradient rules of each one are the other two.
 */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId, Parameter, ProgramBuilder } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { formatShape, isMismatch, type Mismatch, type Shape, scalar, sizeOf } from '../../ir/shape.ts';
import { backwardShape, imageMismatch, type WindowParameters, windowGrid } from '../../ir/slidingWindows.ts';
import { convolve, convolveToInput, convolveToKernel } from '../../tensorLoops/convolution.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';

export const strideAndPadding: readonly Parameter[] = [
  { name: 'stride', kind: 'integer', default: 1 },
  { name: 'padding', kind: 'integer', default: 0 },
];

export const conv2d = tensorOperator({
  name: 'conv2d',
  call: {
    name: 'conv2d',
    parameters: [{ name: 'x', kind: 'operand' }, { name: 'kernel', kind: 'operand' }, ...strideAndPadding],
  },
  doc: '2D convolution of the images `x [n, c, h, w]`, or of one image `[c, h, w]`, with a kernel `[o, c, kh, kw]`.',
  example: 'conv2d(x, kernel, stride = 2, padding = 1)',
  gradientDoc:
    'conv2d passes the kernel to each window and each window to the kernel, multiplied by the gradient of the output',
  shape: ([input, kernel], attributes) => convolutionShape(input, kernel, windowParametersOf(attributes)),
  forward: ([input, kernel], output, { operands, output: outputShape }, attributes) => {
    const shapes = { input: operands[0], kernel: operands[1], output: outputShape };
    convolve(input, kernel, output, shapes, windowParametersOf(attributes));
  },
  multiplications: ([, [, ...window]], output) => sizeOf(output) * sizeOf(window),
  vjp: [
    (p, g, [input, kernel], out) => inputGradient(p, out, g, kernel, p.shape(input)),
    (p, g, [input, kernel], out) => kernelGradient(p, out, g, input, p.shape(kernel)),
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([input, kernel], attributes) =>
    `torch.nn.functional.conv2d(${input}, ${kernel}, ${torchArguments(attributes)})`,
});

export const conv2dInput = tensorOperator({
  name: 'conv2d_input',
  call: {
    name: 'conv2d_input',
    parameters: [
      { name: 'adjoint', kind: 'operand' },
      { name: 'kernel', kind: 'operand' },
      { name: 'shape', kind: 'shape' },
      ...strideAndPadding,
    ],
  },
  doc: 'The gradient of conv2d for an input of this shape: each window accumulates the kernel, multiplied by the upstream gradient of its output.',
  example: 'conv2d_input(adjoint, kernel, shape = [8, 3, 28, 28])',
  gradientDoc: 'conv2d_input convolves the gradient with its kernel, and passes the kernel each window of the gradient',
  shape: ([adjoint, kernel], { shape = scalar, ...attributes }) =>
    backwardShape('conv2d_input', shape, convolutionShape(shape, kernel, windowParametersOf(attributes)), adjoint),
  forward: ([adjoint, kernel], input, { operands, output: inputShape }, attributes) => {
    const shapes = { input: inputShape, kernel: operands[1], output: operands[0] };
    convolveToInput(adjoint, kernel, input, shapes, windowParametersOf(attributes));
  },
  vjp: [
    (p, g, [, kernel], out) => p.add(conv2d, [g, kernel], windowParametersOf(p.attributes(out))),
    (p, g, [adjoint, kernel], out) => kernelGradient(p, out, adjoint, g, p.shape(kernel)),
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([adjoint, kernel], { shape = scalar, ...attributes }) => {
    const batch = shape.length === 3 ? [1, ...shape] : shape;
    const gradient = `torch.nn.grad.conv2d_input(${toPythonTuple(batch)}, ${kernel}, ${torchBatch(adjoint)}, ${torchArguments(attributes)})`;
    return shape.length === 3 ? `${gradient}.squeeze(0)` : gradient;
  },
});

export const conv2dKernel = tensorOperator({
  name: 'conv2d_kernel',
  call: {
    name: 'conv2d_kernel',
    parameters: [
      { name: 'adjoint', kind: 'operand' },
      { name: 'x', kind: 'operand' },
      { name: 'shape', kind: 'shape' },
      ...strideAndPadding,
    ],
  },
  doc: 'The gradient of conv2d for a kernel of this shape: the sum of all windows of `x`, each multiplied by the upstream gradient of its output.',
  example: 'conv2d_kernel(adjoint, x, shape = [16, 3, 3, 3])',
  gradientDoc:
    'conv2d_kernel convolves its input with the gradient, and passes the gradient to each window of the input',
  shape: ([adjoint, input], { shape = scalar, ...attributes }) =>
    backwardShape('conv2d_kernel', shape, convolutionShape(input, shape, windowParametersOf(attributes)), adjoint),
  forward: ([adjoint, input], kernel, { operands, output: kernelShape }, attributes) => {
    const shapes = { input: operands[1], kernel: kernelShape, output: operands[0] };
    convolveToKernel(adjoint, input, kernel, shapes, windowParametersOf(attributes));
  },
  vjp: [
    (p, g, [, input], out) => p.add(conv2d, [input, g], windowParametersOf(p.attributes(out))),
    (p, g, [adjoint, input], out) => inputGradient(p, out, adjoint, g, p.shape(input)),
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([adjoint, input], { shape = scalar, ...attributes }) =>
    `torch.nn.grad.conv2d_weight(${torchBatch(input)}, ${toPythonTuple(shape)}, ${torchBatch(adjoint)}, ${torchArguments(attributes)})`,
});

function inputGradient(p: ProgramBuilder, convolution: NodeId, adjoint: NodeId, kernel: NodeId, shape: Shape): NodeId {
  return p.add(conv2dInput, [adjoint, kernel], { shape, ...windowParametersOf(p.attributes(convolution)) });
}

function kernelGradient(p: ProgramBuilder, convolution: NodeId, adjoint: NodeId, input: NodeId, shape: Shape): NodeId {
  return p.add(conv2dKernel, [adjoint, input], { shape, ...windowParametersOf(p.attributes(convolution)) });
}

export function windowParametersOf({ stride = 1, padding = 0 }: Attributes): WindowParameters {
  return { stride, padding };
}

function convolutionShape(input: Shape, kernel: Shape, parameters: WindowParameters): Shape | Mismatch {
  const title = l10n.t`conv2d ${formatShape(input)} with kernel ${formatShape(kernel)}`;
  const mismatch = imageMismatch(title, input);
  if (mismatch) return mismatch;
  if (kernel.length !== 4)
    return { mismatch: l10n.t`${title}: the kernel must be [o, c, kh, kw], not ${formatShape(kernel)}` };
  const channels = input[input.length - 3];
  const [filters, kernelChannels] = kernel;
  if (channels !== kernelChannels)
    return { mismatch: l10n.t`${title}: the input has ${channels} channels, but the kernel has ${kernelChannels}` };
  const grid = windowGrid(title, input, 'kernel', kernel.slice(2), parameters);
  return isMismatch(grid) ? grid : [...input.slice(0, -3), filters, ...grid];
}

export function torchArguments(attributes: Attributes): string {
  const { stride, padding } = windowParametersOf(attributes);
  return `stride=${stride}, padding=${padding}`;
}

/** A single image as a batch of one; a batch unchanged. */
function torchBatch(images: string): string {
  return `${images}.unsqueeze(0).flatten(0, -4)`;
}
