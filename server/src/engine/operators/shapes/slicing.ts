/** Slicing, as in `x[1:3, ::-1, 0]`, and its gradient. */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { formatShape, isShape, type Mismatch, type Shape, scalar } from '../../ir/shape.ts';
import { readSlice, type Spacing, writeSlice } from '../../tensorLoops/slice.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';

/** Keeps every axis: an axis with a single index has length 1 and is dropped by a reshape. */
export const slice = tensorOperator({
  name: 'slice',
  noun: 'part',
  doc: 'Evenly spaced elements along each axis.',
  example: 'x[1:3, ::-1]',
  gradientDoc: 'a slice passes the gradient back to the elements it selected; the others receive 0',
  shape: ([operand], { shape = scalar, ...spacing }) => checkSliceShape('slice', operand, shape, spacing),
  forward: ([operand], output, shapes, attributes) =>
    readSlice(operand, shapes.operands[0], spacingOf(shapes.output, attributes), output, shapes.output),
  vjp: [(p, g, [operand], out) => p.add(unslice, [g], { ...spacingOfNode(p, out), shape: p.shape(operand) })],
  sampleIntervals: [realSamples],
  torch: ([operand], { shape = scalar, ...spacing }) => `${operand}${torchSubscript(shape, spacingOf(shape, spacing))}`,
});

export const unslice = tensorOperator({
  name: 'unslice',
  call: {
    name: 'unslice',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'shape', kind: 'shape' },
      { name: 'begin', kind: 'integers' },
      { name: 'step', kind: 'integers' },
    ],
  },
  doc: 'Zeros of a given shape, with `x` written along each axis from `begin` (default 0) in steps of `step` (default 1): the backward operation of a slice.',
  example: 'unslice(x, shape = [5], begin = [1], step = [2])',
  gradientDoc: 'unslice passes back the gradient at the positions of its operand',
  shape: ([operand], { shape = scalar, ...spacing }) => {
    if (!isShape(shape)) return { mismatch: l10n.t`unslice: ${formatShape(shape)} is not a valid shape` };
    const slicedShape = checkSliceShape('unslice', shape, operand, spacing);
    return 'mismatch' in slicedShape ? slicedShape : shape;
  },
  forward: ([operand], output, shapes, attributes) => {
    output.fill(0);
    writeSlice(output, shapes.output, spacingOf(shapes.output, attributes), operand, shapes.operands[0]);
  },
  vjp: [(p, g, [operand], out) => p.add(slice, [g], { ...spacingOfNode(p, out), shape: p.shape(operand) })],
  sampleIntervals: [realSamples],
  torch: ([operand], { shape = scalar, ...spacing }) => {
    if (shape.length === 0) return `${operand}.clone()`;
    const { begin, step } = spacingOf(shape, spacing);
    const axisIndices = shape.map(
      (_, axis) => `${begin[axis]} + ${step[axis]} * torch.arange(${operand}.shape[${axis}], dtype=torch.long)`,
    );
    const grid = `torch.meshgrid(${axisIndices.join(', ')}, indexing='ij')`;
    return `torch.zeros(${toPythonTuple(shape)}).index_put(${grid}, ${operand})`;
  },
});

/** Appends the elements from `start` on along one axis. */
export function sliceAlongAxis(
  p: ProgramBuilder,
  operand: NodeId,
  axis: number,
  start: number,
  length: number,
): NodeId {
  const shape = p.shape(operand);
  const begin = shape.map(() => 0).with(axis, start);
  return p.add(slice, [operand], { begin, step: shape.map(() => 1), shape: shape.with(axis, length) });
}

/** By default the elements are adjacent, from the first one on. */
export function spacingOf(
  sliceShape: Shape,
  { begin = sliceShape.map(() => 0), step = sliceShape.map(() => 1) }: Attributes,
): Spacing {
  return { begin, step };
}

function spacingOfNode(p: ProgramBuilder, node: NodeId): Spacing {
  return spacingOf(p.shape(node), p.attributes(node));
}

/** The shape of the slice, if the slice is within the bounds of the operand. */
function checkSliceShape(
  name: string,
  operandShape: Shape,
  sliceShape: Shape,
  attributes: Attributes,
): Shape | Mismatch {
  const { begin, step } = spacingOf(sliceShape, attributes);
  const isInBounds = (axis: number): boolean => {
    if (sliceShape[axis] === 0) return true;
    const last = begin[axis] + (sliceShape[axis] - 1) * step[axis];
    return step[axis] !== 0 && Math.min(begin[axis], last) >= 0 && Math.max(begin[axis], last) < operandShape[axis];
  };
  const ranks = new Set([operandShape.length, sliceShape.length, begin.length, step.length]);
  if (ranks.size === 1 && isShape(sliceShape) && operandShape.every((_, axis) => isInBounds(axis))) return sliceShape;
  const [beginText, stepText] = [begin, step].map(formatShape);
  return {
    mismatch: l10n.t`${name}: ${formatShape(sliceShape)} starting at ${beginText} in steps of ${stepText} is out of range for ${formatShape(operandShape)}`,
  };
}

/** PyTorch has no negative steps, so a reversed slice is read forward and flipped. */
function torchSubscript(shape: Shape, { begin, step }: Spacing): string {
  const ranges = shape.map((count, axis) => {
    if (count === 0) return '0:0';
    const last = begin[axis] + (count - 1) * step[axis];
    const [start, stop] = [Math.min(begin[axis], last), Math.max(begin[axis], last)];
    return `${start}:${stop + 1}:${Math.abs(step[axis])}`;
  });
  const reversedAxes = shape.flatMap((_, axis) => (step[axis] < 0 ? [axis] : []));
  return `[${ranges.join(', ') || '()'}]${reversedAxes.length > 0 ? `.flip(${toPythonTuple(reversedAxes)})` : ''}`;
}

/** One entry between the brackets. The defaults of a range are NumPy's: from one end to the other, in steps of 1. */
export type Index =
  | { readonly kind: 'at'; readonly index: number }
  | { readonly kind: 'range'; readonly start?: number; readonly stop?: number; readonly step?: number };

/** The attributes of a slice. */
export interface SliceSpec extends Spacing {
  readonly shape: Shape;
  /** The shape without the axes that a single index picked from. */
  readonly squeezedShape: Shape;
}

/** Resolves indices by NumPy's rules; axes without an index stay whole. */
export function resolveSlice(shape: Shape, indices: readonly Index[]): SliceSpec | Mismatch {
  if (indices.length > shape.length) {
    if (shape.length === 0) return { mismatch: l10n.t("a scalar can't be indexed") };
    const { length } = indices;
    return {
      mismatch:
        shape.length === 1
          ? l10n.t`too many indices: ${length} for ${formatShape(shape)}, which has 1 axis`
          : l10n.t`too many indices: ${length} for ${formatShape(shape)}, which has ${shape.length} axes`,
    };
  }
  const axisSlices: AxisSlice[] = [];
  for (let axis = 0; axis < shape.length; axis++) {
    const entry = indices[axis] ?? fullRange;
    const axisSlice = entry.kind === 'at' ? elementAt(entry.index, shape[axis]) : rangeWithin(entry, shape[axis]);
    if (typeof axisSlice === 'string')
      return { mismatch: l10n.t`${axisSlice} on axis ${axis} of ${formatShape(shape)}` };
    axisSlices.push(axisSlice);
  }
  return {
    begin: axisSlices.map(({ begin }) => begin),
    step: axisSlices.map(({ step }) => step),
    shape: axisSlices.map(({ count }) => count),
    squeezedShape: axisSlices.flatMap(({ count }, axis) => (indices[axis]?.kind === 'at' ? [] : [count])),
  };
}

/** The slice along one axis. */
interface AxisSlice {
  readonly begin: number;
  readonly step: number;
  readonly count: number;
}

const fullRange: Index = { kind: 'range' };

/** The slice of one element, or an error text. */
function elementAt(index: number, length: number): AxisSlice | string {
  if (!Number.isInteger(index)) return l10n.t`index ${index} is not a whole number`;
  const begin = index < 0 ? index + length : index;
  if (begin < 0 || begin >= length) return l10n.t`index ${index} is out of range for length ${length}`;
  return { begin, step: 1, count: 1 };
}

/** The slice of a range, or an error text. Bounds out of range are clamped. */
function rangeWithin({ start, stop, step = 1 }: Index & { kind: 'range' }, length: number): AxisSlice | string {
  const invalidBound = [start, stop, step].find((bound) => bound !== undefined && !Number.isInteger(bound));
  if (invalidBound !== undefined) return l10n.t`bound ${invalidBound} is not a whole number`;
  if (step === 0) return l10n.t("the step of a slice can't be 0");
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (bound: number): number => Math.min(Math.max(bound < 0 ? bound + length : bound, lowest), highest);
  const begin = start === undefined ? (step > 0 ? lowest : highest) : clamp(start);
  const end = stop === undefined ? (step > 0 ? highest : lowest) : clamp(stop);
  const count = Math.max(0, Math.ceil((end - begin) / step));
  return { begin: count === 0 ? 0 : begin, step, count };
}
