/** Diagnostics of activations with no or almost no gradient: dead units, such as those of relu, and saturated ones. */

import { formatNumber } from '../../display/numbers.ts';
import { adjointOf, contributionOf } from '../../engine/autodiff/differentiate.ts';
import type { Saturation } from '../../engine/ir/operator.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { type Shape, sizeOf } from '../../engine/ir/shape.ts';
import type { Values } from '../../engine/ir/values.ts';
import { operators } from '../../engine/operators/table.ts';
import { slicesOf } from '../../engine/runtime/slices.ts';
import { ValuesCache } from '../../engine/runtime/valuesCache.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import type { NodeSources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';
import { hiddenNodes } from './layers.ts';
import { untrainedNodes } from './untrainedStatistics.ts';

/** Activations whose rows say when their units are inactive. */
const diagnosedOperators = operators.filter(({ inactivity }) => inactivity);

/** The share of dead units from which a layer has a problem: in deep nets of relu, half of the units are often dead. */
const maxDeadShare = 0.66;

/** Saturation that is no longer normal: elements with less than a slope, and more than a share of them in a layer. */
interface Limits {
  readonly slope: number;
  readonly share: number;
}

/** With this slope, three layers reduce the gradient to a billionth. Outputs come close to it when the model is trained. */
const outputLimits: Limits = { slope: 1e-3, share: 0.9 };

/** For hidden layers, relative to the largest slope. Trained nets reach a share of 0.63. */
const hiddenLimits: Limits = { slope: 0.1, share: 0.7 };

/** In layers with fewer elements, such a share is chance. */
const minHiddenElements = 16;

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
  let hidden: Uint8Array | undefined;
  const isHidden = (node: NodeId): boolean => {
    hidden ??= hiddenNodes(model, backwardPass.root);
    return hidden[node] === 1;
  };
  const untrained = untrainedNodes(model, backwardPass.root);
  for (const node of program.findNodes(diagnosedOperators, backwardPass.root + 1)) {
    if (untrained?.[node] === 1) continue;
    const { inactivity } = program.operator(node);
    const adjoint = adjointOf(backwardPass, node);
    if (adjoint === undefined || contributionOf(backwardPass, program, node, 0) === undefined) continue;
    const activation: Activation = { node, operand: program.operand(node, 0), adjoint, shape: program.shape(node) };
    const unitProblem =
      inactivity?.kind === 'saturated'
        ? yield* saturatedUnits(activation, values, inactivity, isHidden, sources)
        : yield* deadUnits(activation, values, sources);
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

/** Reports units whose operand is positive for no sample although a gradient reaches them. */
function* deadUnits(
  activation: Activation,
  values: Values,
  sources: () => NodeSources,
): Generator<undefined, Problem | undefined> {
  const { node, operand, shape } = activation;
  const { data, starts } = values;
  const { count } = unitLayout(shape);
  const deadCount = yield* deadCounts.inSlices(values, node, () => countDeadUnits(activation, values));
  const expression = deadCount === 0 ? undefined : sources().expressionOf(node);
  if (!expression) return undefined;
  const source = sources().sourceOf(expression);
  if (shape.length > 0) {
    const code = deadCount > maxDeadShare * count ? 'dead-relu' : 'some-dead-units';
    return problem(code, expression.range, source, deadCount, count);
  }
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

/** Dead units, by activation. */
const deadCounts = new ValuesCache<NodeId, number>();

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
  saturation: Saturation,
  isHidden: (node: NodeId) => boolean,
  sources: () => NodeSources,
): Generator<undefined, Problem | undefined> {
  const { node, shape } = activation;
  const { data, starts } = values;
  if (shape.length === 0 && !(saturation.slopeAt(data[starts[node]]) < outputLimits.slope)) return undefined;
  const size = sizeOf(shape);
  const { output, hidden } = yield* saturatedCounts.inSlices(values, node, () =>
    countSaturated(activation, values, saturation),
  );
  const isOutputSaturated = output > outputLimits.share * size;
  const isSaturated =
    isOutputSaturated || (size >= minHiddenElements && hidden > hiddenLimits.share * size && isHidden(node));
  const expression = isSaturated ? sources().expressionOf(node) : undefined;
  if (!expression) return undefined;
  const source = sources().sourceOf(expression);
  if (shape.length === 0) {
    return problem(
      'saturated',
      expression.range,
      source,
      formatNumber(saturation.slopeAt(data[starts[node]]), shownDigits),
    );
  }
  const [count, limit] = isOutputSaturated
    ? [output, outputLimits.slope]
    : [hidden, hiddenLimits.slope * saturation.maxSlope];
  const share = `${formatNumber((100 * count) / size, shownDigits)} %`;
  return problem('saturated', expression.range, source, formatNumber(limit, shownDigits), share);
}

/** Elements of an activation below the slope for outputs and below that for hidden layers. */
interface SaturatedCounts {
  readonly output: number;
  readonly hidden: number;
}

const saturatedCounts = new ValuesCache<NodeId, SaturatedCounts>();

function* countSaturated(
  { node, shape }: Activation,
  { data, starts }: Values,
  saturation: Saturation,
): Generator<undefined, SaturatedCounts> {
  const size = sizeOf(shape);
  const hiddenSlope = hiddenLimits.slope * saturation.maxSlope;
  let output = 0;
  let hidden = 0;
  for (const { start, end } of slicesOf(size)) {
    for (let i = start; i < end; i++) {
      const slopeHere = saturation.slopeAt(data[starts[node] + i]);
      if (slopeHere < hiddenSlope) hidden++;
      if (slopeHere < outputLimits.slope) output++;
    }
    if (end < size) yield;
  }
  return { output, hidden };
}
