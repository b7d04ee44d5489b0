/** Operators that fold axes away. */

import { sumElements } from '../kernels/reduce.ts';
import type { Attributes, Parameter } from '../operator.ts';
import type { NodeId, Program } from '../program.ts';
import { isMismatch, type Mismatch, normaliseAxes, reducedShape, type Shape, sizeOf } from '../shape.ts';
import { divide } from './arithmetic.ts';
import { number, showTuple } from './leaves.ts';
import { real, tensor } from './rows.ts';
import { expand, reshape } from './shaping.ts';

/** What every reduction is given. */
export const reduction: readonly Parameter[] = [
  { name: 'x', kind: 'operand' },
  { name: 'axis', kind: 'axis' },
  { name: 'keep', kind: 'switch' },
];

export const sum = tensor({
  name: 'sum',
  call: { name: 'sum', parameters: reduction },
  doc: 'The sum of all elements, or along `axis`; `keep = 1` leaves the axis with length 1.',
  example: 'sum(x, axis = 0)',
  localRule: 'sum hands every summand the same gradient',
  shape: reduced,
  forward: ([operand], output, shapes, attributes) => sumAlong(operand, shapes.operands[0], output, attributes),
  vjp: [spread],
  domain: [real],
  torch: ([x], attributes) => `torch.sum(${x}${torchArguments(attributes)})`,
  handsScalarsOn: true,
});

export const mean = tensor({
  name: 'mean',
  call: { name: 'mean', parameters: reduction },
  doc: 'The mean of all elements, or along `axis`; `keep = 1` leaves the axis with length 1.',
  example: 'mean(square(y - target))',
  localRule: 'mean hands every element the same gradient, divided by how many there are',
  shape: reduced,
  forward: ([operand], output, shapes, attributes) => {
    sumAlong(operand, shapes.operands[0], output, attributes);
    const count = sizeOf(shapes.operands[0]) / output.length;
    for (let i = 0; i < output.length; i++) output[i] /= count;
  },
  vjp: [
    (p, g, [x], out) => {
      const count = sizeOf(p.shape(x)) / sizeOf(p.shape(out));
      return p.add(divide, [spread(p, g, [x], out), number(p, count)]);
    },
  ],
  domain: [real],
  torch: ([x], attributes) => `torch.mean(${x}${torchArguments(attributes)})`,
  handsScalarsOn: true,
});

/** The shape that a reduction leaves. */
export function reduced([operand]: readonly Shape[], { axis, keep = false }: Attributes): Shape | Mismatch {
  const axes = normaliseAxes(axis, operand.length);
  return isMismatch(axes) ? axes : reducedShape(operand, axes, keep);
}

/** The reduced shape with every axis still there: what broadcasts against the operand. */
export function keptShape(operand: Shape, { axis }: Attributes): Shape {
  const kept = reduced([operand], { ...(axis && { axis }), keep: true });
  if (isMismatch(kept)) throw new Error(kept.mismatch);
  return kept;
}

function sumAlong(operand: Float64Array, shape: Shape, output: Float64Array, attributes: Attributes): void {
  sumElements(operand, shape, output, keptShape(shape, attributes));
}

/** The adjoint of a reduction, repeated over what was reduced. */
export function spread(p: Program, adjoint: NodeId, [operand]: readonly NodeId[], out: NodeId): NodeId {
  const shape = p.shape(operand);
  if (shape.length === 0) return adjoint;
  const kept = keptShape(shape, p.attributes(out));
  const aligned = kept.length === p.shape(adjoint).length ? adjoint : p.add(reshape, [adjoint], { shape: kept });
  return p.add(expand, [aligned], { shape });
}

function torchArguments({ axis, keep = false }: Attributes): string {
  if (axis === undefined && !keep) return '';
  return `, dim=${axis === undefined ? 'None' : showTuple(axis)}, keepdim=${keep ? 'True' : 'False'}`;
}
