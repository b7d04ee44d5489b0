/** Arithmetic and comparisons, which are written as symbols. */

import type { Operator } from '../../ir/operator.ts';
import { binary, nonZeroSamples, realSamples, unary } from '../operatorRows.ts';

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

export const negate = unary({
  name: 'negate',
  symbol: { kind: 'prefix', text: '-', precedence: 'negation', formulaSign: '−' },
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
export const equal = comparison('equal', '==', '==', 'Equal', (a, b) => (a === b ? 1 : 0));
export const notEqual = comparison('not_equal', '!=', '≠', 'Not equal', (a, b) => (a !== b ? 1 : 0));
