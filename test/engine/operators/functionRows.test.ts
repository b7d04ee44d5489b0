/** Rows that are made from a derivative. */

import { expect, test } from 'vitest';
import { withDerivative } from '../../../server/src/engine/operators/functionRows.ts';
import { realSamples } from '../../../server/src/engine/operators/operatorRows.ts';

const row = {
  name: 'same',
  doc: 'The number itself.',
  gradientDoc: 'same passes the gradient on',
  forward: (x: number) => x,
  derivative: (p: { addConstant: (value: number) => number }) => p.addConstant(1),
  sampleIntervals: realSamples,
};

test('is spelled in PyTorch by its name unless the row has another spelling', () => {
  expect(withDerivative(row).torch(['x'], {}, [[]])).toBe('torch.same(x)');
  expect(withDerivative({ ...row, torch: ([x]) => `torch.nn.Identity()(${x})` }).torch(['x'], {}, [[]])).toBe(
    'torch.nn.Identity()(x)',
  );
});
