/** Operators whose value is that of their operand: leaves, aliases and detached values. */

import { callSignature, realSamples, tensorOperator } from './operatorRows.ts';

/**
 * A value that can be set from outside without rebuilding the program: a parameter or samples. Unlike a leaf in other
 * systems it has an operand, its initial value, to which no gradient flows.
 */
export const leaf = tensorOperator({
  name: 'leaf',
  doc: 'A value that training or the user can set.',
  shape: ([start]) => start,
  forward: ([start], output) => output.set(start),
  vjp: [null],
  sampleIntervals: [realSamples],
  torch: ([start]) => `torch.nn.Parameter(${start})`,
});

/** An alias of a value, so that each name has its own gradient. */
export const identity = tensorOperator({
  name: 'identity',
  graphLabel: '=',
  isOmittedInFormulas: true,
  doc: 'The same value under another name.',
  gradientDoc: 'an alias passes the gradient unchanged',
  shape: ([operand]) => operand,
  forward: ([operand], output) => output.set(operand),
  vjp: [(_, adjoint) => adjoint],
  sampleIntervals: [realSamples],
  torch: ([operand]) => `${operand}.clone()`,
});

export const detach = tensorOperator({
  name: 'detach',
  call: callSignature('detach', 'x'),
  doc: 'The same value, treated as a constant by the backward pass.',
  example: 'detach(target)',
  gradientDoc: 'detach blocks the gradient',
  shape: ([operand]) => operand,
  forward: ([operand], output) => output.set(operand),
  vjp: [null],
  sampleIntervals: [realSamples],
  torch: ([operand]) => `${operand}.detach()`,
});
