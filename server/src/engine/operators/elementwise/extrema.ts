/** Elementwise choices between two values. Ties and bounds follow PyTorch: `maximum` shares a tie, `clip` passes at its bounds. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { binary, callSignature, realSamples, ternary } from '../operatorRows.ts';
import { equal, greater, greaterEqual, less, lessEqual, multiply } from './arithmetic.ts';
import { keepWhere, logicalAnd } from './masks.ts';
import { where } from './selection.ts';

export const maximum = binary({
  name: 'maximum',
  call: callSignature('max', 'a', 'b'),
  doc: 'The larger of two values, element by element.',
  example: 'max(x, 0)',
  gradientDoc: 'max passes the gradient to the larger operand, half to each at a tie',
  forward: (a, b) => Math.max(a, b),
  vjp: [
    (p, g, [a, b]) => tieSharingVjp(p, g, p.add(less, [a, b]), p.add(equal, [a, b])),
    (p, g, [a, b]) => tieSharingVjp(p, g, p.add(less, [b, a]), p.add(equal, [a, b])),
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `torch.maximum(${a}, ${b})`,
});

export const minimum = binary({
  name: 'minimum',
  call: callSignature('min', 'a', 'b'),
  doc: 'The smaller of two values, element by element.',
  example: 'min(x, 1)',
  gradientDoc: 'min passes the gradient to the smaller operand, half to each at a tie',
  forward: (a, b) => Math.min(a, b),
  vjp: [
    (p, g, [a, b]) => tieSharingVjp(p, g, p.add(greater, [a, b]), p.add(equal, [a, b])),
    (p, g, [a, b]) => tieSharingVjp(p, g, p.add(greater, [b, a]), p.add(equal, [a, b])),
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([a, b]) => `torch.minimum(${a}, ${b})`,
});

/** The adjoint for one side: 0 if it loses, half at a tie, all otherwise, also if a side is NaN. */
function tieSharingVjp(p: ProgramBuilder, adjoint: NodeId, isLosing: NodeId, isTie: NodeId): NodeId {
  const winnerWeight = p.add(where, [isTie, p.addConstant(0.5), p.addConstant(1)]);
  const weight = p.add(where, [isLosing, p.addConstant(0), winnerWeight]);
  return keepWhere(p, weight, p.add(multiply, [adjoint, weight]));
}

export const clip = ternary({
  name: 'clip',
  call: callSignature('clip', 'x', 'lo', 'hi'),
  doc: 'The value clipped to two bounds.',
  example: 'clip(x, 0, 1)',
  gradientDoc:
    'clip passes the gradient between its bounds and at them; outside them, the gradient flows to the exceeded bound',
  forward: (x, lo, hi) => Math.min(Math.max(x, lo), hi),
  vjp: [
    (p, g, [x, lo, hi]) => keepWhere(p, logicalAnd(p, p.add(greaterEqual, [x, lo]), p.add(lessEqual, [x, hi])), g),
    (p, g, [x, lo, hi]) => keepWhere(p, logicalAnd(p, p.add(less, [x, lo]), p.add(less, [lo, hi])), g),
    (p, g, [x, lo, hi]) => keepWhere(p, p.add(maximum, [p.add(greater, [x, hi]), p.add(less, [hi, lo])]), g),
  ],
  sampleIntervals: [realSamples, [[-1, -0.5]], [[0.5, 1]]],
  // Autograd fails if a bound has more axes than the value, so all three are broadcast.
  torch: ([x, lo, hi]) => `torch.clamp(*torch.broadcast_tensors(${x}, ${lo}, ${hi}))`,
});
