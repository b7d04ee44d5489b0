/** The activation functions of neural networks, with PyTorch's subgradients. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { erf as erfFloat64 } from '../../math/erf.ts';
import {
  exp as expFloat64,
  expm1 as expm1Float64,
  sigmoid as sigmoidFloat64,
  tanh as tanhFloat64,
} from '../../math/exponential.ts';
import { log1p as log1pFloat64 } from '../../math/logarithm.ts';
import { withDerivative } from '../functionRows.ts';
import { binary, callSignature, nonZeroSamples, realSamples, ternary, unary } from '../operatorRows.ts';
import { add, divide, greater, greaterEqual, less, lessEqual, multiply, negate, subtract } from './arithmetic.ts';
import { abs, erf, exp, expm1, sign, tanh } from './functions.ts';
import { keepWhere, zeroWhere } from './masks.ts';
import { where } from './selection.ts';

const isPositive = (p: ProgramBuilder, x: NodeId): NodeId => p.add(greater, [x, p.addConstant(0)]);
const isNegative = (p: ProgramBuilder, x: NodeId): NodeId => p.add(less, [x, p.addConstant(0)]);
const times = (p: ProgramBuilder, a: NodeId, b: NodeId): NodeId => p.add(multiply, [a, b]);

export const relu = unary({
  name: 'relu',
  call: callSignature('relu', 'x'),
  doc: 'The value where it is positive, 0 elsewhere.',
  example: 'relu(x)',
  gradientDoc: 'relu passes the gradient where its operand is positive and blocks it elsewhere',
  isActivation: true,
  inactivity: { kind: 'dead' },
  forward: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
  vjp: [(p, g, [x]) => zeroWhere(p, p.add(lessEqual, [x, p.addConstant(0)]), g)],
  sampleIntervals: [nonZeroSamples],
  torch: ([x]) => `torch.relu(${x})`,
});

export const leakyRelu = binary({
  name: 'leaky_relu',
  call: callSignature('leaky_relu', 'x', 'slope = 0.01'),
  doc: 'The value where it is positive, `slope` times it elsewhere.',
  example: 'leaky_relu(x, slope = 0.1)',
  gradientDoc: 'leaky_relu passes the gradient where its operand is positive and multiplies it by slope elsewhere',
  isActivation: true,
  forward: (x, slope) => (x > 0 ? x : x * slope),
  vjp: [
    (p, g, [x, slope]) => times(p, g, p.add(where, [isPositive(p, x), p.addConstant(1), slope])),
    (p, g, [x]) => zeroWhere(p, isPositive(p, x), times(p, g, x)),
  ],
  sampleIntervals: [nonZeroSamples, realSamples],
  torch: ([x, slope]) => `${x} * torch.where(${x} > 0, 1.0, ${slope})`,
});

/**
 * `right` where x is positive, `left` · exp(x) where it is negative. At 0 it is `left` and its own derivative is 0, as in
 * PyTorch.
 */
function eluSlope(p: ProgramBuilder, x: NodeId, right: NodeId, left: NodeId): NodeId {
  const atLeastZero = p.add(where, [isPositive(p, x), right, left]);
  return p.add(where, [isNegative(p, x), times(p, left, p.add(exp, [x])), atLeastZero]);
}

export const elu = binary({
  name: 'elu',
  call: callSignature('elu', 'x', 'alpha = 1'),
  doc: 'The value where it is positive, `alpha · (exp(x) − 1)` elsewhere.',
  example: 'elu(x)',
  gradientDoc: 'elu passes the gradient where its operand is positive and multiplies it by alpha · exp(x) elsewhere',
  isActivation: true,
  forward: (x, alpha) => (x > 0 ? x : alpha * expm1Float64(x)),
  vjp: [
    (p, g, [x, alpha]) => {
      const one = p.addConstant(1);
      const isPlain = p.constantValue(alpha) === 1;
      const slope = isPlain ? p.add(where, [isNegative(p, x), p.add(exp, [x]), one]) : eluSlope(p, x, one, alpha);
      return times(p, g, slope);
    },
    (p, g, [x]) => zeroWhere(p, isPositive(p, x), times(p, g, p.add(expm1, [x]))),
  ],
  vjpConstantOperand: 1,
  sampleIntervals: [nonZeroSamples, realSamples],
  torch: ([x, alpha]) => `torch.where(${x} > 0, ${x}, ${alpha} * torch.expm1(torch.clamp(${x}, max=0.0)))`,
});

export const hardtanh = ternary({
  name: 'hardtanh',
  call: callSignature('hardtanh', 'x', 'lo = -1', 'hi = 1'),
  doc: 'The value clipped to two bounds, with no gradient at the bounds themselves.',
  example: 'hardtanh(x)',
  gradientDoc: 'hardtanh passes the gradient strictly between its bounds; elsewhere, the gradient goes to the bound',
  isActivation: true,
  forward: (x, lo, hi) => (x <= lo ? lo : Math.min(x, hi)),
  vjp: [
    (p, g, [x, lo, hi]) => zeroWhere(p, p.add(lessEqual, [x, lo]), zeroWhere(p, p.add(greaterEqual, [x, hi]), g)),
    (p, g, [x, lo]) => keepWhere(p, p.add(lessEqual, [x, lo]), g),
    (p, g, [x, lo, hi]) => zeroWhere(p, p.add(lessEqual, [x, lo]), keepWhere(p, p.add(greaterEqual, [x, hi]), g)),
  ],
  sampleIntervals: [realSamples, [[-1, -0.5]], [[0.5, 1]]],
  torch: ([x, lo, hi]) => `torch.where(${x} <= ${lo}, ${lo}, torch.where(${x} >= ${hi}, ${hi}, ${x}))`,
});

/** Klambauer et al., Self-Normalizing Neural Networks, 2017. */
const seluAlpha = 1.6732632423543772848170429916717;
const seluScale = 1.0507009873554804934193349852946;

export const selu = unary({
  name: 'selu',
  call: callSignature('selu', 'x'),
  doc: 'The self-normalizing elu, scaled so that activations keep mean 0 and variance 1.',
  example: 'selu(x)',
  gradientDoc: 'selu multiplies the gradient by 1.0507 where its operand is positive and by 1.7581 · exp(x) elsewhere',
  isActivation: true,
  forward: (x) => (x > 0 ? seluScale * x : seluScale * seluAlpha * expm1Float64(x)),
  vjp: [
    (p, g, [x]) => {
      return times(p, g, eluSlope(p, x, p.addConstant(seluScale), p.addConstant(seluScale * seluAlpha)));
    },
  ],
  sampleIntervals: [nonZeroSamples],
  torch: ([x]) => `torch.selu(${x})`,
});

export const sigmoid = unary({
  name: 'sigmoid',
  call: callSignature('sigmoid', 'x'),
  doc: 'The logistic function 1 / (1 + exp(−x)).',
  example: 'sigmoid(x)',
  gradientDoc: 'sigmoid multiplies the gradient by s · (1 − s): at most ¼, and close to 0 when saturated',
  isActivation: true,
  inactivity: { kind: 'saturated', maxSlope: 0.25, slopeAt: (value) => value * (1 - value) },
  forward: sigmoidFloat64,
  vjp: [(p, g, _, s) => times(p, g, times(p, s, p.add(subtract, [p.addConstant(1), s])))],
  sampleIntervals: [realSamples],
  torch: ([x]) => `torch.sigmoid(${x})`,
});

/** PyTorch's softplus is the identity above this. */
const softplusThreshold = 20;

const softplusFloat64 = (x: number): number =>
  x > softplusThreshold ? x : log1pFloat64(expFloat64(-Math.abs(x))) + Math.max(x, 0);

export const softplus = withDerivative({
  name: 'softplus',
  doc: 'log(1 + exp(x)), a smooth relu; x itself above 20, as in PyTorch.',
  gradientDoc: 'softplus multiplies the gradient by sigmoid(x)',
  isActivation: true,
  forward: softplusFloat64,
  derivative: (p, x) => {
    const isLinear = p.add(greater, [x, p.addConstant(softplusThreshold)]);
    return p.add(where, [isLinear, p.addConstant(1), p.add(sigmoid, [x])]);
  },
  sampleIntervals: realSamples,
  torch: ([x]) => `torch.nn.functional.softplus(${x})`,
});

export const softsign = unary({
  name: 'softsign',
  call: callSignature('softsign', 'x'),
  doc: 'x / (1 + |x|): like tanh, but it approaches −1 and 1 slowly.',
  example: 'softsign(x)',
  gradientDoc: 'softsign divides the gradient by (1 + |x|)²',
  isActivation: true,
  forward: (x) => x / (1 + Math.abs(x)),
  vjp: [
    (p, g, [x]) => {
      // The quotient rule, term by term as in PyTorch, so that infinities give the same NaN.
      const denominator = p.add(add, [p.addConstant(1), p.add(abs, [x])]);
      const quotient = p.add(divide, [p.add(divide, [x, denominator]), denominator]);
      return p.add(subtract, [p.add(divide, [g, denominator]), times(p, times(p, g, quotient), p.add(sign, [x]))]);
    },
  ],
  sampleIntervals: [nonZeroSamples],
  torch: ([x]) => `torch.nn.functional.softsign(${x})`,
});

export const silu = withDerivative({
  name: 'silu',
  doc: 'x · sigmoid(x), also called swish.',
  gradientDoc: 'silu multiplies the gradient by s · (1 + x · (1 − s)), where s = sigmoid(x)',
  isActivation: true,
  forward: (x) => x * sigmoidFloat64(x),
  derivative: (p, x) => {
    const s = p.add(sigmoid, [x]);
    const complement = p.add(subtract, [p.addConstant(1), s]);
    return times(p, s, p.add(add, [p.addConstant(1), times(p, x, complement)]));
  },
  sampleIntervals: realSamples,
  torch: ([x]) => `torch.nn.functional.silu(${x})`,
});

export const mish = withDerivative({
  name: 'mish',
  doc: 'x · tanh(softplus(x)), a smooth relu that is slightly negative below 0.',
  gradientDoc: 'mish multiplies the gradient by t + x · s · (1 − t²), with t = tanh(softplus(x)) and s = sigmoid(x)',
  isActivation: true,
  forward: (x) => x * tanhFloat64(softplusFloat64(x)),
  derivative: (p, x) => {
    const t = p.add(tanh, [p.add(softplus, [x])]);
    const slope = times(p, p.add(sigmoid, [x]), p.add(subtract, [p.addConstant(1), times(p, t, t)]));
    return p.add(add, [t, times(p, x, slope)]);
  },
  sampleIntervals: realSamples,
  torch: ([x]) => `torch.nn.functional.mish(${x})`,
});

export const gelu = withDerivative({
  name: 'gelu',
  doc: 'x · Φ(x), where Φ is the cumulative normal distribution (the exact form, with erf).',
  gradientDoc: 'gelu multiplies the gradient by Φ(x) + x · φ(x)',
  isActivation: true,
  forward: (x) => 0.5 * x * (1 + erfFloat64(x * Math.SQRT1_2)),
  derivative: (p, x) => {
    const half = p.addConstant(0.5);
    const cumulative = times(
      p,
      half,
      p.add(add, [p.addConstant(1), p.add(erf, [times(p, x, p.addConstant(Math.SQRT1_2))])]),
    );
    const gaussian = p.add(exp, [p.add(negate, [times(p, half, times(p, x, x))])]);
    const density = times(p, p.addConstant(1 / Math.sqrt(2 * Math.PI)), gaussian);
    return p.add(add, [cumulative, times(p, x, density)]);
  },
  sampleIntervals: realSamples,
  torch: ([x]) => `torch.nn.functional.gelu(${x})`,
});
