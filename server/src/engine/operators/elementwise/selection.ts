/** The elementwise choice by a condition. */

import { callSignature, nonZeroSamples, realSamples, ternary } from '../operatorRows.ts';

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
