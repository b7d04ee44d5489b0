/**
 * Operators that are computed as a few others, with the same bits: a variance is a mean of squares of differences. What those have
 * in common, as a normalised tensor and its gradient have, is computed once, and they have kernels.
 */

import type { Attributes, Operator } from '../ir/operator.ts';
import type { NodeId } from '../ir/program.ts';
import { knownAxes, type Shape, sizeOf } from '../ir/shape.ts';
import { leastSquared, mostSquared } from '../kernels/deviations.ts';
import { add, divide, greater, less, multiply, subtract, where } from '../operators/elementwise/arithmetic.ts';
import { abs, sqrt, square } from '../operators/elementwise/functions.ts';
import { constant, scalarConstant } from '../operators/leaves.ts';
import { defaultEps } from '../operators/reductions/axes.ts';
import { norm, standardDeviation, variance } from '../operators/reductions/deviations.ts';
import { amax } from '../operators/reductions/extremaAlong.ts';
import { batchNorm, layerNorm } from '../operators/reductions/normalizations.ts';
import { mean, sum } from '../operators/reductions/reductions.ts';

/** Appends a node, or finds one that is the same. */
export type Append = (operator: Operator, operands: readonly NodeId[], attributes?: Attributes) => NodeId;

/** The axes that are reduced, which stay with length 1. */
interface Along {
  readonly axis: readonly number[];
  readonly keep: true;
}

type Expansion = (append: Append, x: NodeId, shape: Shape, attributes: Attributes) => NodeId;

const expansions: ReadonlyMap<Operator, Expansion> = new Map<Operator, Expansion>([
  [variance, (append, x, shape, { axis }) => varianceOf(append, x, along(shape, axis))],
  [norm, (append, x, shape, { axis }) => lengthOf(append, x, along(shape, axis))],
  [
    standardDeviation,
    (append, x, shape, { axis }) => {
      const reduced = along(shape, axis);
      const count = reduced.axis.reduce((product, place) => product * shape[place], 1);
      const root = number(append, Math.sqrt(count));
      return append(divide, [lengthOf(append, deviationOf(append, x, reduced), reduced), root]);
    },
  ],
  [layerNorm, (append, x, shape, { axis = [-1], eps }) => normalised(append, x, along(shape, axis), eps)],
  [
    batchNorm,
    (append, x, shape, { eps }) => {
      const axes = Array.from(shape.keys()).filter((axis) => axis !== 1);
      return normalised(append, x, along(shape, axes), eps);
    },
  ],
]);

/** What computes a node instead of its operator, with the axes kept that a reduction drops; undefined where nothing does. */
export function expanded(
  operator: Operator,
  append: Append,
  x: NodeId,
  shape: Shape,
  attributes: Attributes,
): NodeId | undefined {
  const expansion = expansions.get(operator);
  return expansion === undefined || sizeOf(shape) === 0 ? undefined : expansion(append, x, shape, attributes);
}

function along({ length: rank }: Shape, axis: readonly number[] | undefined): Along {
  return { axis: knownAxes(axis, rank), keep: true };
}

function varianceOf(append: Append, x: NodeId, reduced: Along): NodeId {
  return append(mean, [append(square, [deviationOf(append, x, reduced)])], reduced);
}

/** The mean is taken twice, of the elements and of what it leaves. */
function deviationOf(append: Append, x: NodeId, reduced: Along): NodeId {
  const centred = (values: NodeId): NodeId => append(subtract, [values, append(mean, [values], reduced)]);
  return centred(centred(x));
}

function normalised(append: Append, x: NodeId, reduced: Along, eps = defaultEps): NodeId {
  const root = append(sqrt, [append(add, [varianceOf(append, x, reduced), number(append, eps)])]);
  return append(divide, [deviationOf(append, x, reduced), root]);
}

/** Elements that are too large or too small to be squared are scaled first. */
function lengthOf(append: Append, x: NodeId, reduced: Along): NodeId {
  const largest = append(amax, [append(abs, [x])], reduced);
  const both = (a: NodeId, b: NodeId): NodeId => append(multiply, [a, b]);
  const isTiny = both(
    append(greater, [largest, number(append, 0)]),
    append(less, [largest, number(append, leastSquared)]),
  );
  const isHuge = both(
    append(greater, [largest, number(append, mostSquared)]),
    append(less, [largest, number(append, Number.POSITIVE_INFINITY)]),
  );
  const scale = append(where, [append(add, [isTiny, isHuge]), largest, number(append, 1)]);
  const squares = append(square, [append(divide, [x, scale])]);
  return append(multiply, [scale, append(sqrt, [append(sum, [squares], reduced)])]);
}

function number(append: Append, value: number): NodeId {
  return append(constant, [], scalarConstant(value));
}
