/** The operators that are written as symbols, and `log` and `where`, which the gradient rules of `power` use. */

import type { NodeId, Operator, ProgramBuilder } from '../../ir/operator.ts';
import { log as logFloat64 } from '../../math/logarithm.ts';
import { power as powerFloat64 } from '../../math/power.ts';
import {
  binary,
  callSignature,
  nonZeroSamples,
  positiveSamples,
  realSamples,
  ternary,
  unary,
} from '../operatorRows.ts';

export const add = binary({
  name: 'add',
  symbol: { kind: 'infix', text: '+', precedence: 'sum' },
  noun: 'sum',
  doc: 'The sum of two values.',
  example: 'x + y',
  gradientDoc: 'add passes the gradient unchanged to both operands',
  forward: (a, b) => a + b,
  vjp: [(_, g) => g, (_, g) => g],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `${a} + ${b}`,
});

export const subtract = binary({
  name: 'subtract',
  symbol: { kind: 'infix', text: '-', precedence: 'sum', graphSign: '−', formulaSign: '−' },
  noun: 'difference',
  doc: 'The difference of two values.',
  example: 'target - f',
  gradientDoc: 'subtract passes the gradient unchanged to its left operand and negated to its right operand',
  forward: (a, b) => a - b,
  vjp: [(_, g) => g, (p, g) => p.add(negate, [g])],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `${a} - ${b}`,
});

export const multiply = binary({
  name: 'multiply',
  symbol: { kind: 'infix', text: '*', precedence: 'product', graphSign: '×', formulaSign: '·', isAssociative: true },
  noun: 'product',
  doc: 'The product of two values, element by element.',
  example: 'q * z',
  gradientDoc: "each factor's gradient is the upstream gradient times the other factor",
  forward: (a, b) => a * b,
  vjp: [(p, g, [, b]) => p.add(multiply, [g, b]), (p, g, [a]) => p.add(multiply, [g, a])],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `${a} * ${b}`,
});

export const divide = binary({
  name: 'divide',
  symbol: { kind: 'infix', text: '/', precedence: 'product', graphSign: '÷' },
  noun: 'quotient',
  doc: 'The quotient of two values, element by element.',
  example: 'x / y',
  gradientDoc:
    'divide multiplies the gradient by 1 / denominator for the numerator and by −quotient / denominator for the denominator',
  forward: (a, b) => a / b,
  vjp: [
    (p, g, [, b]) => p.add(divide, [g, b]),
    (p, g, [, b], out) => p.add(multiply, [g, p.add(negate, [p.add(divide, [out, b])])]),
  ],
  domain: { text: 'b ≠ 0', contains: (_, b) => b !== 0 },
  sampleIntervals: [realSamples, nonZeroSamples],
  torch: ([a, b]) => `${a} / ${b}`,
});

export const power = binary({
  name: 'power',
  symbol: { kind: 'infix', text: '^', precedence: 'power' },
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

export const negate = unary({
  name: 'negate',
  symbol: { kind: 'prefix', text: '-', formulaSign: '−' },
  noun: 'negative',
  graphLabel: '−x',
  doc: 'The negated value.',
  example: '-x',
  gradientDoc: 'negation flips the sign of the gradient',
  forward: (a) => -a,
  vjp: [(p, g) => p.add(negate, [g])],
  sampleIntervals: [realSamples],
  torch: ([a]) => `-${a}`,
});

function comparison(
  name: string,
  symbol: string,
  graphSign: string,
  doc: string,
  forward: (a: number, b: number) => number,
): Operator {
  return binary({
    name,
    symbol: { kind: 'infix', text: symbol, precedence: 'comparison', graphSign },
    noun: 'mask',
    doc: `${doc}: 1 where it holds, 0 elsewhere.`,
    example: `x ${symbol} 0`,
    gradientDoc: 'a comparison passes no gradient',
    forward,
    vjp: [null, null],
    sampleIntervals: [realSamples, realSamples],
    torch: ([a, b]) => `(${a} ${symbol} ${b}).double()`,
  });
}

export const less = comparison('less', '<', '<', 'Less than', (a, b) => (a < b ? 1 : 0));
export const lessEqual = comparison('less_equal', '<=', '≤', 'Less than or equal', (a, b) => (a <= b ? 1 : 0));
export const greater = comparison('greater', '>', '>', 'Greater than', (a, b) => (a > b ? 1 : 0));
export const greaterEqual = comparison('greater_equal', '>=', '≥', 'Greater than or equal', (a, b) => (a >= b ? 1 : 0));
export const equal = comparison('equal', '==', '=', 'Equal', (a, b) => (a === b ? 1 : 0));
export const notEqual = comparison('not_equal', '!=', '≠', 'Not equal', (a, b) => (a !== b ? 1 : 0));

export const where = ternary({
  name: 'where',
  call: callSignature('where', 'condition', 'a', 'b'),
  noun: 'choice',
  doc: '`a` where the condition is not 0, `b` elsewhere.',
  example: 'where(x > 0, x, 0)',
  gradientDoc: 'where passes the gradient to the branch that was taken',
  forward: (condition, a, b) => (condition !== 0 ? a : b),
  vjp: [
    null,
    (p, g, [condition]) => p.add(where, [condition, g, p.addConstant(0)]),
    (p, g, [condition]) => p.add(where, [condition, p.addConstant(0), g]),
  ],
  sampleIntervals: [nonZeroSamples, realSamples, realSamples],
  torch: ([condition, a, b]) => `torch.where(${condition} != 0, ${a}, ${b})`,
});
