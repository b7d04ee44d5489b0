/** Elementary functions of one number. */

import type { Domain, ElementwiseOperator, NodeId, ProgramBuilder, SampleIntervals } from '../../ir/operator.ts';
import { erf as erfFloat64 } from '../../math/erf.ts';
import { exp as expFloat64, expm1 as expm1Float64, tanh as tanhFloat64 } from '../../math/exponential.ts';
import { log1p as log1pFloat64, log as logFloat64 } from '../../math/logarithm.ts';
import { cos as cosFloat64, sin as sinFloat64 } from '../../math/trigonometry.ts';
import { withDerivative, withReciprocalDerivative, withZeroDerivative } from '../functionRows.ts';
import { callSignature, nonZeroSamples, positiveSamples, realSamples, unary } from '../operatorRows.ts';
import { add, divide, multiply, negate, subtract } from './arithmetic.ts';

const one = (p: ProgramBuilder): NodeId => p.addConstant(1);
const squared = (p: ProgramBuilder, x: NodeId): NodeId => p.add(multiply, [x, x]);

const unitInterval: Domain = { text: '−1 ≤ x ≤ 1', contains: (x = 0) => Math.abs(x) <= 1 };
const expDomain: Domain = { text: 'x < 709.7', contains: (x = 0) => x < 709.7 };
const hyperbolicDomain: Domain = { text: '−710.4 < x < 710.4', contains: (x = 0) => Math.abs(x) < 710.4 };

/** Between the jumps of functions that round. */
const betweenSteps: SampleIntervals = [
  [-0.9, -0.1],
  [0.1, 0.9],
];

export const exp = withDerivative({
  name: 'exp',
  doc: 'e to the power of x.',
  gradientDoc: 'exp multiplies the gradient by its own value',
  forward: expFloat64,
  derivative: (_, __, y) => y,
  domain: expDomain,
  sampleIntervals: realSamples,
});

export const log = unary({
  name: 'log',
  call: callSignature('log', 'x'),
  doc: 'The natural logarithm.',
  example: 'log(x)',
  gradientDoc: 'log divides the gradient by its operand',
  forward: logFloat64,
  vjp: [(p, g, [x]) => p.add(divide, [g, x])],
  domain: { text: 'x > 0', contains: (x = 0) => x > 0 },
  sampleIntervals: [positiveSamples],
  torch: ([x]) => `torch.log(${x})`,
});

export const log1p = withReciprocalDerivative({
  name: 'log1p',
  doc: 'log(1 + x), accurate for small x.',
  gradientDoc: 'log1p divides the gradient by 1 + x',
  forward: log1pFloat64,
  reciprocal: (p, x) => p.add(add, [one(p), x]),
  domain: { text: 'x > −1', contains: (x = 0) => x > -1 },
  sampleIntervals: [[-0.8, 3]],
});

export const expm1 = withDerivative({
  name: 'expm1',
  doc: 'exp(x) − 1, accurate for small x.',
  gradientDoc: 'expm1 multiplies the gradient by its own value plus 1',
  forward: expm1Float64,
  derivative: (p, _, y) => p.add(add, [y, one(p)]),
  domain: expDomain,
  sampleIntervals: realSamples,
});

export const sqrt = withReciprocalDerivative({
  name: 'sqrt',
  noun: 'root',
  doc: 'The square root.',
  gradientDoc: 'sqrt divides the gradient by twice its own value',
  forward: Math.sqrt,
  reciprocal: (p, _, y) => p.add(multiply, [p.addConstant(2), y]),
  domain: { text: 'x ≥ 0', contains: (x = 0) => x >= 0 },
  sampleIntervals: positiveSamples,
});

export const square = withDerivative({
  name: 'square',
  graphLabel: '^ 2',
  doc: 'x · x.',
  gradientDoc: 'square multiplies the gradient by twice its operand',
  forward: (x) => x * x,
  derivative: (p, x) => p.add(multiply, [p.addConstant(2), x]),
  sampleIntervals: realSamples,
});

export const sign = withZeroDerivative({
  name: 'sign',
  doc: '1 for positive, −1 for negative, 0 for zero.',
  gradientDoc: 'sign is flat, so its gradient is 0',
  forward: (x) => (x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : Number.NaN),
  sampleIntervals: nonZeroSamples,
});

export const abs = withDerivative({
  name: 'abs',
  doc: 'The absolute value; its gradient at 0 is 0.',
  gradientDoc: 'abs multiplies the gradient by the sign of its operand',
  forward: Math.abs,
  derivative: (p, x) => p.add(sign, [x]),
  sampleIntervals: nonZeroSamples,
});

export const floor = withZeroDerivative({
  name: 'floor',
  doc: 'The largest whole number not greater than x.',
  gradientDoc: 'floor is flat, so its gradient is 0',
  forward: Math.floor,
  sampleIntervals: betweenSteps,
});

export const ceil = withZeroDerivative({
  name: 'ceil',
  doc: 'The smallest whole number not less than x.',
  gradientDoc: 'ceil is flat, so its gradient is 0',
  forward: (x) => -Math.floor(-x),
  sampleIntervals: betweenSteps,
});

const nearestEven = (x: number): number => 2 * Math.floor(0.5 * Math.floor(x) + 0.5);
const roundMagnitude = (x: number): number =>
  x - Math.floor(x) < 0.5 ? Math.floor(x) : x - Math.floor(x) > 0.5 ? Math.floor(x) + 1 : nearestEven(x);

export const round = withZeroDerivative({
  name: 'round',
  doc: 'The nearest whole number, the even one halfway between two.',
  gradientDoc: 'round is flat, so its gradient is 0',
  // The magnitude is rounded, so that −0.3 becomes −0.
  forward: (x) => (x < 0 ? -roundMagnitude(-x) : roundMagnitude(x)),
  sampleIntervals: [
    [-1.4, -0.6],
    [-0.4, 0.4],
    [0.6, 1.4],
  ],
});

export const sin = withDerivative({
  name: 'sin',
  doc: 'The sine of an angle in radians.',
  gradientDoc: 'sin multiplies the gradient by cos(x)',
  forward: sinFloat64,
  derivative: (p, x) => p.add(cos, [x]),
  sampleIntervals: realSamples,
});

export const cos: ElementwiseOperator = withDerivative({
  name: 'cos',
  doc: 'The cosine of an angle in radians.',
  gradientDoc: 'cos multiplies the gradient by −sin(x)',
  forward: cosFloat64,
  derivative: (p, x) => p.add(negate, [p.add(sin, [x])]),
  sampleIntervals: realSamples,
});

export const tan = withDerivative({
  name: 'tan',
  doc: 'The tangent of an angle in radians.',
  gradientDoc: 'tan multiplies the gradient by 1 + tan²(x)',
  forward: Math.tan,
  derivative: (p, _, y) => p.add(add, [one(p), squared(p, y)]),
  sampleIntervals: [[-1, 1]],
});

export const asin = withReciprocalDerivative({
  name: 'asin',
  doc: 'The angle in radians whose sine is x.',
  gradientDoc: 'asin divides the gradient by √(1 − x²)',
  forward: Math.asin,
  reciprocal: sqrtOneMinusSquare,
  domain: unitInterval,
  sampleIntervals: [[-0.8, 0.8]],
});

export const acos = withReciprocalDerivative({
  name: 'acos',
  doc: 'The angle in radians whose cosine is x.',
  gradientDoc: 'acos divides the gradient by −√(1 − x²)',
  forward: Math.acos,
  reciprocal: (p, x) => p.add(negate, [sqrtOneMinusSquare(p, x)]),
  domain: unitInterval,
  sampleIntervals: [[-0.8, 0.8]],
});

function sqrtOneMinusSquare(p: ProgramBuilder, x: NodeId): NodeId {
  return p.add(sqrt, [p.add(subtract, [one(p), squared(p, x)])]);
}

export const atan = withReciprocalDerivative({
  name: 'atan',
  doc: 'The angle in radians whose tangent is x.',
  gradientDoc: 'atan divides the gradient by 1 + x²',
  forward: Math.atan,
  reciprocal: (p, x) => p.add(add, [one(p), squared(p, x)]),
  sampleIntervals: realSamples,
});

export const sinh = withDerivative({
  name: 'sinh',
  doc: 'The hyperbolic sine.',
  gradientDoc: 'sinh multiplies the gradient by cosh(x)',
  forward: Math.sinh,
  derivative: (p, x) => p.add(cosh, [x]),
  domain: hyperbolicDomain,
  sampleIntervals: realSamples,
});

export const cosh: ElementwiseOperator = withDerivative({
  name: 'cosh',
  doc: 'The hyperbolic cosine.',
  gradientDoc: 'cosh multiplies the gradient by sinh(x)',
  forward: Math.cosh,
  derivative: (p, x) => p.add(sinh, [x]),
  domain: hyperbolicDomain,
  sampleIntervals: realSamples,
});

export const tanh = withDerivative({
  name: 'tanh',
  doc: 'The hyperbolic tangent.',
  gradientDoc: 'tanh multiplies the gradient by 1 − tanh²(x): close to 0 when saturated',
  isActivation: true,
  inactivity: { kind: 'saturated', maxSlope: 1, slopeAt: (value) => 1 - value * value },
  forward: tanhFloat64,
  derivative: (p, _, y) => p.add(subtract, [one(p), squared(p, y)]),
  sampleIntervals: realSamples,
});

export const erf = withDerivative({
  name: 'erf',
  doc: 'The error function, 2/√π times the integral of exp(−t²) from 0 to x.',
  gradientDoc: 'erf multiplies the gradient by 2/√π · exp(−x²)',
  forward: erfFloat64,
  derivative: (p, x) =>
    p.add(multiply, [p.addConstant(2 / Math.sqrt(Math.PI)), p.add(exp, [p.add(negate, [squared(p, x)])])]),
  sampleIntervals: realSamples,
});
