/** Diagnostics of activations with no or almost no gradient: dead relu units and saturated sigmoid or tanh. */

import { formatNumber } from '../../display/numbers.ts';
import { adjointOf, contributionOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { type Shape, sizeOf } from '../../engine/ir/shape.ts';
import type { Values } from '../../engine/ir/values.ts';
import { relu, sigmoid } from '../../engine/operators/elementwise/activations.ts';
import { tanh } from '../../engine/operators/elementwise/functions.ts';
import { sigmoidVjp, tanhVjp } from '../../engine/operators/fusedFormulas.ts';
import { slicesOf } from '../../engine/runtime/slices.ts';
import { ValuesCache } from '../../engine/runtime/valuesCache.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import type { NodeSources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';

/** With this slope, three layers reduce the gradient to a billionth. */
const minSlope = 1e-3;

/** Some saturation is normal for these activations; above nine in ten, the layer hardly learns. */
const maxSaturatedShare = 0.9;

/** Axes of a batch of images: samples, channels, rows, columns. */
const imageRank = 4;

const shownDigits = 2;
const valueDigits = 6;

export function* inactiveUnits(
  { model }: Snapshot,
  values: Values,
  sources: () => NodeSources,
): Generator<undefined, Problem[]> {
  const { objective, program } = model;
  const problems: Problem[] = [];
  if (!objective) return problems;
  const { backwardPass } = objective;
  for (const node of program.findNodes([relu, sigmoid, tanh], backwardPass.root + 1)) {
    const operator = program.operator(node);
    const adjoint = adjointOf(backwardPass, node);
    if (adjoint === undefined || contributionOf(backwardPass, program, node, 0) === undefined) continue;
    const activation: Activation = { node, operand: program.operand(node, 0), adjoint, shape: program.shape(node) };
    const unitProblem =
      operator === relu
        ? yield* deadUnits(activation, values, sources)
        : yield* saturatedUnits(activation, values, operator === tanh ? tanhSlope : sigmoidSlope, sources);
    if (unitProblem) problems.push(unitProblem);
  }
  return problems;
}

interface Activation {
  readonly node: NodeId;
  readonly operand: NodeId;
  readonly adjoint: NodeId;
  readonly shape: Shape;
}

/** Reports relu units that are positive for no sample although a gradient reaches them. */
function* deadUnits(
  activation: Activation,
  values: Values,
  sources: () => NodeSources,
): Generator<undefined, Problem | undefined> {
  const { node, operand, shape } = activation;
  const { data, starts } = values;
  const { count } = unitLayout(shape);
  const deadCount = yield* inactiveCounts.inSlices(values, node, () => countDeadUnits(activation, values));
  const expression = deadCount === 0 ? undefined : sources().expressionOf(node);
  if (!expression) return undefined;
  const source = sources().sourceOf(expression);
  if (shape.length > 0) return problem('dead-relu', expression.range, source, deadCount, count);
  const name = sources().nameOf(operand);
  const inputText = formatNumber(data[starts[operand]], valueDigits);
  return problem(
    'dead-relu',
    expression.range,
    source,
    deadCount,
    count,
    name === undefined ? inputText : `${name} = ${inputText}`,
  );
}

/** Dead units or saturated elements, by activation. */
const inactiveCounts = new ValuesCache<NodeId, number>();

function* countDeadUnits(
  { operand, adjoint, shape }: Activation,
  { data, starts }: Values,
): Generator<undefined, number> {
  const { count, stride } = unitLayout(shape);
  const isActive = new Uint8Array(count);
  const hasGradient = new Uint8Array(count);
  const size = sizeOf(shape);
  for (const { start, end } of slicesOf(size)) {
    for (let i = start; i < end; i++) {
      const unit = Math.floor(i / stride) % count;
      // NaN does not count as inactive; it is reported by another diagnostic.
      if (!(data[starts[operand] + i] <= 0)) isActive[unit] = 1;
      if (data[starts[adjoint] + i] !== 0) hasGradient[unit] = 1;
    }
    if (end < size) yield;
  }
  let deadCount = 0;
  for (let unit = 0; unit < count; unit++) if (isActive[unit] === 0 && hasGradient[unit] === 1) deadCount++;
  return deadCount;
}

/**
 * The number of units in a layer, and the stride between their elements. Units are the last axis, or the channels of
 * images. For a single sample about half of the units are normally inactive, so all of them count as one unit.
 */
function unitLayout(shape: Shape): { readonly count: number; readonly stride: number } {
  const axis = shape.length === imageRank ? 1 : shape.length - 1;
  const count = shape[axis] ?? 1;
  const stride = sizeOf(shape.slice(axis + 1));
  return count === sizeOf(shape) ? { count: 1, stride: 1 } : { count, stride };
}

function* saturatedUnits(
  activation: Activation,
  values: Values,
  slopeAt: (value: number) => number,
  sources: () => NodeSources,
): Generator<undefined, Problem | undefined> {
  const { node, shape } = activation;
  const { data, starts } = values;
  const size = sizeOf(shape);
  const count = yield* inactiveCounts.inSlices(values, node, () => countSaturated(activation, values, slopeAt));
  const expression = count <= maxSaturatedShare * size ? undefined : sources().expressionOf(node);
  if (!expression) return undefined;
  const source = sources().sourceOf(expression);
  if (shape.length === 0) {
    return problem('saturated', expression.range, source, formatNumber(slopeAt(data[starts[node]]), shownDigits));
  }
  const share = `${formatNumber((100 * count) / size, shownDigits)} %`;
  return problem('saturated', expression.range, source, formatNumber(minSlope, shownDigits), share);
}

function* countSaturated(
  { node, shape }: Activation,
  { data, starts }: Values,
  slopeAt: (value: number) => number,
): Generator<undefined, number> {
  const size = sizeOf(shape);
  let count = 0;
  for (const { start, end } of slicesOf(size)) {
    for (let i = start; i < end; i++) if (slopeAt(data[starts[node] + i]) < minSlope) count++;
    if (end < size) yield;
  }
  return count;
}

const sigmoidSlope = (value: number): number => sigmoidVjp(1, value);
const tanhSlope = (value: number): number => tanhVjp(1, value);
