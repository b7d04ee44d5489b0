/** Reductions by sums: sum, mean and log-sum-exp. */

import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { averageElements, sumElements } from '../../tensorLoops/reduce.ts';
import { logSumExp } from '../../tensorLoops/softmax.ts';
import { divide, multiply, subtract } from '../elementwise/arithmetic.ts';
import { exp } from '../elementwise/functions.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import {
  expandAdjoint,
  keepDimsShape,
  reducedCount,
  reductionParameters,
  reductionShapeRule,
  restoreAxes,
  torchArguments,
} from './axes.ts';

export const sum = tensorOperator({
  name: 'sum',
  noun: 'total',
  call: { name: 'sum', parameters: reductionParameters },
  doc: 'The sum of all elements, or along `axis`; `keep = 1` keeps the axis with length 1.',
  example: 'sum(x, axis = 0)',
  gradientDoc: 'sum passes the same gradient to every summand',
  shape: reductionShapeRule('sum'),
  forward: ([x], output, { operands: [shape] }, { axis }) => sumElements(x, shape, output, keepDimsShape(shape, axis)),
  vjp: [expandAdjoint],
  sampleIntervals: [realSamples],
  torch: ([x], attributes) => `torch.sum(${x}${torchArguments(attributes)})`,
});

export const mean = tensorOperator({
  name: 'mean',
  call: { name: 'mean', parameters: reductionParameters },
  doc: 'The mean of all elements, or along `axis`; `keep = 1` keeps the axis with length 1.',
  example: 'mean(square(y - target))',
  gradientDoc: 'mean passes every element the same gradient, divided by the number of elements',
  shape: reductionShapeRule('mean'),
  forward: ([x], output, { operands: [shape] }, { axis }) =>
    averageElements(x, shape, output, keepDimsShape(shape, axis)),
  vjp: [(p, g, [x], out) => p.add(divide, [expandAdjoint(p, g, [x], out), p.addConstant(reducedCount(p, x, out))])],
  sampleIntervals: [realSamples],
  torch: ([x], attributes) => `torch.mean(${x}${torchArguments(attributes)})`,
});

export const logsumexp = tensorOperator({
  name: 'logsumexp',
  call: { name: 'logsumexp', parameters: reductionParameters },
  doc: 'log(sum(exp(x))) of all elements, or along `axis`, without overflow; `keep = 1` keeps the axis with length 1.',
  example: 'logsumexp(x, axis = -1)',
  gradientDoc: 'logsumexp multiplies the gradient by the softmax of its operand',
  shape: reductionShapeRule('logsumexp'),
  forward: ([x], output, { operands: [shape] }, { axis }) => logSumExp(x, shape, output, keepDimsShape(shape, axis)),
  vjp: [
    (p, g, [x], out) => {
      const softmax = p.add(exp, [p.add(subtract, [x, restoreAxes(p, out, x, out)])]);
      return p.add(multiply, [restoreAxes(p, g, x, out), softmax]);
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { axis, keep = false }) => {
    const dim = axis === undefined ? `tuple(range(${x}.dim()))` : toPythonTuple(axis);
    return `torch.logsumexp(${x}, dim=${dim}, keepdim=${keep ? 'True' : 'False'})`;
  },
});
