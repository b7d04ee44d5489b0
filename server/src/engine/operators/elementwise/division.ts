/** Division with a whole quotient, rounded down, as in Python. */

import { floorDivide as floorDivideFloat64, remainder as remainderFloat64 } from '../../math/remainder.ts';
import { binary, callSignature } from '../operatorRows.ts';
import { filledNode } from '../shapes/shaping.ts';
import { multiply, negate } from './arithmetic.ts';

export const remainder = binary({
  name: 'remainder',
  symbol: { kind: 'infix', text: '%', precedence: 'product', graphSign: 'mod' },
  doc: 'What is left of `a` after it was divided by `b` with a whole quotient, rounded down, as in Python: between 0 and `b`.',
  example: 'x % y',
  gradientDoc:
    'remainder passes the gradient unchanged to the dividend, and multiplied by −⌊dividend / divisor⌋ to the divisor',
  forward: remainderFloat64,
  vjp: [(_, g) => g, (p, g, [a, b]) => p.add(multiply, [g, p.add(negate, [p.add(floorDivide, [a, b])])])],
  domain: { text: 'b ≠ 0', contains: (_, b) => b !== 0 },
  sampleIntervals: [[[-0.9, 0.9]], [[1, 3]]],
  torch: ([a, b]) => `torch.remainder(${a}, ${b})`,
});

export const floorDivide = binary({
  name: 'floor_divide',
  call: callSignature('floor_divide', 'a', 'b'),
  doc: 'The quotient of two values, rounded down to a whole number.',
  example: 'floor_divide(x, y)',
  gradientDoc: 'floor_divide is flat, so its gradient is 0',
  forward: floorDivideFloat64,
  vjp: [(p, _, [a]) => filledNode(p, 0, p.shape(a)), (p, _, [, b]) => filledNode(p, 0, p.shape(b))],
  domain: { text: 'b ≠ 0', contains: (_, b) => b !== 0 },
  sampleIntervals: [[[0.1, 0.9]], [[1, 3]]],
  torch: ([a, b]) => `torch.div(${a}, ${b}, rounding_mode='floor')`,
});
