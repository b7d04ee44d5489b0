/** Elementwise losses, with PyTorch's bounds and subgradients. */

import * as l10n from '@vscode/l10n';
import type { NodeId, ProgramBuilder, SampleIntervals } from '../../ir/operator.ts';
import { toPythonFloat } from '../../ir/pythonLiterals.ts';
import { exp as expFloat64 } from '../../math/exponential.ts';
import { log1p as log1pFloat64, log as logFloat64 } from '../../math/logarithm.ts';
import { hardtanh, sigmoid } from '../elementwise/activations.ts';
import { add, divide, lessEqual, multiply, negate, subtract } from '../elementwise/arithmetic.ts';
import { maximum } from '../elementwise/extrema.ts';
import { log, log1p, sign } from '../elementwise/functions.ts';
import { zeroWhere } from '../elementwise/masks.ts';
import { positiveSamples, realSamples } from '../operatorRows.ts';
import { defaultDelta, differenceLoss, lossOperator, minLog, torchFunctional, torchReduction } from './lossOperator.ts';

export const mse = differenceLoss({
  name: 'mse',
  operands: ['prediction', 'target'],
  doc: 'The squared error (prediction − target)², averaged over all elements unless `reduction` is "sum" or "none".',
  example: 'mse(y, target)',
  gradientDoc: 'mse multiplies the gradient by twice the error, divided by the number of elements',
  forward: (difference) => difference * difference,
  derivative: (p, difference) => p.add(multiply, [p.addConstant(2), difference]),
  sampleIntervals: [realSamples, realSamples],
  torch: (operands, attributes) => torchFunctional('mse_loss', operands, attributes),
});

export const mae = differenceLoss({
  name: 'mae',
  operands: ['prediction', 'target'],
  doc: 'The absolute error |prediction − target|, averaged over all elements unless `reduction` is "sum" or "none".',
  example: 'mae(y, target)',
  gradientDoc:
    'mae multiplies the gradient by the sign of the error, divided by the number of elements; 0 where there is no error',
  forward: Math.abs,
  derivative: (p, difference) => p.add(sign, [difference]),
  sampleIntervals: [realSamples, realSamples],
  torch: (operands, attributes) => torchFunctional('l1_loss', operands, attributes),
});

export const huber = differenceLoss({
  name: 'huber',
  operands: ['prediction', 'target'],
  settings: [{ kind: 'number', name: 'delta', default: defaultDelta }],
  doc: 'Half the squared error up to `delta`, and `delta · (|error| − delta / 2)` beyond it: less sensitive to outliers than mse.',
  example: 'huber(y, target, delta = 1)',
  gradientDoc: 'huber multiplies the gradient by the error, clipped to ±delta and divided by the number of elements',
  validate: ({ delta = defaultDelta }) =>
    delta > 0 ? undefined : { mismatch: l10n.t`huber: delta must be positive, not ${delta}` },
  forward: (difference, { delta = defaultDelta }) => {
    const distance = Math.abs(difference);
    return distance < delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
  },
  derivative: (p, difference, { delta = defaultDelta }) =>
    p.add(hardtanh, [difference, p.addConstant(-delta), p.addConstant(delta)]),
  sampleIntervals: [realSamples, realSamples],
  torch: (operands, { delta = defaultDelta, ...attributes }) =>
    torchFunctional('huber_loss', operands, attributes, `delta=${toPythonFloat(delta)}`),
});

/** PyTorch's lower bound of p · (1 − p), by which the gradient is divided: 1e-12 in float32. */
const minVariance = Math.fround(1e-12);

const probability: SampleIntervals = [[0.1, 0.9]];

export const bce = lossOperator({
  name: 'bce',
  operands: ['prediction', 'target'],
  doc: 'The binary cross-entropy −(t · log p + (1 − t) · log(1 − p)) of probabilities p, with logarithms clipped at −100; averaged over all elements unless `reduction` is "sum" or "none".',
  example: 'bce(sigmoid(z), target)',
  gradientDoc: 'bce multiplies the gradient by (p − t) / (p · (1 − p)), divided by the number of elements',
  decisionThreshold: 0.5,
  // NaN for a target that PyTorch rejects.
  forward: (p, t) =>
    t >= 0 && t <= 1 ? (t - 1) * Math.max(log1pFloat64(-p), minLog) - t * Math.max(logFloat64(p), minLog) : Number.NaN,
  vjp: [
    (p, g, [prediction, target]) => {
      const variance = p.add(multiply, [prediction, p.add(subtract, [p.addConstant(1), prediction])]);
      const divisor = p.add(maximum, [variance, p.addConstant(minVariance)]);
      return p.add(multiply, [g, p.add(divide, [p.add(subtract, [prediction, target]), divisor])]);
    },
    (p, g, [prediction]) => {
      const logComplement = p.add(log1p, [p.add(negate, [prediction])]);
      return p.add(multiply, [g, p.add(subtract, [logComplement, p.add(log, [prediction])])]);
    },
  ],
  domain: {
    text: 'both from 0 to 1',
    contains: (...operands) => operands.every((operand) => operand >= 0 && operand <= 1),
  },
  sampleIntervals: [probability, probability],
  torch: (operands, attributes) => torchFunctional('binary_cross_entropy', operands, attributes),
});

export const bceWithLogits = lossOperator({
  name: 'bce_with_logits',
  operands: ['logits', 'target'],
  doc: 'The binary cross-entropy of sigmoid(logits), computed without overflow or saturation; averaged over all elements unless `reduction` is "sum" or "none".',
  example: 'bce_with_logits(z, target)',
  gradientDoc: 'bce_with_logits multiplies the gradient by sigmoid(z) − t, divided by the number of elements',
  decisionThreshold: 0,
  // ∞ · 0 is 0 here: an infinite logit for the wrong class costs ∞, not NaN.
  forward: (z, t) => Math.max(z, 0) - (t === 0 ? 0 : z * t) + log1pFloat64(expFloat64(-Math.abs(z))),
  vjp: [
    (p, g, [logits, target]) => p.add(multiply, [g, p.add(subtract, [p.add(sigmoid, [logits]), target])]),
    (p, g, [logits]) => p.add(negate, [p.add(multiply, [g, logits])]),
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: (operands, attributes) => torchFunctional('binary_cross_entropy_with_logits', operands, attributes),
});

export const hinge = lossOperator({
  name: 'hinge',
  operands: ['score', 'target'],
  doc: 'The hinge loss max(0, 1 − target · score), with targets of −1 and 1; averaged over all elements unless `reduction` is "sum" or "none".',
  example: 'hinge(score, target)',
  gradientDoc:
    'hinge multiplies the gradient by −target where target · score is below 1, divided by the number of elements, and by 0 elsewhere',
  decisionThreshold: 0,
  forward: (score, target) => Math.max(0, 1 - target * score),
  vjp: [hingeVjp, hingeVjp],
  // Away from the kink, where target · score is 1.
  sampleIntervals: [
    [
      [-3, -1.2],
      [-0.9, 0.9],
      [1.2, 3],
    ],
    [
      [-1.05, -0.9],
      [0.9, 1.05],
    ],
  ],
  torch: ([score, target], attributes) => torchReduction(`torch.relu(1.0 - ${target} * ${score})`, attributes),
});

/** −adjoint · (the other factor) if 1 − score · target > 0, else 0. */
function hingeVjp(
  p: ProgramBuilder,
  adjoint: NodeId,
  [score, target]: readonly NodeId[],
  _: NodeId,
  operandIndex: number,
): NodeId {
  const margin = p.add(subtract, [p.addConstant(1), p.add(multiply, [target, score])]);
  const maskedAdjoint = zeroWhere(p, p.add(lessEqual, [margin, p.addConstant(0)]), adjoint);
  return p.add(negate, [p.add(multiply, [maskedAdjoint, operandIndex === 0 ? target : score])]);
}

export const klDiv = lossOperator({
  name: 'kl_div',
  operands: ['log_q', 'p'],
  doc: 'The Kullback–Leibler divergence p · (log p − log_q) of probabilities p from a distribution whose log probabilities are given first; averaged over all elements unless `reduction` is "sum" or "none".',
  example: 'kl_div(log(q), p, reduction = "sum")',
  gradientDoc:
    'kl_div multiplies the gradient by −p for log_q and by log p − log_q + 1 for p, divided by the number of elements',
  forward: (logQ, p) => (p === 0 ? 0 : p * logFloat64(p)) - p * logQ,
  vjp: [
    (p, g, [, target]) => p.add(negate, [p.add(multiply, [g, target])]),
    (p, g, [logQ, target]) => {
      const distance = p.add(subtract, [p.add(log, [target]), logQ]);
      // The product rule leaves p / p: 1, but NaN at 0, as PyTorch's gradient is.
      return p.add(multiply, [g, p.add(add, [distance, p.add(divide, [target, target])])]);
    },
  ],
  domain: { text: 'p ≥ 0', contains: (_, p = 0) => p >= 0 },
  sampleIntervals: [realSamples, positiveSamples],
  // Reduced explicitly, since PyTorch warns about the mean of kl_div.
  torch: (operands, attributes) =>
    torchReduction(torchFunctional('kl_div', operands, { reduction: 'none' }), attributes),
});
