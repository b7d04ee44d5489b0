/** Padding with one number along axes. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../../ir/operator.ts';
import { toPythonFloat } from '../../ir/pythonLiterals.ts';
import { isMismatch, type Mismatch, requireAxes, type Shape } from '../../ir/shape.ts';
import { writeSlice } from '../../tensorLoops/slice.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { operandMismatch, resolveAxes } from '../reductions/axes.ts';
import { slice, spacingOf } from './slicing.ts';

export const pad = tensorOperator({
  name: 'pad',
  noun: 'padded',
  call: {
    name: 'pad',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'pad_width', kind: 'integers', isRequired: true },
      { name: 'axis', kind: 'axis' },
      { name: 'value', kind: 'number', default: 0 },
    ],
  },
  doc: 'The tensor with `pad_width` elements of `value` before and after it along all axes, or along `axis`; `[before, after]` sets both sides.',
  example: 'pad(x, [0, 1], axis = 0)',
  gradientDoc: 'pad passes the gradient back without the padding',
  shape: ([operand], attributes) => {
    const axes = resolveAxes('pad', operand, attributes.axis);
    if (isMismatch(axes)) return axes;
    return widthMismatch(operand, attributes) ?? paddedShape(operand, attributes);
  },
  forward: ([operand], output, { operands: [shape], output: outputShape }, attributes) => {
    output.fill(attributes.value ?? 0);
    writeSlice(output, outputShape, spacingOf(shape, { begin: paddingBefore(shape, attributes) }), operand, shape);
  },
  vjp: [
    (p, g, [operand], out) => {
      const shape = p.shape(operand);
      return p.add(slice, [g], { ...spacingOf(shape, { begin: paddingBefore(shape, p.attributes(out)) }), shape });
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([operand], attributes) => {
    const { axis, value = 0 } = attributes;
    const sides = `(${sidesOf(attributes).join(', ')})`;
    const padded = (tensor: string, widths: string): string =>
      `torch.nn.functional.pad(${tensor}, ${widths}, value=${toPythonFloat(value)})`;
    // PyTorch lists the axes from the last one.
    const axesBehind = (axisIndex: number): string =>
      axisIndex < 0 ? String(-1 - axisIndex) : `(${operand}.dim() - ${axisIndex + 1})`;
    return axis === undefined
      ? padded(operand, `${sides} * ${operand}.dim()`)
      : axis.reduce((tensor, axisIndex) => padded(tensor, `(0, 0) * ${axesBehind(axisIndex)} + ${sides}`), operand);
  },
});

export function paddedShape(shape: Shape, attributes: Attributes): Shape {
  const axes = requireAxes(attributes.axis, shape.length);
  const [before, after] = sidesOf(attributes);
  return shape.map((length, axis) => (axes.includes(axis) ? before + length + after : length));
}

/** The number of elements before the tensor along each axis. */
export function paddingBefore(shape: Shape, attributes: Attributes): readonly number[] {
  const axes = requireAxes(attributes.axis, shape.length);
  const [before] = sidesOf(attributes);
  return shape.map((_, axis) => (axes.includes(axis) ? before : 0));
}

function sidesOf({ pad_width: [before, after = before] = [0] }: Attributes): readonly [before: number, after: number] {
  return [before, after];
}

function widthMismatch(operand: Shape, { pad_width: widths = [] }: Attributes): Mismatch | undefined {
  if (widths.length !== 1 && widths.length !== 2)
    return operandMismatch(
      'pad',
      operand,
      l10n.t`pad_width must be a number or [before, after], not ${widths.length} numbers`,
    );
  const negative = widths.find((width) => width < 0);
  return negative === undefined
    ? undefined
    : operandMismatch('pad', operand, l10n.t`pad_width must not be negative; a slice shortens a tensor`);
}
