/** How far elements lie from 0, or from their mean. A root that is 0 has no slope there, and passes no gradient: as in PyTorch. */

import type { NodeId, Program } from '../../ir/program.ts';
import { measureDeviations, measureLengths, measureVariances } from '../../kernels/deviations.ts';
import { divide, equal, multiply, subtract, where } from '../elementwise/arithmetic.ts';
import { unlessWhere } from '../elementwise/masks.ts';
import { number } from '../leaves.ts';
import { awayFromZero, real, tensor } from '../row.ts';
import { aligned, countOf, keeping, keptShape, reducedBy, reductionParameters, torchArguments } from './axes.ts';
import { mean } from './reductions.ts';

export const variance = tensor({
  name: 'var',
  call: { name: 'var', parameters: reductionParameters },
  doc: 'The mean squared deviation from the mean, of all elements or along `axis`; `keep = 1` leaves the axis with length 1.',
  example: 'var(x, axis = 0)',
  localRule: 'var hands over twice the deviation from the mean, divided by how many elements there are',
  shape: reducedBy('var'),
  forward: ([x], output, { operands: [shape] }, { axis }) => measureVariances(x, shape, output, keptShape(shape, axis)),
  vjp: [
    (p, g, [x], out) => {
      const scaled = p.add(multiply, [number(p, 2 / countOf(p, x, out)), deviation(p, x, out)]);
      return p.add(multiply, [aligned(p, g, x, out), scaled]);
    },
  ],
  domain: [real],
  torch: ([x], attributes) => `torch.var(${x}, correction=0${torchArguments(attributes)})`,
});

export const standardDeviation = tensor({
  name: 'std',
  call: { name: 'std', parameters: reductionParameters },
  doc: 'The root of the mean squared deviation from the mean, of all elements or along `axis`; `keep = 1` leaves the axis with length 1.',
  example: 'std(x, axis = 0)',
  localRule: 'std hands over the deviation from the mean, divided by its own value and by how many elements there are',
  shape: reducedBy('std'),
  forward: ([x], output, { operands: [shape] }, { axis }) =>
    measureDeviations(x, shape, output, keptShape(shape, axis)),
  vjp: [
    (p, g, [x], out) => {
      const share = p.add(divide, [g, number(p, countOf(p, x, out))]);
      return alongDirection(p, aligned(p, share, x, out), deviation(p, x, out), aligned(p, out, x, out));
    },
  ],
  domain: [real],
  torch: ([x], attributes) => `torch.std(${x}, correction=0${torchArguments(attributes)})`,
});

export const norm = tensor({
  name: 'norm',
  call: { name: 'norm', parameters: reductionParameters },
  doc: 'The Euclidean length √(sum(x²)), of all elements or along `axis`; `keep = 1` leaves the axis with length 1.',
  example: 'norm(x, axis = -1)',
  localRule: 'norm hands over the operand, scaled to length 1',
  shape: reducedBy('norm'),
  forward: ([x], output, { operands: [shape] }, { axis }) => measureLengths(x, shape, output, keptShape(shape, axis)),
  vjp: [(p, g, [x], out) => alongDirection(p, aligned(p, g, x, out), x, aligned(p, out, x, out))],
  domain: [awayFromZero],
  torch: ([x], attributes) => `torch.linalg.vector_norm(${x}${torchArguments(attributes)})`,
});

function deviation(p: Program, x: NodeId, reduction: NodeId): NodeId {
  return p.add(subtract, [x, p.add(mean, [x], keeping(p.attributes(reduction)))]);
}

/** The adjoint times a vector scaled to length 1, and nothing where the length is 0: not even to second order. */
function alongDirection(p: Program, adjoint: NodeId, vector: NodeId, length: NodeId): NodeId {
  const vanishes = p.add(equal, [length, number(p, 0)]);
  const divisor = p.add(where, [vanishes, number(p, 1), length]);
  return unlessWhere(p, vanishes, p.add(multiply, [adjoint, p.add(divide, [vector, divisor])]));
}
