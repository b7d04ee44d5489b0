/** Normalization by the root of the mean square, which unlike layer normalization keeps the mean. */

import type { Attributes, NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { isMismatch } from '../../ir/shape.ts';
import { divideByRootMeanSquare } from '../../tensorLoops/deviations.ts';
import { add, divide, multiply, subtract } from '../elementwise/arithmetic.ts';
import { sqrt, square } from '../elementwise/functions.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { defaultEps, keepDimsShape, resolveAxes } from './axes.ts';
import { mean } from './reductions.ts';

const lastAxis: readonly number[] = [-1];

export const rmsNorm = tensorOperator({
  name: 'rms_norm',
  call: {
    name: 'rms_norm',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'axis', kind: 'axis', default: -1 },
      { name: 'eps', kind: 'number', default: defaultEps },
    ],
  },
  doc: 'The elements along `axis`, divided by the root of their mean square + `eps`.',
  example: 'rms_norm(x) * gain',
  gradientDoc:
    'rms_norm subtracts the component along its own value from each gradient, and divides by √(mean square + eps)',
  undefinedWhere: 'where the mean square is too large for a float64',
  shape: ([x], { axis = lastAxis }) => {
    const axes = resolveAxes('rms_norm', x, axis);
    return isMismatch(axes) ? axes : x;
  },
  forward: ([x], output, { operands: [shape] }, { axis = lastAxis, eps = defaultEps }) =>
    divideByRootMeanSquare(x, shape, output, keepDimsShape(shape, axis), eps),
  vjp: [
    (p, g, [x], y) => {
      const attributes = p.attributes(y);
      const projection = p.add(mean, [p.add(multiply, [g, y])], alongAxes(attributes));
      return p.add(divide, [p.add(subtract, [g, p.add(multiply, [y, projection])]), rootMeanSquare(p, x, attributes)]);
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { axis = lastAxis, eps = defaultEps }) =>
    `${x} / torch.sqrt(torch.mean(torch.square(${x}), dim=${toPythonTuple(axis)}, keepdim=True) + ${eps})`,
});

function rootMeanSquare(p: ProgramBuilder, x: NodeId, attributes: Attributes): NodeId {
  const meanSquare = p.add(mean, [p.add(square, [x])], alongAxes(attributes));
  return p.add(sqrt, [p.add(add, [meanSquare, p.addConstant(attributes.eps ?? defaultEps)])]);
}

function alongAxes({ axis = lastAxis }: Attributes): Attributes {
  return { axis, keep: true };
}
