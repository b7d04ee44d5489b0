/** Functions of two numbers. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { atan2 as atan2Float64 } from '../../math/angle.ts';
import { exp } from '../../math/exponential.ts';
import { log1p } from '../../math/logarithm.ts';
import { binary, callSignature, positiveSamples, realSamples } from '../operatorRows.ts';
import { sigmoid } from './activations.ts';
import { add, divide, multiply, negate, subtract } from './arithmetic.ts';
import { square } from './functions.ts';

export const atan2 = binary({
  name: 'atan2',
  call: callSignature('atan2', 'y', 'x'),
  doc: 'The angle in radians from the x-axis to the point (x, y), between −π and π.',
  example: 'atan2(y, x)',
  gradientDoc: 'atan2 multiplies the gradient by x / (x² + y²) for y and by −y / (x² + y²) for x',
  forward: atan2Float64,
  vjp: [
    (p, g, [y, x]) => p.add(multiply, [g, p.add(divide, [x, squaredDistance(p, y, x)])]),
    (p, g, [y, x]) => p.add(multiply, [g, p.add(negate, [p.add(divide, [y, squaredDistance(p, y, x)])])]),
  ],
  sampleIntervals: [realSamples, positiveSamples],
  torch: ([y, x]) => `torch.atan2(${y}, ${x})`,
});

function squaredDistance(p: ProgramBuilder, y: NodeId, x: NodeId): NodeId {
  return p.add(add, [p.add(square, [x]), p.add(square, [y])]);
}

export const logaddexp = binary({
  name: 'logaddexp',
  call: callSignature('logaddexp', 'a', 'b'),
  doc: 'log(exp(a) + exp(b)) without overflow.',
  example: 'logaddexp(x, y)',
  gradientDoc: 'logaddexp multiplies the gradient by sigmoid(a − b) for a and by sigmoid(b − a) for b',
  // The difference of two infinities would be NaN.
  forward: (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + log1p(exp(-Math.abs(a - b)))),
  vjp: [
    (p, g, [a, b]) => p.add(multiply, [g, p.add(sigmoid, [p.add(subtract, [a, b])])]),
    (p, g, [a, b]) => p.add(multiply, [g, p.add(sigmoid, [p.add(subtract, [b, a])])]),
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `torch.logaddexp(${a}, ${b})`,
});
