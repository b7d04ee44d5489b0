/** Transposed convolution: the gradient of a convolution with respect to its input, as an operator that enlarges images. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../../ir/operator.ts';
import { formatShape, type Mismatch, type Shape, sizeOf } from '../../ir/shape.ts';
import { imageMismatch } from '../../ir/slidingWindows.ts';
import { convolveToInput } from '../../tensorLoops/convolution.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { conv2d, conv2dKernel, strideAndPadding, torchArguments, windowParametersOf } from './convolution.ts';

export const convTranspose2d = tensorOperator({
  name: 'conv_transpose2d',
  call: {
    name: 'conv_transpose2d',
    parameters: [{ name: 'x', kind: 'operand' }, { name: 'kernel', kind: 'operand' }, ...strideAndPadding],
  },
  doc: 'Transposed 2D convolution of the images `x [n, c, h, w]`, or of one image `[c, h, w]`, with a kernel `[c, o, kh, kw]`: each number adds the kernel, times itself, to a window of the result.',
  example: 'conv_transpose2d(conv2d(x, kernel), kernel)',
  gradientDoc:
    'conv_transpose2d convolves the gradient with its kernel, and passes the kernel each window of the gradient',
  shape: ([input, kernel], attributes) => transposedShape(input, kernel, attributes),
  forward: ([input, kernel], output, { operands, output: outputShape }, attributes) => {
    const shapes = { input: outputShape, kernel: operands[1], output: operands[0] };
    convolveToInput(input, kernel, output, shapes, windowParametersOf(attributes));
  },
  multiplications: ([input, [, ...window]]) => sizeOf(input) * sizeOf(window),
  vjp: [
    (p, g, [, kernel], out) => p.add(conv2d, [g, kernel], windowParametersOf(p.attributes(out))),
    (p, g, [input, kernel], out) =>
      p.add(conv2dKernel, [input, g], { shape: p.shape(kernel), ...windowParametersOf(p.attributes(out)) }),
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([input, kernel], attributes) =>
    `torch.nn.functional.conv_transpose2d(${input}, ${kernel}, ${torchArguments(attributes)})`,
});

function transposedShape(input: Shape, kernel: Shape, attributes: Attributes): Shape | Mismatch {
  const { stride, padding } = windowParametersOf(attributes);
  const title = l10n.t`conv_transpose2d ${formatShape(input)} with kernel ${formatShape(kernel)}`;
  const mismatch = imageMismatch(title, input);
  if (mismatch) return mismatch;
  if (kernel.length !== 4)
    return { mismatch: l10n.t`${title}: the kernel must be [c, o, kh, kw], not ${formatShape(kernel)}` };
  const channels = input[input.length - 3];
  const [kernelChannels, filters, ...window] = kernel;
  if (channels !== kernelChannels)
    return { mismatch: l10n.t`${title}: the input has ${channels} channels, but the kernel has ${kernelChannels}` };
  if (stride < 1) return { mismatch: l10n.t`${title}: the stride must be at least 1, not ${stride}` };
  const image = input.slice(-2);
  if (Math.min(...image) < 1) return { mismatch: l10n.t`${title}: the ${image.join(' × ')} input is empty` };
  const lengths = image.map((length, axis) => (length - 1) * stride + window[axis] - 2 * padding);
  if (Math.min(...window) < 1) {
    const windowText = l10n.t`a kernel of ${window.join(' × ')}`;
    return { mismatch: l10n.t`${title}: ${windowText} is empty` };
  }
  return Math.min(...lengths) < 1
    ? {
        mismatch: l10n.t`${title}: a result of ${lengths.join(' × ').replaceAll('-', '−')} is empty; reduce the padding`,
      }
    : [...input.slice(0, -3), filters, ...lengths];
}
