/** The power. Its rules need more than arithmetic. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { power as powerFloat64 } from '../../math/power.ts';
import { binary, callSignature, positiveSamples, realSamples } from '../operatorRows.ts';
import { equal, greaterEqual, multiply, subtract } from './arithmetic.ts';
import { log } from './functions.ts';
import { where } from './selection.ts';

export const power = binary({
  name: 'power',
  symbol: { kind: 'infix', text: '^', precedence: 'power' },
  call: callSignature('pow', 'x', 'exponent'),
  noun: ([, exponent]) => (exponent === 2 ? 'square' : 'power'),
  doc: 'A value raised to a power, element by element. At `x = 0` the gradients are those of `torch.pow`.',
  example: '(target - f)^2',
  gradientDoc: 'power multiplies the gradient by exponent · base^(exponent − 1)',
  forward: powerFloat64,
  vjp: [
    (p, g, [x, exponent]) => {
      const knownExponent = p.constantValue(exponent);
      // The derivative of 0 · x^−1 would be NaN at 0.
      if (knownExponent === 0) return p.add(where, [exponent, g, p.addConstant(0)]);
      const contribution = p.add(multiply, [g, powerDerivative(p, x, exponent)]);
      return knownExponent ? contribution : p.add(where, [exponent, contribution, p.addConstant(0)]);
    },
    (p, g, [x, exponent], out) => {
      const isFlat = p.add(multiply, [
        p.add(equal, [x, p.addConstant(0)]),
        p.add(greaterEqual, [exponent, p.addConstant(0)]),
      ]);
      const localGradient = p.add(multiply, [out, p.add(log, [x])]);
      return p.add(multiply, [g, p.add(where, [isFlat, p.addConstant(0), localGradient])]);
    },
  ],
  vjpConstantOperand: 1,
  domain: {
    text: 'a > 0; a = 0 and b ≥ 0; a < 0 and b whole',
    contains: (a = 0, b = 0) => a > 0 || (a === 0 ? b >= 0 : Number.isInteger(b)),
  },
  sampleIntervals: [positiveSamples, realSamples],
  torch: ([a, b]) => `torch.pow(${a}, ${b})`,
});

/** `exponent · x^(exponent − 1)`, in its shortest form if the exponent is a constant. */
function powerDerivative(p: ProgramBuilder, x: NodeId, exponent: NodeId): NodeId {
  const knownExponent = p.constantValue(exponent);
  if (knownExponent === 1) return p.addConstant(1);
  if (knownExponent === 2) return p.add(multiply, [exponent, x]);
  const decrementedExponent =
    knownExponent === undefined ? p.add(subtract, [exponent, p.addConstant(1)]) : p.addConstant(knownExponent - 1);
  return p.add(multiply, [exponent, p.add(power, [x, decrementedExponent])]);
}
