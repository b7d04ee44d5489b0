/** The product along axes, with a gradient that is correct at zeros. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { requireAxes, sizeOf } from '../../ir/shape.ts';
import { foldElements } from '../../tensorLoops/reduce.ts';
import { multiply } from '../elementwise/arithmetic.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { concat } from '../shapes/joining.ts';
import { filledNode, inversePermutation, reshape, transpose } from '../shapes/shaping.ts';
import { sliceAlongAxis } from '../shapes/slicing.ts';
import { expandAdjoint, keepDimsShape, reductionParameters, reductionShapeRule } from './axes.ts';

export const prod = tensorOperator({
  name: 'prod',
  call: { name: 'prod', parameters: reductionParameters },
  doc: 'The product of all elements, or along `axis`; `keep = 1` keeps the axis with length 1.',
  example: 'prod(x, axis = 0)',
  gradientDoc: "each factor's gradient is the upstream gradient times the product of the other factors",
  shape: reductionShapeRule('prod'),
  forward: ([x], output, { operands: [shape] }, { axis }) =>
    foldElements(x, shape, output, keepDimsShape(shape, axis), 1, (product, factor) => product * factor),
  vjp: [
    (p, g, [x], out) => {
      const shape = p.shape(x);
      if (shape.length === 0 || sizeOf(shape) === 0) return expandAdjoint(p, g, [x], out);
      const permutation = axesWithReducedLast(p, x, out);
      const permuted = p.add(transpose, [x], { axis: permutation });
      const rows = sizeOf(p.shape(out));
      const factors = p.add(reshape, [permuted], { shape: [rows, sizeOf(shape) / rows] });
      const adjoints = factorAdjoints(p, factors, p.add(reshape, [g], { shape: [rows, 1] }));
      const reshaped = p.add(reshape, [adjoints], { shape: p.shape(permuted) });
      return p.add(transpose, [reshaped], { axis: inversePermutation(permutation) });
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { axis, keep = false }) => {
    if (axis === undefined) return keep ? `${x}.prod().reshape((1,) * ${x}.dim())` : `torch.prod(${x})`;
    if (axis.length === 1) return `torch.prod(${x}, dim=${axis[0]}, keepdim=${keep ? 'True' : 'False'})`;
    const products = axis.map((dim) => `.prod(dim=${dim}, keepdim=True)`).join('');
    return `${x}${products}${keep ? '' : `.squeeze((${axis.join(', ')}))`}`;
  },
});

function axesWithReducedLast(p: ProgramBuilder, x: NodeId, out: NodeId): readonly number[] {
  const shape = p.shape(x);
  const axes = requireAxes(p.attributes(out).axis, shape.length);
  return [...Array.from(shape.keys()).filter((axis) => !axes.includes(axis)), ...axes];
}

/**
 * Appends the adjoint of each factor of a row: the row's adjoint times all other factors. To avoid division by zero factors,
 * the halves of the row are multiplied recursively, and going back each half gets the adjoint times the other half.
 */
function factorAdjoints(p: ProgramBuilder, factors: NodeId, adjoint: NodeId): NodeId {
  const levels: { readonly length: number; readonly left: NodeId; readonly right: NodeId }[] = [];
  let products = factors;
  while (p.shape(products)[1] > 1) {
    const [rows, length] = p.shape(products);
    const padded = length % 2 === 0 ? products : p.add(concat, [products, filledNode(p, 1, [rows, 1])], { axis: [1] });
    const half = Math.ceil(length / 2);
    const [left, right] = [sliceAlongAxis(p, padded, 1, 0, half), sliceAlongAxis(p, padded, 1, half, half)];
    levels.push({ length, left, right });
    products = p.add(multiply, [left, right]);
  }
  let adjoints = adjoint;
  for (const { length, left, right } of levels.reverse()) {
    const halfAdjoints = [p.add(multiply, [adjoints, right]), p.add(multiply, [adjoints, left])];
    adjoints = sliceAlongAxis(p, p.add(concat, halfAdjoints, { axis: [1] }), 1, 0, length);
  }
  return adjoints;
}
