/** Logical operators, which are written as words. Every number but 0 is true, also NaN. */

import { binary, nonZeroSamples, realSamples, unary } from '../operatorRows.ts';

export const logicalAnd = binary({
  name: 'logical_and',
  symbol: { kind: 'infix', text: 'and', precedence: 'and' },
  noun: 'mask',
  doc: '1 where neither operand is 0, 0 elsewhere.',
  example: 'x > 0 and x < 2',
  gradientDoc: 'a logical operator passes no gradient',
  forward: (a, b) => (a !== 0 && b !== 0 ? 1 : 0),
  vjp: [null, null],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `torch.logical_and(${a}, ${b}).double()`,
});

export const logicalOr = binary({
  name: 'logical_or',
  symbol: { kind: 'infix', text: 'or', precedence: 'or' },
  noun: 'mask',
  doc: '0 where both operands are 0, 1 elsewhere.',
  example: 'x < 0 or x > 2',
  gradientDoc: 'a logical operator passes no gradient',
  forward: (a, b) => (a !== 0 || b !== 0 ? 1 : 0),
  vjp: [null, null],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `torch.logical_or(${a}, ${b}).double()`,
});

export const logicalNot = unary({
  name: 'logical_not',
  symbol: { kind: 'prefix', text: 'not', precedence: 'not' },
  noun: 'mask',
  graphLabel: 'not',
  doc: '1 where the operand is 0, 0 elsewhere.',
  example: 'not x > 0',
  gradientDoc: 'a logical operator passes no gradient',
  forward: (a) => (a === 0 ? 1 : 0),
  vjp: [null],
  sampleIntervals: [nonZeroSamples],
  torch: ([a]) => `torch.logical_not(${a}).double()`,
});
