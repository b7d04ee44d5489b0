/**
 * Decompositions of operators into simpler ones with the same bits, such as a variance into a mean of squared differences.
 * Subexpressions that a normalized tensor and its gradient share are then computed once, and the simpler operators have
 * kernels.
 */

import { constant, constantAttributes } from '../ir/constant.ts';
import type { Attributes, Operator } from '../ir/operator.ts';
import type { NodeId } from '../ir/program.ts';
import { requireAxes, type Shape, sizeOf } from '../ir/shape.ts';
import { add, divide, greater, less, multiply, notEqual, subtract } from '../operators/elementwise/arithmetic.ts';
import { abs, sqrt, square } from '../operators/elementwise/functions.ts';
import { where } from '../operators/elementwise/selection.ts';
import { defaultEps } from '../operators/reductions/axes.ts';
import { amax, amin } from '../operators/reductions/axisExtrema.ts';
import { norm, standardDeviation, variance } from '../operators/reductions/deviations.ts';
import { groupedShape, groupNorm } from '../operators/reductions/groupNormalization.ts';
import { all, any } from '../operators/reductions/logical.ts';
import { batchNorm, layerNorm } from '../operators/reductions/normalizations.ts';
import { mean, sum } from '../operators/reductions/reductions.ts';
import { rmsNorm } from '../operators/reductions/rootMeanSquare.ts';
import { flip, flippedSlice } from '../operators/shapes/flipping.ts';
import { pad, paddedShape, paddingBefore } from '../operators/shapes/padding.ts';
import { reshape } from '../operators/shapes/shaping.ts';
import { slice, unslice } from '../operators/shapes/slicing.ts';
import { maxSquarable, minSquarable } from '../tensorLoops/deviations.ts';

/** Appends a node, or returns an equal one. */
export type Append = (operator: Operator, operands: readonly NodeId[], attributes?: Attributes) => NodeId;

/** The reduced axes, which are kept with length 1. */
interface ReductionAttributes {
  readonly axis: readonly number[];
  readonly keep: true;
}

type Decomposition = (append: Append, x: NodeId, shape: Shape, attributes: Attributes) => NodeId | undefined;

const decompositions: ReadonlyMap<Operator, Decomposition> = new Map<Operator, Decomposition>([
  [flip, (append, x, shape, attributes) => append(slice, [x], flippedSlice(shape, attributes))],
  [
    pad,
    (append, x, shape, attributes) =>
      attributes.value
        ? undefined
        : append(unslice, [x], { shape: paddedShape(shape, attributes), begin: paddingBefore(shape, attributes) }),
  ],
  [any, (append, x, shape, { axis }) => append(amax, [isNotZero(append, x)], reductionAttributes(shape, axis))],
  [all, (append, x, shape, { axis }) => append(amin, [isNotZero(append, x)], reductionAttributes(shape, axis))],
  [variance, (append, x, shape, { axis }) => varianceOf(append, x, reductionAttributes(shape, axis))],
  [norm, (append, x, shape, { axis }) => normOf(append, x, reductionAttributes(shape, axis))],
  [
    standardDeviation,
    (append, x, shape, { axis }) => {
      const reduction = reductionAttributes(shape, axis);
      const count = reduction.axis.reduce((product, axisIndex) => product * shape[axisIndex], 1);
      const root = constantNode(append, Math.sqrt(count));
      return append(divide, [normOf(append, deviationOf(append, x, reduction), reduction), root]);
    },
  ],
  [layerNorm, (append, x, shape, { axis = [-1], eps }) => normalize(append, x, reductionAttributes(shape, axis), eps)],
  [
    rmsNorm,
    (append, x, shape, { axis = [-1], eps }) =>
      divideByRootMeanSquare(append, x, reductionAttributes(shape, axis), eps),
  ],
  [
    groupNorm,
    (append, x, shape, { groups = 1, eps }) => {
      const grouped = append(reshape, [x], { shape: groupedShape(shape, groups) });
      return append(reshape, [normalize(append, grouped, { axis: [2], keep: true }, eps)], { shape });
    },
  ],
  [
    batchNorm,
    (append, x, shape, { eps }) => {
      const axes = Array.from(shape.keys()).filter((axis) => axis !== 1);
      return normalize(append, x, reductionAttributes(shape, axes), eps);
    },
  ],
]);

/** Appends the nodes that compute an operator, with reduced axes kept; undefined if it has no decomposition. */
export function decompose(
  operator: Operator,
  append: Append,
  x: NodeId,
  shape: Shape,
  attributes: Attributes,
): NodeId | undefined {
  const decomposition = decompositions.get(operator);
  return decomposition === undefined || sizeOf(shape) === 0 ? undefined : decomposition(append, x, shape, attributes);
}

function reductionAttributes({ length: rank }: Shape, axis: readonly number[] | undefined): ReductionAttributes {
  return { axis: requireAxes(axis, rank), keep: true };
}

function varianceOf(append: Append, x: NodeId, reduction: ReductionAttributes): NodeId {
  return append(mean, [append(square, [deviationOf(append, x, reduction)])], reduction);
}

/** x − mean(x), centered twice as in `tensorLoops/deviations.ts`. */
function deviationOf(append: Append, x: NodeId, reduction: ReductionAttributes): NodeId {
  const center = (values: NodeId): NodeId => append(subtract, [values, append(mean, [values], reduction)]);
  return center(center(x));
}

function normalize(append: Append, x: NodeId, reduction: ReductionAttributes, eps?: number): NodeId {
  return divideByRootMeanSquare(append, deviationOf(append, x, reduction), reduction, eps);
}

function divideByRootMeanSquare(append: Append, x: NodeId, reduction: ReductionAttributes, eps = defaultEps): NodeId {
  const meanSquare = append(mean, [append(square, [x])], reduction);
  const isRepresentable = append(less, [meanSquare, constantNode(append, Number.POSITIVE_INFINITY)]);
  const finite = append(where, [isRepresentable, meanSquare, constantNode(append, Number.NaN)]);
  return append(divide, [x, append(sqrt, [append(add, [finite, constantNode(append, eps)])])]);
}

/** √Σx². Elements too large or too small to be squared are scaled first. */
function normOf(append: Append, x: NodeId, reduction: ReductionAttributes): NodeId {
  const largest = append(amax, [append(abs, [x])], reduction);
  const logicalAnd = (a: NodeId, b: NodeId): NodeId => append(multiply, [a, b]);
  const isTiny = logicalAnd(
    append(greater, [largest, constantNode(append, 0)]),
    append(less, [largest, constantNode(append, minSquarable)]),
  );
  const isHuge = logicalAnd(
    append(greater, [largest, constantNode(append, maxSquarable)]),
    append(less, [largest, constantNode(append, Number.POSITIVE_INFINITY)]),
  );
  const scale = append(where, [append(add, [isTiny, isHuge]), largest, constantNode(append, 1)]);
  const squares = append(square, [append(divide, [x, scale])]);
  return append(multiply, [scale, append(sqrt, [append(sum, [squares], reduction)])]);
}

function isNotZero(append: Append, x: NodeId): NodeId {
  return append(notEqual, [x, constantNode(append, 0)]);
}

function constantNode(append: Append, value: number): NodeId {
  return append(constant, [], constantAttributes(value));
}
