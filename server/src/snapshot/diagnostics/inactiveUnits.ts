/** Problems of activations that hand back no gradient, or next to none: units of a relu that are off, and what is saturated. */

import { showNumber } from '../../display/numbers.ts';
import { adjointOf, contributionOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { type Shape, sizeOf } from '../../engine/ir/shape.ts';
import type { Values } from '../../engine/ir/values.ts';
import { relu, sigmoid } from '../../engine/operators/elementwise/activations.ts';
import { tanh } from '../../engine/operators/elementwise/functions.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import type { NodeSources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';

/** Below this slope, three layers leave less than a billionth of the gradient. */
const minSlope = 1e-3;

/** Some saturated elements are what such an activation is for; with more than nine in ten, hardly anything learns. */
const maxSaturatedShare = 0.9;

/** Of images: samples, channels, rows, columns. */
const imageRank = 4;

const shownDigits = 2;
const valueDigits = 6;

export function inactiveUnits({ model }: Snapshot, values: Values, sources: () => NodeSources): Problem[] {
  const { objective, program } = model;
  const problems: Problem[] = [];
  if (!objective) return problems;
  const { gradient } = objective;
  for (const node of program.findNodes([relu, sigmoid, tanh], gradient.root + 1)) {
    const operator = program.operator(node);
    const adjoint = adjointOf(gradient, node);
    if (adjoint === undefined || contributionOf(gradient, program, node, 0) === undefined) continue;
    const activation: Activation = { node, operand: program.operand(node, 0), adjoint, shape: program.shape(node) };
    const unitProblem =
      operator === relu
        ? deadUnits(activation, values, sources)
        : saturatedUnits(activation, values, operator === tanh ? tanhSlope : sigmoidSlope, sources);
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

/** The units of a relu that are positive for no sample, though a gradient comes back to them. */
function deadUnits(
  { node, operand, adjoint, shape }: Activation,
  { data, starts }: Values,
  sources: () => NodeSources,
): Problem | undefined {
  const { count, stride } = unitLayout(shape);
  const isActive = new Uint8Array(count);
  const hasGradient = new Uint8Array(count);
  const size = sizeOf(shape);
  for (let i = 0; i < size; i++) {
    const unit = Math.floor(i / stride) % count;
    // A NaN is not off: it is another problem.
    if (!(data[starts[operand] + i] <= 0)) isActive[unit] = 1;
    if (data[starts[adjoint] + i] !== 0) hasGradient[unit] = 1;
  }
  let deadCount = 0;
  for (let unit = 0; unit < count; unit++) if (isActive[unit] === 0 && hasGradient[unit] === 1) deadCount++;
  const expression = deadCount === 0 ? undefined : sources().expressionOf(node);
  if (!expression) return undefined;
  const source = sources().sourceOf(expression);
  if (shape.length > 0) return problem('dead-relu', expression.range, source, deadCount, count);
  const name = sources().nameOf(operand);
  const inputText = showNumber(data[starts[operand]], valueDigits);
  return problem(
    'dead-relu',
    expression.range,
    source,
    deadCount,
    count,
    name === undefined ? inputText : `${name} = ${inputText}`,
  );
}

/**
 * How many units a layer has, and how far apart the elements of neighbouring ones lie: the last axis, or of images the
 * channels. Of a single sample about half of the units are off by nature, so there all of them count as one.
 */
function unitLayout(shape: Shape): { readonly count: number; readonly stride: number } {
  const axis = shape.length === imageRank ? 1 : shape.length - 1;
  const count = shape[axis] ?? 1;
  const stride = sizeOf(shape.slice(axis + 1));
  return count === sizeOf(shape) ? { count: 1, stride: 1 } : { count, stride };
}

function saturatedUnits(
  { node, shape }: Activation,
  { data, starts }: Values,
  slopeAt: (value: number) => number,
  sources: () => NodeSources,
): Problem | undefined {
  const size = sizeOf(shape);
  let count = 0;
  for (let i = 0; i < size; i++) if (slopeAt(data[starts[node] + i]) < minSlope) count++;
  const expression = count <= maxSaturatedShare * size ? undefined : sources().expressionOf(node);
  if (!expression) return undefined;
  const source = sources().sourceOf(expression);
  if (shape.length === 0) {
    return problem('saturated', expression.range, source, showNumber(slopeAt(data[starts[node]]), shownDigits));
  }
  const share = `${showNumber((100 * count) / size, shownDigits)} %`;
  return problem('saturated', expression.range, source, showNumber(minSlope, shownDigits), share);
}

const sigmoidSlope = (value: number): number => value * (1 - value);
const tanhSlope = (value: number): number => 1 - value * value;
