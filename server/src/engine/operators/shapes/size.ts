/** The number of elements of a tensor, which depends on its shape alone. */

import type { Attributes } from '../../ir/operator.ts';
import { isMismatch, type Mismatch, normalizeAxes, type Shape, scalar } from '../../ir/shape.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';

export const size = tensorOperator({
  name: 'size',
  call: {
    name: 'size',
    parameters: [
      { kind: 'operand', name: 'x' },
      { kind: 'axis', name: 'axis' },
    ],
  },
  doc: 'The number of elements of a tensor, or its length along `axis`.',
  example: 'size(x, axis = 0)',
  gradientDoc: 'a size does not depend on the elements, so it passes no gradient',
  shape: ([operand], attributes) => {
    const length = elementCountAlong(operand, attributes);
    return typeof length === 'number' ? scalar : length;
  },
  forward: (_, output, { operands: [operand] }, attributes) =>
    output.fill(elementCountAlong(operand, attributes) as number),
  vjp: [null],
  sampleIntervals: [realSamples],
  torch: ([x], { axis }) =>
    `torch.tensor(float(${axis === undefined ? `${x}.numel()` : axis.map((axisIndex) => `${x}.size(${axisIndex})`).join(' * ')}))`,
});

/** The product of the lengths of some axes, or of all. */
export function elementCountAlong(shape: Shape, { axis }: Attributes): number | Mismatch {
  const axes = normalizeAxes(axis, shape.length);
  return isMismatch(axes) ? axes : axes.reduce((length, axisIndex) => length * shape[axisIndex], 1);
}
