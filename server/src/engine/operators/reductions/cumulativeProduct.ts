/** Cumulative products along an axis, with a gradient that is correct at zeros. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { multiplyCumulatively } from '../../tensorLoops/scan.ts';
import { add, multiply } from '../elementwise/arithmetic.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { concat } from '../shapes/joining.ts';
import { filledNode } from '../shapes/shaping.ts';
import { sliceAlongAxis } from '../shapes/slicing.ts';
import { cumulativeShapeRule } from './cumulative.ts';
import { axisOf } from './singleAxis.ts';

export const cumprod = tensorOperator({
  name: 'cumprod',
  call: {
    name: 'cumprod',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'axis', kind: 'axis' },
    ],
  },
  doc: 'The cumulative product along `axis`, which can be omitted if there is only one.',
  example: 'cumprod(x, axis = 0)',
  gradientDoc: "each factor's gradient is the total over all products that include it, each times its other factors",
  shape: cumulativeShapeRule('cumprod'),
  forward: ([x], output, { operands: [shape] }, attributes) =>
    multiplyCumulatively(x, shape, axisOf(attributes, shape.length), output),
  vjp: [(p, g, [x], out) => factorAdjoints(p, g, x, axisOf(p.attributes(out), p.shape(x).length))],
  sampleIntervals: [realSamples],
  torch: ([x], { axis: [axis] = [0] }) => `torch.cumprod(${x}, dim=${axis})`,
});

/**
 * Appends the adjoint of each factor without a division, which fails at zeros: the products are computed again in steps, each
 * of which multiplies products of `distance` factors by the ones before them, and the adjoint goes back through these steps.
 */
function factorAdjoints(p: ProgramBuilder, adjoint: NodeId, x: NodeId, axis: number): NodeId {
  const steps: { readonly distance: number; readonly products: NodeId }[] = [];
  let products = x;
  for (let distance = 1; distance < p.shape(x)[axis]; distance *= 2) {
    steps.push({ distance, products });
    products = p.add(multiply, [products, shiftRight(p, products, axis, distance)]);
  }
  let adjoints = adjoint;
  for (const { distance, products } of steps.reverse()) {
    const direct = p.add(multiply, [adjoints, shiftRight(p, products, axis, distance)]);
    adjoints = p.add(add, [direct, shiftLeft(p, p.add(multiply, [adjoints, products]), axis, distance)]);
  }
  return adjoints;
}

/** Moves elements to higher indices along an axis, and puts ones before them. */
function shiftRight(p: ProgramBuilder, node: NodeId, axis: number, distance: number): NodeId {
  const shape = p.shape(node);
  const ones = filledNode(p, 1, shape.with(axis, distance));
  return p.add(concat, [ones, sliceAlongAxis(p, node, axis, 0, shape[axis] - distance)], { axis: [axis] });
}

/** Moves elements to lower indices along an axis, and puts zeros after them. */
function shiftLeft(p: ProgramBuilder, node: NodeId, axis: number, distance: number): NodeId {
  const shape = p.shape(node);
  const zeros = filledNode(p, 0, shape.with(axis, distance));
  return p.add(concat, [sliceAlongAxis(p, node, axis, distance, shape[axis] - distance), zeros], { axis: [axis] });
}
