/** Operators that rearrange or repeat elements, and the sum that reverses a broadcast. */

import * as l10n from '@vscode/l10n';
import type { Attributes, CallSignature, NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import {
  broadcastShapes,
  formatShape,
  isMismatch,
  isShape,
  type Mismatch,
  normalizeAxes,
  normalizeAxis,
  reducedShape,
  type Shape,
  scalar,
  shapesEqual,
  sizeOf,
} from '../../ir/shape.ts';
import { repeatElements } from '../../tensorLoops/broadcast.ts';
import { permuteAxes } from '../../tensorLoops/permute.ts';
import { sumElements } from '../../tensorLoops/reduce.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';

export const reshape = tensorOperator({
  name: 'reshape',
  isOmittedInFormulas: true,
  scalarSource: (operand) => `squeeze(${operand})`,
  call: callWithShape('reshape'),
  doc: 'The same elements in the same order, in another shape; a length of −1 is inferred from the others.',
  example: 'reshape(x, [2, -1])',
  gradientDoc: 'reshape passes the gradient back in the original shape',
  shape: ([operand], { shape = scalar }) => {
    const inferredShape = inferShape(sizeOf(operand), shape);
    if (isShape(inferredShape) && sizeOf(operand) === sizeOf(inferredShape)) return inferredShape;
    return {
      mismatch: l10n.t`reshape: ${formatShape(operand)} and ${formatShape(shape)} have different numbers of elements`,
    };
  },
  forward: ([operand], output) => output.set(operand),
  vjp: [(p, g, [operand]) => p.add(reshape, [g], { shape: p.shape(operand) })],
  sampleIntervals: [realSamples],
  torch: ([operand], { shape = scalar }) => `${operand}.reshape(${toPythonTuple(shape)})`,
});

/** The shape with its −1 inferred, if it has exactly one. */
function inferShape(size: number, shape: Shape): Shape {
  const inferredAxis = shape.indexOf(-1);
  return inferredAxis < 0 ? shape : shape.with(inferredAxis, size / sizeOf(shape.toSpliced(inferredAxis, 1)));
}

export const expand = tensorOperator({
  name: 'expand',
  noun: 'copies',
  isOmittedInFormulas: true,
  call: callWithShape('expand'),
  doc: 'The value repeated along the axes of a larger shape.',
  example: 'expand(b, [4, 3])',
  gradientDoc: 'expand sums the gradient over the copies',
  shape: ([operand], attributes) => expandedShape('expand', operand, attributes),
  forward: ([operand], output, shapes) => repeatElements(operand, shapes.operands[0], output, shapes.output),
  vjp: [(p, g, [operand]) => p.add(sumTo, [g], { shape: p.shape(operand) })],
  sampleIntervals: [realSamples],
  torch: ([operand], { shape = scalar }) => `${operand}.expand(${toPythonTuple(shape)})`,
});

export const sumTo = tensorOperator({
  name: 'sum_to',
  formulaName: 'sum',
  call: callWithShape('sum_to'),
  doc: 'The sum over the copies that a broadcast made: the backward operation of expand.',
  example: 'sum_to(x, [3])',
  gradientDoc: 'sum_to passes the same gradient to every summand',
  shape: ([operand], { shape = scalar }) => {
    const expansion = expandedShape('sum_to', shape, { shape: operand });
    return isMismatch(expansion) ? expansion : shape;
  },
  forward: ([operand], output, shapes) => sumElements(operand, shapes.operands[0], output, shapes.output),
  vjp: [(p, g, [operand]) => p.add(expand, [g], { shape: p.shape(operand) })],
  sampleIntervals: [realSamples],
  // A clone, because sum_to_size returns its operand if there is nothing to sum, and both would share one gradient.
  torch: ([operand], { shape = scalar }) => `${operand}.clone().sum_to_size(${toPythonTuple(shape)})`,
});

/** The requested shape, if the operand broadcasts to it. */
export function expandedShape(name: string, operand: Shape, { shape = scalar }: Attributes): Shape | Mismatch {
  const broadcastShape = broadcastShapes([operand, shape]);
  const canExpand =
    !isMismatch(broadcastShape) && shapesEqual(broadcastShape, shape) && isShape(operand) && isShape(shape);
  return canExpand
    ? shape
    : { mismatch: l10n.t`${name}: ${formatShape(operand)} doesn't broadcast to ${formatShape(shape)}` };
}

export const transpose = tensorOperator({
  name: 'transpose',
  noun: 'transposed',
  graphLabel: '.T',
  symbol: { kind: 'postfix', text: '.T' },
  call: {
    name: 'transpose',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'axis', kind: 'axis' },
    ],
  },
  doc: 'The tensor with its axes reversed, or in the order given by `axis`.',
  example: 'W.T',
  gradientDoc: 'transpose passes the gradient back transposed',
  shape: ([operand], { axis }) => {
    const axes = normalizeAxes(axis, operand.length);
    if (isMismatch(axes)) return { mismatch: l10n.t`transpose of ${formatShape(operand)}: ${axes.mismatch}` };
    if (axes.length === operand.length) return permutationOf(operand, axis).map((from) => operand[from]);
    return { mismatch: l10n.t`transpose of ${formatShape(operand)}: every axis must be given exactly once` };
  },
  forward: ([operand], output, shapes, { axis }) =>
    permuteAxes(operand, shapes.operands[0], permutationOf(shapes.operands[0], axis), output),
  vjp: [
    (p, g, [operand], output) => {
      const { axis } = p.attributes(output);
      return p.add(
        transpose,
        [g],
        axis === undefined ? {} : { axis: inversePermutation(permutationOf(p.shape(operand), axis)) },
      );
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([operand], { axis }) =>
    axis === undefined
      ? `${operand}.permute(tuple(reversed(range(${operand}.dim()))))`
      : `${operand}.permute(${toPythonTuple(axis)})`,
});

export const matrixTranspose = tensorOperator({
  name: 'matrix_transpose',
  call: { name: 'matrix_transpose', parameters: [{ kind: 'operand', name: 'x' }] },
  doc: 'The tensor with its last two axes swapped: each matrix of a batch transposed.',
  example: 'matrix_transpose(x)',
  gradientDoc: 'matrix_transpose passes the gradient back with the same two axes swapped',
  shape: ([operand]) =>
    operand.length < 2
      ? { mismatch: l10n.t`matrix_transpose of ${formatShape(operand)}: at least two axes are needed` }
      : matrixTransposePermutation(operand).map((from) => operand[from]),
  forward: ([operand], output, { operands: [shape] }) =>
    permuteAxes(operand, shape, matrixTransposePermutation(shape), output),
  vjp: [(p, g) => p.add(matrixTranspose, [g])],
  sampleIntervals: [realSamples],
  torch: ([operand]) => `${operand}.mT`,
});

/** The permutation that swaps the last two axes. */
export function matrixTransposePermutation({ length }: Shape): readonly number[] {
  return [...Array.from({ length: length - 2 }, (_, axis) => axis), length - 1, length - 2];
}

/** For each axis of the output, the axis of the operand that it comes from. */
export function permutationOf(operand: Shape, axis: readonly number[] | undefined): readonly number[] {
  if (axis === undefined) return operand.map((_, axisIndex) => operand.length - 1 - axisIndex);
  return axis.map((from) => normalizeAxis(from, operand.length));
}

/** The inverse of a permutation of axes. */
export function inversePermutation(axes: readonly number[]): readonly number[] {
  const result = new Array<number>(axes.length);
  axes.forEach((from, to) => {
    result[from] = to;
  });
  return result;
}

export const squeeze = tensorOperator({
  name: 'squeeze',
  call: {
    name: 'squeeze',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'axis', kind: 'axis' },
    ],
  },
  doc: 'The tensor without its axes of length 1, or without those listed in `axis`.',
  example: 'squeeze(x, axis = 0)',
  gradientDoc: 'squeeze passes the gradient back with the removed axes restored',
  shape: ([operand], { axis }) => {
    const unitAxes = operand.flatMap((length, axisIndex) => (length === 1 ? [axisIndex] : []));
    const droppedAxes = axis ? normalizeAxes(axis, operand.length) : unitAxes;
    if (isMismatch(droppedAxes))
      return { mismatch: l10n.t`squeeze of ${formatShape(operand)}: ${droppedAxes.mismatch}` };
    const nonUnitAxis = droppedAxes.find((axisIndex) => operand[axisIndex] !== 1);
    if (nonUnitAxis === undefined) return reducedShape(operand, droppedAxes, false);
    return {
      mismatch: l10n.t`squeeze of ${formatShape(operand)}: axis ${nonUnitAxis} has length ${operand[nonUnitAxis]}, not 1`,
    };
  },
  forward: ([operand], output) => output.set(operand),
  vjp: [(p, g, [operand]) => p.add(reshape, [g], { shape: p.shape(operand) })],
  sampleIntervals: [realSamples],
  torch: ([operand], { axis }) => `${operand}.squeeze(${axis ? toPythonTuple(axis) : ''})`,
});

function callWithShape(name: string): CallSignature {
  return {
    name,
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'shape', kind: 'shape' },
    ],
  };
}

/** Appends a tensor filled with one number. */
export function filledNode(program: ProgramBuilder, value: number, shape: Shape): NodeId {
  const scalarNode = program.addConstant(value);
  return shape.length === 0 ? scalarNode : program.add(expand, [scalarNode], { shape });
}
