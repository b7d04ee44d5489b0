/** Reversal along axes. */

import type { Attributes } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { isMismatch, requireAxes, type Shape } from '../../ir/shape.ts';
import { readSlice } from '../../tensorLoops/slice.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { resolveAxes } from '../reductions/axes.ts';

export const flip = tensorOperator({
  name: 'flip',
  noun: 'reversed',
  call: {
    name: 'flip',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'axis', kind: 'axis' },
    ],
  },
  doc: 'The elements in reverse order along all axes, or along `axis`.',
  example: 'flip(x, axis = 0)',
  gradientDoc: 'flip passes the gradient back in reverse order along the same axes',
  shape: ([operand], { axis }) => {
    const axes = resolveAxes('flip', operand, axis);
    return isMismatch(axes) ? axes : operand;
  },
  forward: ([operand], output, { operands: [shape] }, attributes) =>
    readSlice(operand, shape, flippedSlice(shape, attributes), output, shape),
  vjp: [(p, g, _, out) => p.add(flip, [g], p.attributes(out))],
  sampleIntervals: [realSamples],
  torch: ([operand], { axis }) =>
    `${operand}.flip(${axis === undefined ? `tuple(range(${operand}.dim()))` : toPythonTuple(axis)})`,
});

/** The attributes of the slice that reverses these axes. */
export function flippedSlice(
  shape: Shape,
  { axis }: Attributes,
): { readonly shape: Shape; readonly begin: readonly number[]; readonly step: readonly number[] } {
  const axes = requireAxes(axis, shape.length);
  const isFlipped = (axisIndex: number): boolean => axes.includes(axisIndex) && shape[axisIndex] > 0;
  return {
    shape,
    begin: shape.map((length, axisIndex) => (isFlipped(axisIndex) ? length - 1 : 0)),
    step: shape.map((_, axisIndex) => (isFlipped(axisIndex) ? -1 : 1)),
  };
}
