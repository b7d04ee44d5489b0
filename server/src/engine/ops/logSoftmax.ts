/** The logarithm of the softmax along the last axis, of which the gradient of a cross-entropy is made. */

import { normaliserOf } from '../kernels/normaliser.ts';
import { multiply, subtract } from './arithmetic.ts';
import { exp } from './functions.ts';
import { sum } from './reductions.ts';
import { real, tensor } from './rows.ts';

export const logSoftmax = tensor({
  name: 'log_softmax',
  doc: 'The logarithm of the softmax along the last axis.',
  localRule: 'log_softmax takes the softmax, times the sum of the gradient, off the gradient',
  shape: ([x]) => (x.length > 0 ? x : { mismatch: 'log_softmax: a scalar has no axis of classes' }),
  forward: ([x], output, { output: shape }) => {
    const length = shape[shape.length - 1];
    for (let start = 0; start < x.length; start += length) {
      const { largest, logTotal } = normaliserOf(x, start, length);
      for (let i = start; i < start + length; i++) output[i] = x[i] - largest - logTotal;
    }
  },
  vjp: [
    (p, g, _, out) => {
      const total = p.add(sum, [g], { axis: [-1], keep: true });
      return p.add(subtract, [g, p.add(multiply, [p.add(exp, [out]), total])]);
    },
  ],
  domain: [real],
  torch: ([x]) => `torch.log_softmax(${x}, dim=-1)`,
});
