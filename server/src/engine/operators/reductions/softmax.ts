/** Softmax and log-softmax along axes. Both compute their gradient from their own value. */

import type { Attributes, Parameter } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { isMismatch, type Mismatch, type Shape } from '../../ir/shape.ts';
import { logSoftmaxElements, softmaxElements } from '../../tensorLoops/softmax.ts';
import { multiply, subtract } from '../elementwise/arithmetic.ts';
import { exp } from '../elementwise/functions.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { keepDimsShape, resolveAxes } from './axes.ts';
import { sum } from './reductions.ts';

const parameters: readonly Parameter[] = [
  { name: 'x', kind: 'operand' },
  { name: 'axis', kind: 'axis', default: -1 },
];

const lastAxis: readonly number[] = [-1];

export const softmax = tensorOperator({
  name: 'softmax',
  call: { name: 'softmax', parameters },
  doc: 'exp(x), divided by its sum along `axis`: positive numbers that add up to 1.',
  example: 'softmax(scores, axis = -1)',
  gradientDoc:
    'softmax subtracts the mean gradient, weighted by its own value s, from each gradient, and multiplies the result by s',
  shape: unchangedShapeRule('softmax'),
  forward: ([x], output, { operands: [shape] }, { axis = lastAxis }) =>
    softmaxElements(x, shape, output, keepDimsShape(shape, axis)),
  vjp: [
    (p, g, _, s) => {
      const { axis = lastAxis } = p.attributes(s);
      const average = p.add(sum, [p.add(multiply, [g, s])], { axis, keep: true });
      return p.add(multiply, [p.add(subtract, [g, average]), s]);
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { axis = lastAxis }) =>
    axis.length === 1 ? `torch.softmax(${x}, dim=${axis[0]})` : `torch.exp(${torchLogSoftmax(x, axis)})`,
});

export const logSoftmax = tensorOperator({
  name: 'log_softmax',
  call: { name: 'log_softmax', parameters },
  doc: 'log(softmax(x)) along `axis`, finite even where the softmax underflows to 0.',
  example: 'log_softmax(scores, axis = -1)',
  gradientDoc: 'log_softmax subtracts the softmax, times the sum of all gradients, from each gradient',
  shape: unchangedShapeRule('log_softmax'),
  forward: ([x], output, { operands: [shape] }, { axis = lastAxis }) =>
    logSoftmaxElements(x, shape, output, keepDimsShape(shape, axis)),
  vjp: [
    (p, g, _, y) => {
      const { axis = lastAxis } = p.attributes(y);
      const total = p.add(sum, [g], { axis, keep: true });
      return p.add(subtract, [g, p.add(multiply, [p.add(exp, [y]), total])]);
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { axis = lastAxis }) =>
    axis.length === 1 ? `torch.log_softmax(${x}, dim=${axis[0]})` : torchLogSoftmax(x, axis),
});

/** torch.log_softmax supports one axis only. */
function torchLogSoftmax(x: string, axis: readonly number[]): string {
  return `${x} - torch.logsumexp(${x}, dim=${toPythonTuple(axis)}, keepdim=True)`;
}

/** The shape rule of an operator that preserves the shape but requires the axes to exist. */
function unchangedShapeRule(name: string): (operands: readonly Shape[], attributes: Attributes) => Shape | Mismatch {
  return ([operand], { axis = lastAxis }) => {
    const axes = resolveAxes(name, operand, axis);
    return isMismatch(axes) ? axes : operand;
  };
}
