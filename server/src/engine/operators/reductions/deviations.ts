/** Variance, standard deviation and norm. Where a root is 0, it passes no gradient, as in PyTorch. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { computeNorms, computeStandardDeviations, computeVariances } from '../../tensorLoops/deviations.ts';
import { divide, equal, multiply, subtract } from '../elementwise/arithmetic.ts';
import { zeroWhere } from '../elementwise/masks.ts';
import { where } from '../elementwise/selection.ts';
import { nonZeroSamples, realSamples, tensorOperator } from '../operatorRows.ts';
import {
  keepDimsAttributes,
  keepDimsShape,
  reducedCount,
  reductionParameters,
  reductionShapeRule,
  restoreAxes,
  torchArguments,
} from './axes.ts';
import { mean } from './reductions.ts';

export const variance = tensorOperator({
  name: 'var',
  call: { name: 'var', parameters: reductionParameters },
  doc: 'The variance of all elements, or along `axis`: the mean squared deviation from the mean; `keep = 1` keeps the axis with length 1.',
  example: 'var(x, axis = 0)',
  gradientDoc: 'var multiplies the gradient by twice the deviation from the mean, divided by the number of elements',
  shape: reductionShapeRule('var'),
  forward: ([x], output, { operands: [shape] }, { axis }) =>
    computeVariances(x, shape, output, keepDimsShape(shape, axis)),
  vjp: [
    (p, g, [x], out) => {
      const scaled = p.add(multiply, [p.addConstant(2 / reducedCount(p, x, out)), deviation(p, x, out)]);
      return p.add(multiply, [restoreAxes(p, g, x, out), scaled]);
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], attributes) => `torch.var(${x}, correction=0${torchArguments(attributes)})`,
});

export const standardDeviation = tensorOperator({
  name: 'std',
  call: { name: 'std', parameters: reductionParameters },
  doc: 'The standard deviation of all elements, or along `axis`: the square root of the variance; `keep = 1` keeps the axis with length 1.',
  example: 'std(x, axis = 0)',
  gradientDoc:
    'std multiplies the gradient by the deviation from the mean, divided by its own value and by the number of elements',
  shape: reductionShapeRule('std'),
  forward: ([x], output, { operands: [shape] }, { axis }) =>
    computeStandardDeviations(x, shape, output, keepDimsShape(shape, axis)),
  vjp: [
    (p, g, [x], out) => {
      const adjointShare = p.add(divide, [g, p.addConstant(reducedCount(p, x, out))]);
      return timesUnitVector(
        p,
        restoreAxes(p, adjointShare, x, out),
        deviation(p, x, out),
        restoreAxes(p, out, x, out),
      );
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], attributes) => `torch.std(${x}, correction=0${torchArguments(attributes)})`,
});

export const norm = tensorOperator({
  name: 'norm',
  call: { name: 'norm', parameters: reductionParameters },
  doc: 'The Euclidean norm √(sum(x²)) of all elements, or along `axis`; `keep = 1` keeps the axis with length 1.',
  example: 'norm(x, axis = -1)',
  gradientDoc: 'norm multiplies the gradient by its operand, scaled to length 1',
  shape: reductionShapeRule('norm'),
  forward: ([x], output, { operands: [shape] }, { axis }) => computeNorms(x, shape, output, keepDimsShape(shape, axis)),
  vjp: [(p, g, [x], out) => timesUnitVector(p, restoreAxes(p, g, x, out), x, restoreAxes(p, out, x, out))],
  sampleIntervals: [nonZeroSamples],
  torch: ([x], attributes) => `torch.linalg.vector_norm(${x}${torchArguments(attributes)})`,
});

function deviation(p: ProgramBuilder, x: NodeId, reduction: NodeId): NodeId {
  return p.add(subtract, [x, p.add(mean, [x], keepDimsAttributes(p.attributes(reduction)))]);
}

/** The adjoint times the vector scaled to length 1; 0 if the length is 0, also for second derivatives. */
function timesUnitVector(p: ProgramBuilder, adjoint: NodeId, vector: NodeId, length: NodeId): NodeId {
  const isZero = p.add(equal, [length, p.addConstant(0)]);
  const divisor = p.add(where, [isZero, p.addConstant(1), length]);
  return zeroWhere(p, isZero, p.add(multiply, [adjoint, p.add(divide, [vector, divisor])]));
}
